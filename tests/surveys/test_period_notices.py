"""Who is told that results are published, withdrawn or change again: each once, and never of one's own deed."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Role, Staff
from surveys import period_steps
from surveys.loading import questionnaire_in_use
from surveys.models import SurveyPeriod
from tests import factories
from tests.reading import flat
from tests.surveys.conftest import four_more
from tickets.desk.base import Refused
from tickets.models import Notification
from tickets.notifications import Kind, notification_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WHY = "Angkanya perlu diperbaiki"


@pytest.fixture
def ditutup(dinas: Agency, admin_opd: Staff, now: dt.datetime) -> SurveyPeriod:
    """Five answered, and it is closed."""
    day = now.date()
    made = SurveyPeriod.objects.create(
        state="open", agency=dinas, questionnaire=questionnaire_in_use(), name="Semester I",
        starts_on=day, ends_on=day,
    )  # fmt: skip
    for _ in range(2):
        four_more(dinas, [3] * 9, at=now)
    return period_steps.close(made, by=admin_opd, now=now)


def told(kind: Kind) -> set[Staff]:
    found = Notification.objects.filter(kind=kind)
    assert found.count() == len({row.staff_id for row in found})
    return {row.staff for row in found}


def test_publishing_tells_all_who_recommend_or_follow_up_but_who_did_it(
    ditutup: SurveyPeriod,
    admin_opd: Staff,
    evaluator: Staff,
    pejabat: Staff,
    kepala: Staff,
    petugas: Staff,
    orang_luar: Staff,
    dinas: Agency,
    now: dt.datetime,
) -> None:
    second = factories.StaffFactory()
    factories.MembershipFactory(staff=second, agency=dinas, role=Role.AGENCY_ADMIN)
    assert not Notification.objects.exists()  # of closing nobody is told
    period_steps.publish(ditutup, by=admin_opd, now=now)
    assert told(Kind.PERIOD_PUBLISHED) == {second, evaluator, pejabat, kepala}
    row = Notification.objects.filter(staff=evaluator).get()
    assert notification_words(row) == (
        f"Dinsos Contoh: {admin_opd} mengumumkan hasil survei Semester I. "
        "Hasil dan laporannya dapat dibuka."
    )
    with pytest.raises(Refused):
        period_steps.publish(ditutup, by=admin_opd, now=now)
    assert Notification.objects.count() == 4


def test_withdrawing_reopening_and_publishing_again_are_each_told_once(
    ditutup: SurveyPeriod, admin_opd: Staff, kepala: Staff, now: dt.datetime
) -> None:
    period_steps.publish(ditutup, by=admin_opd, now=now)
    period_steps.withdraw(ditutup, by=admin_opd, now=now, reason=WHY)
    period_steps.reopen(ditutup, by=kepala, now=now, reason=WHY)
    assert told(Kind.PERIOD_WITHDRAWN) == {kepala}
    assert told(Kind.PERIOD_REOPENED) == {admin_opd}
    period_steps.close(ditutup, by=admin_opd, now=now)
    period_steps.publish(ditutup, by=admin_opd, now=now)
    again = Notification.objects.filter(kind=Kind.PERIOD_PUBLISHED, staff=kepala)
    assert again.count() == 2  # once each time
    assert WHY not in str([row.values for row in Notification.objects.all()])


def test_the_notice_leads_to_the_period_which_reads_it(
    masuk: Any, ditutup: SurveyPeriod, admin_opd: Staff, kepala: Staff, now: dt.datetime
) -> None:
    period_steps.publish(ditutup, by=admin_opd, now=now)
    browser = masuk(kepala)
    assert "mengumumkan hasil survei Semester I" in flat(browser.get("/pemberitahuan/"))
    row = Notification.objects.get(staff=kepala)
    page = browser.post(f"/pemberitahuan/{row.pk}/")["Location"]
    assert page == f"/dasbor/ikm/periode/{ditutup.pk}/"
    assert "Laporan SKM" in flat(browser.get(page))
    row.refresh_from_db()
    assert row.read_at is not None
