"""The steps of a period: who takes which, from where, what is refused, and what they leave behind."""

import datetime as dt
import threading
from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from services.models import Staff
from services.models.final import RowIsFinal
from surveys import invitations, period_steps
from surveys.loading import questionnaire_in_use
from surveys.models import Invitation, PeriodStep, SurveyPeriod
from surveys.period_steps import STEPS, Verb
from tests.reading import flat
from tests.surveys.conftest import everything, questionnaire_of, token_in
from tickets.desk.base import Refused
from tickets.models import Message

LIST = "/dasbor/ikm/periode/"
WHY = "Salah hitung pemohon (contoh)"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def take(period: SurveyPeriod, verb: str, *, by: Staff, now: dt.datetime, reason: str = WHY) -> Any:
    verbs = {
        Verb.OPENED: period_steps.open_period,
        Verb.CLOSED: period_steps.close,
        Verb.PUBLISHED: partial(period_steps.publish, knows_few=True),
    }
    if verb in verbs:
        return verbs[verb](period, by=by, now=now)
    back = {Verb.WITHDRAWN: period_steps.withdraw, Verb.REOPENED: period_steps.reopen}
    return back[verb](period, by=by, now=now, reason=reason)


def test_each_step_leaves_who_when_and_why(
    rancangan: SurveyPeriod, admin_opd: Staff, now: dt.datetime
) -> None:
    taken = [Verb.OPENED, Verb.CLOSED, Verb.PUBLISHED, Verb.WITHDRAWN, Verb.REOPENED, Verb.CLOSED]
    for hours, verb in enumerate(taken):
        take(rancangan, verb, by=admin_opd, now=now + dt.timedelta(hours=hours))
        rancangan.refresh_from_db()
        assert rancangan.state == STEPS[verb].after
        assert (rancangan.published_at is not None) is (verb == Verb.PUBLISHED)
    rows = list(PeriodStep.objects.order_by("pk"))
    assert [row.verb for row in rows] == taken
    assert [row.at for row in rows] == [now + dt.timedelta(hours=hours) for hours in range(6)]
    assert {row.by for row in rows} == {admin_opd}
    assert [row.reason for row in rows] == ["", "", "", WHY, WHY, ""]
    for attempt in (rows[0].save, rows[0].delete, PeriodStep.objects.all().delete):
        with pytest.raises(RowIsFinal):
            attempt()


@pytest.mark.parametrize("state", SurveyPeriod.State.values)
@pytest.mark.parametrize("verb", Verb.values)
def test_a_step_is_taken_from_its_own_state_only(
    rancangan: SurveyPeriod, admin_opd: Staff, now: dt.datetime, state: str, verb: str
) -> None:
    SurveyPeriod.objects.update(state=state)
    if state == STEPS[Verb(verb)].before:
        take(rancangan, verb, by=admin_opd, now=now)
        return
    with pytest.raises(Refused, match="Periode ini sekarang"):
        take(rancangan, verb, by=admin_opd, now=now)
    assert SurveyPeriod.objects.get().state == state
    assert not PeriodStep.objects.exists()


RIGHTS = {
    "super_admin": set(Verb),
    "admin_opd": set(Verb),
    "kepala": {Verb.REOPENED},
    "penyelia": set(),
    "evaluator": set(),
    "petugas": set(),
}


@pytest.mark.parametrize("who", RIGHTS)
def test_who_may_take_which_step(
    request: Any, rancangan: SurveyPeriod, dinas: Any, now: dt.datetime, masuk: Any, who: str
) -> None:
    staff = request.getfixturevalue(who)
    for verb in Verb:
        SurveyPeriod.objects.update(state=STEPS[verb].before)
        rancangan.refresh_from_db()
        may = verb in RIGHTS[who]
        assert (verb in period_steps.may_take(rancangan, staff)) is may
        sent = {"step": verb.value, "reason": WHY, "knows_few": "on"}
        answer = masuk(staff).post(f"{LIST}{rancangan.pk}/", sent)
        refused = 404 if who == "petugas" else 422
        assert answer.status_code == (302 if may else refused), verb
        assert SurveyPeriod.objects.get().state == (
            STEPS[verb].after if may else STEPS[verb].before
        )


def test_a_reason_is_asked_where_something_is_taken_back(
    rancangan: SurveyPeriod, admin_opd: Staff, masuk: Any
) -> None:
    SurveyPeriod.objects.update(state="closed")
    answer = masuk(admin_opd).post(f"{LIST}{rancangan.pk}/", {"step": "reopened", "reason": " x "})
    assert answer.status_code == 422
    assert "Tulis alasannya, paling sedikit 10 huruf." in flat(answer)
    assert SurveyPeriod.objects.get().state == "closed"


def test_what_shares_a_day_is_not_opened(
    rancangan: SurveyPeriod, admin_opd: Staff, now: dt.datetime
) -> None:
    """Rows from before this rule may share days."""
    SurveyPeriod.objects.create(
        agency=rancangan.agency,
        questionnaire=questionnaire_of("lain"),
        name="Juni",
        starts_on=dt.date(2026, 6, 30),
        ends_on=dt.date(2026, 7, 31),
    )
    with pytest.raises(Refused, match="Bertumpuk dengan Juni"):
        period_steps.open_period(rancangan, by=admin_opd, now=now)
    assert SurveyPeriod.objects.filter(state="draft").count() == 2


def test_what_has_not_begun_is_not_closed(
    rancangan: SurveyPeriod, admin_opd: Staff, now: dt.datetime
) -> None:
    SurveyPeriod.objects.update(state="open", starts_on=dt.date(2026, 6, 10))
    with pytest.raises(Refused, match="baru mulai 10-06-2026"):
        period_steps.close(rancangan, by=admin_opd, now=now)
    assert SurveyPeriod.objects.get().state == "open"


