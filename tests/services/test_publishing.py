"""Coming into force: today, and never against the dates that the version itself carries."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from services.models import Service, ServiceStandard, Staff
from services.publishing import NotPublishable, put_in_force
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 9)
DAY = dt.timedelta(days=1)


def draft_of(service: Service, **dates: dt.date | None) -> ServiceStandard:
    values = {"valid_from": None, "valid_until": None} | dates
    draft = factories.StandardFactory(service=service, version=2, status="draft", **values)
    factories.StepFactory(standard=draft)
    return draft


def test_without_dates_it_holds_from_today(layanan: Service, standar: ServiceStandard) -> None:
    draft = draft_of(layanan)
    put_in_force(draft, today=TODAY)
    draft.refresh_from_db()
    standar.refresh_from_db()
    assert (draft.status, draft.valid_from, draft.valid_until) == ("in_force", TODAY, None)
    assert (standar.status, standar.valid_until) == ("revoked", TODAY)


@pytest.mark.parametrize(
    "dates",
    [
        {"valid_from": TODAY, "valid_until": TODAY},
        {"valid_from": TODAY - DAY, "valid_until": TODAY + 30 * DAY},
    ],
)
def test_dates_that_hold_today_are_kept(layanan: Service, dates: dict[str, dt.date]) -> None:
    draft = draft_of(layanan, **dates)
    put_in_force(draft, today=TODAY)
    draft.refresh_from_db()
    kept = {"valid_from": draft.valid_from, "valid_until": draft.valid_until}
    assert (draft.status, kept) == ("in_force", dates)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"valid_from": TODAY + DAY}, "Berlaku sejak 10 Juni 2026, hari itu belum tiba. Ubah"),
        ({"valid_until": TODAY - DAY}, "Berlaku sampai 8 Juni 2026, hari itu sudah lewat. Ubah"),
    ],
)
def test_dates_that_do_not_hold_today_are_refused_and_nothing_changes(
    layanan: Service, standar: ServiceStandard, dates: dict[str, dt.date], said: str
) -> None:
    draft = draft_of(layanan, **dates)
    with pytest.raises(NotPublishable, match=said):
        put_in_force(draft, today=TODAY)
    for row in (draft, standar):
        before = (row.status, row.valid_from, row.valid_until)
        row.refresh_from_db()
        assert (row.status, row.valid_from, row.valid_until) == before
    assert standar.status == "in_force"


def test_the_page_says_why_a_later_version_waits(
    layanan: Service,
    admin_opd: Staff,
    masuk: Callable[[Staff], Client],
    clock: time_machine.Traveller,
) -> None:
    draft = draft_of(layanan, valid_from=dt.date(2026, 8, 1))
    page = "/kelola/services/servicestandard/"
    data = {"action": "enforce", "_selected_action": [draft.pk]}
    answer = masuk(admin_opd).post(page, data, follow=True)
    assert "Berlaku sejak 1 Agustus 2026, hari itu belum tiba." in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"
