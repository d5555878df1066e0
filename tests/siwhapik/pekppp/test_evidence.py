"""Which evidence is there, lacking or to be renewed, by what the rows say."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from services.models import Agency, Service, Staff
from siwhapik.pekppp.gathering import gathered
from siwhapik.pekppp.judging import evidence_of, speed, year_before
from siwhapik.pekppp.wanted import State
from siwhapik.periods import asked_for
from surveys import period_steps, recommending
from surveys.models import Recommendation, SurveyPeriod
from surveys.recommending import Plan, Progress
from tests import factories
from tests.siwhapik.pekppp.tools import TODAY, record, with_file
from tests.siwhapik.skm.test_report import dibuka as dibuka
from tests.siwhapik.skm.test_report import ditutup as ditutup
from tests.surveys.conftest import jawab as jawab
from tests.surveys.conftest import lima as lima
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def state_of(agency: Agency, code: str, now: dt.datetime, year: str = "2026") -> tuple[State, str]:
    """The state of one item, and everything said of it."""
    span = asked_for(year, today=TODAY)
    assert span is not None
    [found] = gathered([agency], span, now=now)
    one = next(row for row in evidence_of(found) if row.code == code)
    return one.state, " ".join([*one.told, one.todo])


def test_an_office_without_anything_lacks_all_and_is_told_what_to_do(
    dinas: Agency, now: dt.datetime
) -> None:
    span = asked_for("2026", today=TODAY)
    assert span is not None
    [found] = gathered([dinas], span, now=now)
    items = evidence_of(found)
    assert {one.state for one in items} == {State.LACKS}
    assert all(one.todo for one in items)
    assert len(items) == 7


@pytest.mark.parametrize(
    ("decreed", "reviewed", "state"),
    [
        (dt.date(2025, 6, 9), None, State.RENEW),  # of today a year ago, but without minutes
        (dt.date(2025, 6, 8), None, State.RENEW),
        (dt.date(2024, 1, 1), dt.date(2025, 6, 8), State.RENEW),
        (dt.date(2024, 1, 1), dt.date(2025, 6, 9), State.HAS),
        (dt.date(2026, 1, 1), dt.date(2025, 6, 9), State.RENEW),  # minutes of the version before
        (dt.date(2024, 1, 1), dt.date(2026, 6, 10), State.RENEW),  # not yet
    ],
)
def test_a_standard_is_to_be_reviewed_within_twelve_months(
    dinas: Agency, layanan: Service, penyelia: Staff, now: dt.datetime, decreed: dt.date,
    reviewed: dt.date | None, state: State,
) -> None:  # fmt: skip
    factories.StandardFactory(service=layanan, decree_date=decreed)
    if reviewed:
        record(dinas, "review", reviewed, by=penyelia, values={"number": "BA/1/2026"})
    found, said = state_of(dinas, "standar", now)
    assert found == state
    is_old = max(decreed, reviewed if reviewed and reviewed <= TODAY else decreed) < dt.date(2025, 6, 9)  # fmt: skip
    assert ("Lebih dari 12 bulan tidak ditinjau: Surat Keterangan." in said) == is_old


def test_a_review_of_one_service_says_nothing_of_another(
    dinas: Agency, layanan: Service, layanan_lain: Service, penyelia: Staff, now: dt.datetime
) -> None:
    for service in (layanan, layanan_lain):
        factories.StandardFactory(service=service, valid_from=dt.date(2024, 1, 1))
    record(dinas, "review", TODAY, by=penyelia, service=layanan, values={"number": "BA/1"})
    state, said = state_of(dinas, "standar", now)
    assert (state, "tidak ditinjau: Legalisasi." in said) == (State.RENEW, True)
    record(dinas, "review", TODAY, by=penyelia, values={"number": "BA/2"})
    assert state_of(dinas, "standar", now)[0] == State.HAS


def test_an_earlier_year_is_judged_by_its_own_last_day(
    dinas: Agency, layanan: Service, penyelia: Staff, now: dt.datetime
) -> None:
    factories.StandardFactory(
        service=layanan, version=1, status="revoked", valid_from=dt.date(2024, 3, 1),
        valid_until=dt.date(2026, 1, 2),
    )  # fmt: skip
    factories.StandardFactory(service=layanan, version=2)
    record(dinas, "review", dt.date(2025, 11, 1), by=penyelia, values={"number": "BA/9"})
    assert state_of(dinas, "standar", now, "2025")[0] == State.HAS
    assert state_of(dinas, "standar", now, "2023")[0] == State.LACKS


def test_media_are_counted_once_each_and_the_national_one_is_asked_for(
    dinas: Agency, layanan: Service, standar: Any, penyelia: Staff, now: dt.datetime
) -> None:
    def publish(medium: str, about: str = "standard", **more: Any) -> None:
        values = {"about": about, "medium": medium, "place": "contoh"}
        record(dinas, "publication", TODAY, by=penyelia, values=values, **more)

    state, said = state_of(dinas, "publikasi-standar", now)
    assert state == State.RENEW  # this system's own page
    assert "1 media: halaman layanan di sistem ini. Umumkan di 3 media lagi" in said
    for medium in ("website", "website", "social"):
        publish(medium)
    publish("press", archived_at=now)
    publish("press", about="survey")
    assert "3 media" in state_of(dinas, "publikasi-standar", now)[1]
    publish("board")
    state, said = state_of(dinas, "publikasi-standar", now)
    assert (state, "SIPPN" in said, "media lagi" in said) == (State.RENEW, True, False)
    publish("sippn")
    assert state_of(dinas, "publikasi-standar", now)[0] == State.HAS


def test_a_survey_is_there_when_enough_answered_and_published_when_it_is_shown(
    dinas: Agency, dibuka: SurveyPeriod, ditutup: SurveyPeriod, admin_opd: Staff, now: dt.datetime
) -> None:
    state, said = state_of(dinas, "skm", now)
    assert "Semester I 2026: 11 responden, diperlukan 11, cukup." in said
    assert state == State.HAS
    assert state_of(dinas, "publikasi-skm", now)[0] == State.LACKS
    period_steps.publish(ditutup, by=admin_opd, now=now)
    state, said = state_of(dinas, "publikasi-skm", now)
    assert (state, "1 media: halaman IKM di sistem ini" in said) == (State.RENEW, True)
    assert state_of(dinas, "skm", now, "2025")[0] == State.LACKS


def test_a_running_survey_is_no_evidence_yet(
    dinas: Agency, dibuka: SurveyPeriod, now: dt.datetime
) -> None:
    state, said = state_of(dinas, "skm", now)
    assert (state, "Semester I 2026: masih berjalan. Tutup periode" in said) == (State.LACKS, True)


def test_share_and_speed_of_the_follow_up(
    dinas: Agency, ditutup: SurveyPeriod, pejabat: Staff, admin_opd: Staff, now: dt.datetime,
    clock: Any,
) -> None:  # fmt: skip
    element = ditutup.questionnaire.elements.first()
    day = dt.timedelta(days=1)
    rows = [
        Recommendation.objects.create(period=ditutup, text=f"Contoh {n}", by=pejabat, at=now)
        for n in range(3)
    ]
    state, said = state_of(dinas, "rtl", now)
    assert (state, "0 dari 3 rekomendasi selesai (0 %)" in said) == (State.LACKS, True)
    for wait, one in zip((2, 5), rows, strict=False):
        plan = Plan(element=element, activity="Contoh", year=2026, quarter=3, responsible="Contoh")
        clock.move_to(now + wait * day)
        recommending.plan(one, plan=plan, by=admin_opd)
        clock.move_to(now + 30 * day)
        recommending.plan(one, plan=replace(plan, activity="Lain"), by=admin_opd)
    state, said = state_of(dinas, "rtl", now)
    assert state == State.RENEW
    assert "Median 3,5 hari sampai ada rencana." in said  # the first plan of each
    assert "1 belum direncanakan" in said
    done = Progress(state="done", text="Selesai", evidence="")
    clock.move_to(now + 40 * day)
    recommending.report(rows[0], progress=done, by=admin_opd)
    said = state_of(dinas, "rtl", now)[1]
    assert "1 dari 3 rekomendasi selesai (33 %). Median 3,5 hari sampai ada rencana. Median 40 hari sampai selesai." in said  # fmt: skip


def test_no_recommendation_has_no_speed() -> None:
    assert speed([]) == ("", "")


def test_complaints_are_counted_with_their_promise(
    dinas: Agency, tiket: Ticket, now: dt.datetime
) -> None:
    for late in (False, False, True):
        due = now - dt.timedelta(hours=1) if late else now + dt.timedelta(hours=1)
        factories.TicketFactory(
            conversation=tiket.conversation, service=tiket.service, kind="complaint",
            received_at=now - dt.timedelta(hours=5), due_at=due, state="closed",
            outcome="fulfilled", resolved_at=now,
        )  # fmt: skip
    state, said = state_of(dinas, "pengaduan", now)
    assert "3 pengaduan masuk, 3 selesai. 2 dari 3 yang dinilai tepat waktu (67 %)." in said
    assert state == State.HAS


def test_a_pledge_needs_its_file_and_a_medium(
    dinas: Agency, penyelia: Staff, now: dt.datetime
) -> None:
    one = record(dinas, "pledge", dt.date(2026, 2, 1), by=penyelia, values={"number": "SK/7/2026"})
    state, said = state_of(dinas, "maklumat", now)
    assert (state, "Tambahkan berkas" in said, "Umumkan" in said) == (State.RENEW, True, True)
    with_file(one)
    values = {"about": "pledge", "medium": "board", "place": "Loket"}
    record(dinas, "publication", TODAY, by=penyelia, values=values)
    state, said = state_of(dinas, "maklumat", now)
    assert (state, said) == (
        State.HAS,
        "Nomor SK/7/2026, ditetapkan 1 Februari 2026. Diumumkan di: Papan atau banner di kantor. ",
    )


def test_a_year_before_a_leap_day() -> None:
    assert year_before(dt.date(2024, 2, 29)) == dt.date(2023, 2, 28)
    assert year_before(dt.date(2026, 6, 9)) == dt.date(2025, 6, 9)
