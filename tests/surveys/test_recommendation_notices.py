"""Who is told of a recommendation, of the plan and of progress: once, and never of one's own deed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from services.models import Agency, Staff
from surveys import recommending
from surveys.late_plans import tell_late_plans
from surveys.loading import questionnaire_in_use
from surveys.models import Recommendation, SurveyPeriod
from tests import factories
from tests.reading import flat
from tickets.digests import body_of
from tickets.emails import send_emails
from tickets.models import Notification
from tickets.notifications import Kind, notification_words
from tickets.pushes import payload_of

Masuk = Callable[[Staff], Client]
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def saran(
    sehari: SurveyPeriod, evaluator: Staff, admin_opd: Staff, pejabat: Staff
) -> Recommendation:
    """Written by the evaluator, with an admin of the office and an official about."""
    recommending.note_opened(sehari, by=evaluator)
    return _recommend(sehari, evaluator)


def _recommend(period: SurveyPeriod, by: Staff) -> Recommendation:
    return recommending.recommend(period, text="Tambah loket", by=by)


def _plan(saran: Recommendation, by: Staff, quarter: int = 2) -> None:
    element = saran.period.questionnaire.elements.get(code="U3")
    plan = recommending.Plan(
        element=element, activity="Loket", year=2026, quarter=quarter, responsible="Kabid"
    )
    recommending.plan(saran, plan=plan, by=by)


def _told(kind: Kind) -> set[str]:
    return {str(row.staff) for row in Notification.objects.filter(kind=kind)}


def test_a_recommendation_is_told_to_the_admin_of_its_office_alone_and_once(
    saran: Recommendation, evaluator: Staff, admin_opd: Staff, dinas_wita: Agency
) -> None:
    outside = factories.StaffFactory()
    factories.MembershipFactory(staff=outside, agency=dinas_wita, role="agency_admin")
    _recommend(saran.period, evaluator)  # a second click
    row = Notification.objects.get()
    assert (row.staff, row.kind, row.path) == (
        admin_opd, Kind.RECOMMENDED, f"/dasbor/ikm/rekomendasi/{saran.pk}/",
    )  # fmt: skip
    words = (
        f"Dinsos Contoh: {evaluator} menulis rekomendasi atas hasil survei. Jawab dengan rencana."
    )
    assert notification_words(row) == words


def test_plan_and_progress_are_told_to_who_recommends(
    saran: Recommendation, admin_opd: Staff, evaluator: Staff, pejabat: Staff
) -> None:
    for _ in range(2):
        _plan(saran, admin_opd)
        recommending.report(
            saran,
            progress=recommending.Progress(state="running", text="Mulai", evidence=""),
            by=admin_opd,
        )
    assert _told(Kind.PLANNED) == _told(Kind.PROGRESSED) == {str(evaluator), str(pejabat)}
    assert Notification.objects.count() == 1 + 2 + 2


def test_who_does_it_is_not_told(saran: Recommendation, dinas: Agency, evaluator: Staff) -> None:
    factories.MembershipFactory(staff=evaluator, agency=dinas, role="agency_admin")
    recommending.recommend(saran.period, text="Lagi", by=evaluator)
    _plan(saran, evaluator)
    assert not Notification.objects.filter(staff=evaluator).exists()


def test_a_late_plan_is_told_to_the_admin_once(
    saran: Recommendation, admin_opd: Staff, now: dt.datetime
) -> None:
    _plan(saran, admin_opd, quarter=1)  # was late already when it was replaced
    _plan(saran, admin_opd)
    last_hour = dt.datetime(2026, 6, 30, 23, 0, tzinfo=saran.period.agency.zone)
    assert tell_late_plans(last_hour) == 0
    for _ in range(2):
        tell_late_plans(last_hour + dt.timedelta(hours=1))
    assert _told(Kind.PLAN_LATE) == {str(admin_opd)}
    assert Notification.objects.filter(kind=Kind.PLAN_LATE).count() == 1
    _plan(saran, admin_opd, quarter=3)
    assert tell_late_plans(last_hour + dt.timedelta(days=2)) == 0
    recommending.report(
        saran,
        progress=recommending.Progress(state="done", text="Selesai", evidence="BA"),
        by=admin_opd,
    )
    assert tell_late_plans(last_hour + dt.timedelta(days=200)) == 0


def test_a_plan_that_nobody_is_told_of_keeps_no_other_waiting(
    saran: Recommendation, admin_opd: Staff, evaluator: Staff, dinas_wita: Agency, now: dt.datetime
) -> None:
    day = now.date()
    lonely = SurveyPeriod.objects.create(
        state="published",
        published_at=timezone.now(),
        agency=dinas_wita,
        questionnaire=questionnaire_in_use(),
        name="Tanpa admin",
        starts_on=day,
        ends_on=day,
    )
    recommending.note_opened(lonely, by=evaluator)
    _plan(_recommend(lonely, evaluator), admin_opd)
    second = recommending.recommend(saran.period, text="Lagi", by=evaluator)
    for one in (saran, second):
        _plan(one, admin_opd)
    late = dt.datetime(2026, 7, 2, tzinfo=saran.period.agency.zone)
    assert [tell_late_plans(late, limit=1) for _ in range(3)] == [1, 1, 0]
    assert Notification.objects.filter(kind=Kind.PLAN_LATE).count() == 2


def test_the_page_of_notices_leads_to_the_sheet_which_reads_them(
    saran: Recommendation, admin_opd: Staff, masuk: Masuk
) -> None:
    browser, path = masuk(admin_opd), f"/dasbor/ikm/rekomendasi/{saran.pk}/"
    page = browser.get("/pemberitahuan/")
    assert "menulis rekomendasi" in flat(page)
    assert f'href="{path}"' in page.content.decode()
    row = Notification.objects.get()
    answer = browser.post(f"/pemberitahuan/{row.pk}/")
    assert answer.headers["Location"] == path
    Notification.objects.update(read_at=None)
    browser.get(path)
    assert not Notification.objects.filter(read_at=None).exists()


def test_mails_and_pushes_say_the_same(
    saran: Recommendation, admin_opd: Staff, mailoutbox: list[Any], now: dt.datetime
) -> None:
    row = Notification.objects.get()
    pushed = payload_of(row)
    assert pushed["url"] == f"/dasbor/ikm/rekomendasi/{saran.pk}/"
    assert pushed["tag"] == f"recommended-recommendation:{saran.pk}"
    assert body_of([row]).startswith(
        "Yang belum Anda baca:\n\nDinsos Contoh: Rekomendasi baru untuk kantor saya\n"
    )
    Notification.objects.update(wants_email=True)
    assert send_emails(now) == 1
    assert mailoutbox[0].subject.endswith(": Dinsos Contoh")
    assert f"/dasbor/ikm/rekomendasi/{saran.pk}/" in mailoutbox[0].body
