"""Reviews of finished periods: after looking, once, told to whom it concerns, and about one reading."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction

from services.models import Agency, Staff
from services.models.final import RowIsFinal
from surveys import period_steps, recommending, reviewing
from surveys.models import PeriodReview, SurveyPeriod
from tests import factories
from tests.reading import flat
from tests.surveys.test_recommendations import PEOPLE, results
from tickets.desk.base import Refused
from tickets.models import Notification
from tickets.notifications import Kind, notification_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WHY = "Banyak pengguna layanan terlalu kecil (contoh)"


@pytest.fixture
def ditutup(rancangan: SurveyPeriod, lima: None, admin_opd: Staff, now: dt.datetime) -> Any:
    """A closed period with five answers."""
    period_steps.open_period(rancangan, by=admin_opd, now=now)
    period_steps.close(rancangan, by=admin_opd, now=now)
    rancangan.refresh_from_db()
    return rancangan


def address(period: SurveyPeriod) -> str:
    return f"/dasbor/ikm/periode/{period.pk}/telaah/"


def filled(period: SurveyPeriod, outcome: str = "adequate", note: str = "") -> dict[str, Any]:
    return {"reading": period.frozen_id, "outcome": outcome, "note": note}


def written(period: SurveyPeriod, by: Staff, outcome: str = "adequate", note: str = "") -> Any:
    recommending.note_opened(period, by=by)
    found = reviewing.Review(snapshot_id=period.frozen_id or 0, outcome=outcome, note=note)
    return reviewing.review(period, found=found, by=by)


def close_again(period: SurveyPeriod, by: Staff, now: dt.datetime) -> None:
    period_steps.reopen(period, by=by, now=now, reason=WHY)
    period_steps.close(period, by=by, now=now)
    period.refresh_from_db()


@pytest.mark.parametrize("who", ["pejabat", "kepala", "evaluator"])
def test_who_has_not_opened_the_results_is_refused_and_told_why(
    request: Any, masuk: Any, ditutup: SurveyPeriod, who: str
) -> None:
    staff = request.getfixturevalue(who)
    browser = masuk(staff)
    refused = browser.post(address(ditutup), filled(ditutup))
    assert refused.status_code == 409
    assert "Telaah dicatat sesudah membaca hasil survei" in flat(refused)
    assert not PeriodReview.objects.exists()
    assert address(ditutup) in browser.get(results(ditutup)).content.decode()
    page = flat(browser.get(address(ditutup)))
    assert "5 dari 5 pengguna layanan" in page
    for _ in range(2):  # a double click
        assert browser.post(address(ditutup), filled(ditutup)).status_code == 302
    row = PeriodReview.objects.get()
    assert (row.outcome, row.note, row.by, row.snapshot_id) == (
        "adequate", "", staff, ditutup.frozen_id,
    )  # fmt: skip


def test_of_whom_it_is_seen_and_who_may_write(
    request: Any, masuk: Any, client: Any, ditutup: SurveyPeriod, evaluator: Staff
) -> None:
    written(ditutup, evaluator, "check", WHY)
    page = f"/dasbor/ikm/periode/{ditutup.pk}/"
    for name, sees, writes in zip(PEOPLE, "yyyyyy...", "yyyy.....", strict=True):
        browser = masuk(request.getfixturevalue(name))
        answer = browser.get(page)
        assert (answer.status_code == 200) is (sees == "y"), name
        assert (sees == "y") is (WHY in flat(answer)), name
        assert (writes == "y") is (address(ditutup) in answer.content.decode()), name
        # 409: may write, and has not looked yet.
        given = filled(ditutup, "recommend")
        assert browser.post(address(ditutup), given).status_code in (
            (302, 409) if writes == "y" else (404,)
        ), name
    assert client.get(page).status_code == 302  # to the log-in
    assert WHY not in flat(client.get("/ikm/"))
    assert set(PeriodReview.objects.values_list("by", flat=True)) == {evaluator.pk}


def test_the_admin_of_another_office_sees_and_does_nothing(
    masuk: Any, ditutup: SurveyPeriod, evaluator: Staff, dinas_wita: Agency
) -> None:
    written(ditutup, evaluator, "check", WHY)
    outside = factories.StaffFactory()
    factories.MembershipFactory(staff=outside, agency=dinas_wita, role="agency_admin")
    browser = masuk(outside)
    assert browser.get(f"/dasbor/ikm/periode/{ditutup.pk}/").status_code == 404
    assert browser.post(address(ditutup), filled(ditutup)).status_code == 404
    assert PeriodReview.objects.count() == 1
    assert not Notification.objects.filter(staff=outside).exists()


def test_figures_in_doubt_need_a_note_and_the_form_keeps_what_was_chosen(
    masuk: Any, ditutup: SurveyPeriod, evaluator: Staff
) -> None:
    browser = masuk(evaluator)
    browser.get(results(ditutup))
    refused = browser.post(address(ditutup), filled(ditutup, "check", "  "))
    assert refused.status_code == 422
    assert "Sebutkan angka mana" in flat(refused)
    assert 'value="check" ' in refused.content.decode().split("checked")[0].rsplit("<input", 1)[1]
    assert browser.post(address(ditutup), {"reading": ditutup.frozen_id}).status_code == 422
    assert not PeriodReview.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        PeriodReview.objects.create(
            snapshot_id=ditutup.frozen_id, outcome="check", by=evaluator, at=ditutup.frozen.at
        )


def test_a_running_period_is_not_reviewed(
    masuk: Any, rancangan: SurveyPeriod, admin_opd: Staff, evaluator: Staff, now: dt.datetime
) -> None:
    assert masuk(evaluator).get(address(rancangan)).status_code == 404  # a draft
    period_steps.open_period(rancangan, by=admin_opd, now=now)
    with pytest.raises(Refused, match="belum ditutup"):
        written(rancangan, evaluator)
    answer = masuk(evaluator).get(address(rancangan), follow=True)
    assert "Telaah dapat dicatat sesudah ditutup" in flat(answer)
    assert address(rancangan) not in masuk(evaluator).get(results(rancangan)).content.decode()


def test_after_another_closing_an_earlier_review_is_about_the_earlier_figures(
    masuk: Any, ditutup: SurveyPeriod, evaluator: Staff, admin_opd: Staff, now: dt.datetime
) -> None:
    page = f"/dasbor/ikm/periode/{ditutup.pk}/"
    written(ditutup, evaluator)
    assert "Angka versi 1" in flat(masuk(evaluator).get(page))
    before = filled(ditutup)
    close_again(ditutup, admin_opd, now)
    shown = flat(masuk(evaluator).get(page))
    assert "Angka yang sekarang belum ditelaah" in shown
    assert "Angka terdahulu, versi 1" in shown
    # What was read is no longer what counts: said, nothing lost, and saved at the second try.
    browser = masuk(evaluator)
    refused = browser.post(address(ditutup), before)
    assert refused.status_code == 422
    assert "ditutup lagi sementara Anda menelaah" in flat(refused)
    assert f'value="{ditutup.frozen_id}"' in refused.content.decode()
    assert PeriodReview.objects.count() == 1
    assert browser.post(address(ditutup), filled(ditutup)).status_code == 302
    assert "Angka versi 2" in flat(browser.get(page))


def test_what_was_typed_stays_where_the_period_was_reopened_meanwhile(
    masuk: Any, ditutup: SurveyPeriod, evaluator: Staff, admin_opd: Staff, now: dt.datetime
) -> None:
    browser, given = masuk(evaluator), filled(ditutup, "check", WHY)
    browser.get(results(ditutup))
    period_steps.reopen(ditutup, by=admin_opd, now=now, reason=WHY)
    refused = browser.post(address(ditutup), given)
    assert refused.status_code == 422
    page = flat(refused)
    assert f">{WHY}</textarea>" in page
    assert "Periode ini belum ditutup" in page
    assert "Bidang ini" not in page  # nothing is missing
    period_steps.close(ditutup, by=admin_opd, now=now)
    assert browser.post(address(ditutup), given).status_code == 422  # other figures
    assert not PeriodReview.objects.exists()


def test_a_period_that_was_closed_before_figures_were_frozen_says_so(
    masuk: Any, ditutup: SurveyPeriod, evaluator: Staff
) -> None:
    SurveyPeriod.objects.filter(pk=ditutup.pk).update(frozen=None)
    browser = masuk(evaluator)
    said = "ditutup sebelum angka dibekukan"
    assert said in flat(browser.get(f"/dasbor/ikm/periode/{ditutup.pk}/"))
    answer = flat(browser.get(address(ditutup), follow=True))
    assert answer.count(said) == 2  # and what the form's address says
    assert "belum ditutup" not in answer


def test_admins_are_told_and_super_admins_where_figures_are_in_doubt(
    masuk: Any, ditutup: SurveyPeriod, evaluator: Staff, admin_opd: Staff, super_admin: Staff
) -> None:
    written(ditutup, evaluator)
    row = Notification.objects.get()
    page = f"/dasbor/ikm/periode/{ditutup.pk}/"
    assert (row.staff, row.kind, row.path) == (admin_opd, Kind.REVIEWED, page)
    words = f"Dinsos Contoh: {evaluator} menelaah hasil survei Semester I."
    assert notification_words(row) == words
    written(ditutup, evaluator, "check", WHY)
    told = Notification.objects.filter(kind=Kind.FIGURES_DOUBTED)
    assert {one.staff for one in told} == {admin_opd, super_admin}
    masuk(admin_opd).get(page)
    assert not Notification.objects.filter(staff=admin_opd, read_at=None).exists()


def test_who_finds_the_same_again_after_somebody_else_is_the_newest(
    ditutup: SurveyPeriod, evaluator: Staff, pejabat: Staff
) -> None:
    written(ditutup, evaluator)
    written(ditutup, pejabat, "check", WHY)
    for _ in range(2):
        written(ditutup, evaluator)
    found = PeriodReview.objects.values_list("by", "outcome")
    assert list(found) == [
        (evaluator.pk, "adequate"), (pejabat.pk, "check"), (evaluator.pk, "adequate"),
    ]  # fmt: skip


def test_it_is_written_once(ditutup: SurveyPeriod, evaluator: Staff) -> None:
    row = written(ditutup, evaluator)
    for attempt in (row.save, row.delete, PeriodReview.objects.all().delete):
        with pytest.raises(RowIsFinal):
            attempt()


@pytest.mark.postgres
@pytest.mark.parametrize("change", ["UPDATE {} SET note = 'x'", "DELETE FROM {}"])
def test_no_statement_changes_or_deletes_one(
    ditutup: SurveyPeriod, evaluator: Staff, change: str
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps to the rows of Django")
    written(ditutup, evaluator)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        connection.cursor().execute(change.format(PeriodReview._meta.db_table))
    assert PeriodReview.objects.get().note == ""


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_review(ditutup: SurveyPeriod, evaluator: Staff) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time")
    recommending.note_opened(ditutup, by=evaluator)
    start = threading.Barrier(2)

    def click() -> None:
        start.wait()
        written(ditutup, evaluator)
        close_old_connections()
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert PeriodReview.objects.count() == 1