@pytest.mark.parametrize(
    ("state", "asks_ten"), [("open", True), ("draft", False), ("closed", False)]
)
def test_citizens_are_asked_what_the_open_period_asks(
    rancangan: SurveyPeriod, penyelesaian: Any, now: dt.datetime, state: str, asks_ten: bool
) -> None:
    ten = questionnaire_of("sepuluh", 10)
    SurveyPeriod.objects.update(state=state, questionnaire=ten)
    assert invitations.invite_due(now) == 1
    found = Invitation.objects.get()
    assert found.questionnaire == (ten if asks_ten else questionnaire_in_use())
    assert found.state == Invitation.State.SENT


def test_a_form_that_was_open_when_the_period_closed_can_still_be_sent(
    rancangan: SurveyPeriod, penyelesaian: Any, admin_opd: Staff, now: dt.datetime, client: Any
) -> None:
    SurveyPeriod.objects.update(state="open")
    invitations.invite_due(now)
    link = f"/survei/{token_in(Message.objects.get(origin='survey'))}/"
    assert client.get(link).status_code == 200
    period_steps.close(rancangan, by=admin_opd, now=now)
    assert client.get(link).status_code == 200
    assert client.post(link, everything(4)).status_code == 302
    assert "Terima kasih" in flat(client.get(link))


def test_the_list_shows_own_offices_with_their_states(
    rancangan: SurveyPeriod, dinas_wita: Any, masuk: Any, penyelia: Staff, petugas: Staff
) -> None:
    SurveyPeriod.objects.create(
        agency=dinas_wita,
        questionnaire=rancangan.questionnaire,
        name="Milik lain",
        starts_on=rancangan.starts_on,
        ends_on=rancangan.ends_on,
    )
    page = flat(masuk(penyelia).get(LIST))
    assert "Rancangan" in page
    assert "Milik lain" not in page
    assert "Tambah periode" not in page
    other = SurveyPeriod.objects.get(name="Milik lain")
    assert masuk(penyelia).get(f"{LIST}{other.pk}/").status_code == 404
    assert masuk(petugas).get(LIST).status_code == 404


def test_the_list_asks_no_more_for_many(
    rancangan: SurveyPeriod, masuk: Any, admin_opd: Staff, dinas: Any
) -> None:
    browser = masuk(admin_opd)
    browser.get(LIST)
    counts = []
    for rows in (0, 49):
        SurveyPeriod.objects.bulk_create(
            SurveyPeriod(
                agency=dinas,
                questionnaire=rancangan.questionnaire,
                name=f"Tahun {2000 - year}",
                starts_on=dt.date(2000 - year, 1, 1),
                ends_on=dt.date(2000 - year, 12, 31),
            )
            for year in range(rows)
        )
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(LIST).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_once_one_is_refused(
    rancangan: SurveyPeriod, admin_opd: Staff, now: dt.datetime
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time")
    SurveyPeriod.objects.update(state="open")
    together = threading.Barrier(2)
    refused: list[str] = []

    def close() -> None:
        period = SurveyPeriod.objects.get()
        together.wait()
        try:
            period_steps.close(period, by=admin_opd, now=now)
        except Refused as words:
            refused.append(str(words))
        finally:
            connection.close()

    threads = [threading.Thread(target=close) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert "sekarang ditutup" in refused[0]
    assert PeriodStep.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_periods_of_earlier_releases_get_the_state_that_they_were_in(
    rancangan: SurveyPeriod, now: dt.datetime
) -> None:
    call_command("migrate", "surveys", "0009", verbosity=0)
    try:
        old = MigrationExecutor(connection).loader.project_state(
            ("surveys", "0009_recommendations")
        )
        periods = old.apps.get_model("surveys", "SurveyPeriod").objects
        row = periods.values().get()
        today, day = dt.datetime.now(dt.UTC).date(), dt.timedelta(days=1)
        for name, (starts, ends, published) in {
            "past": (today - 9 * day, today - day, False),
            "running": (today - day, today, False),
            "future": (today + day, today + 9 * day, False),
            "shown": (today - 99 * day, today - 90 * day, True),
        }.items():
            dates = {"starts_on": starts, "ends_on": ends, "name": name}
            given = {"is_published": published, "published_at": now if published else None}
            periods.create(**row | dates | given | {"id": None})
    finally:
        call_command("migrate", "surveys", verbosity=0)
    states = dict(SurveyPeriod.objects.values_list("name", "state"))
    expected = {"past": "closed", "running": "open", "future": "draft", "shown": "published"}
    assert {name: states[name] for name in expected} == expected
    step = PeriodStep.objects.get(period__name="shown")
    assert (step.verb, step.at, step.by) == ("published", now, None)


def test_opening_says_from_which_day_answers_count(
    rancangan: SurveyPeriod, admin_opd: Staff, masuk: Any, clock: Any
) -> None:
    page = f"{LIST}{rancangan.pk}/"
    answer = masuk(admin_opd).post(page, {"step": "opened"}, follow=True)
    assert "dihitung mulai sekarang" in flat(answer)
    days = {"starts_on": dt.date(2027, 1, 1), "ends_on": dt.date(2027, 6, 30)}
    SurveyPeriod.objects.update(state="draft", **days)
    answer = masuk(admin_opd).post(page, {"step": "opened"}, follow=True)
    assert "dihitung mulai 1 Januari 2027" in flat(answer)
