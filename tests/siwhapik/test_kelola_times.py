"""Under /kelola/ times are those of the office's own clock, in any zone."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services.models import Agency, DutyShift, Staff
from siwhapik.middleware import office_time
from tests import factories

pytestmark = pytest.mark.django_db
LogIn = Callable[[Staff], Client]

SHIFTS = "/kelola/services/dutyshift/"
TICKETS = "/kelola/tickets/ticket/"
# 07.30 on 9 June in WITA, 06.30 in WIB.
MORNING = dt.datetime(2026, 6, 8, 23, 30, tzinfo=dt.UTC)


@pytest.fixture
def admin_wita(dinas_wita: Agency) -> Staff:
    return factories.MembershipFactory(agency=dinas_wita, role="agency_admin").staff


def _shift(agency: Agency, staff: Staff) -> dict[str, Any]:
    return {
        "agency": agency.pk,
        "staff": staff.pk,
        "starts_at_0": "2026-06-09",
        "starts_at_1": "07.30",
        "ends_at_0": "2026-06-09",
        "ends_at_1": "12.00",
    }


def test_a_shift_begins_when_the_offices_clock_says(
    masuk: LogIn,
    admin_wita: Staff,
    admin_opd: Staff,
    dinas_wita: Agency,
    dinas: Agency,
    orang_luar: Staff,
    petugas: Staff,
) -> None:
    east, west = masuk(admin_wita), masuk(admin_opd)
    assert east.post(f"{SHIFTS}add/", _shift(dinas_wita, orang_luar)).status_code == 302
    assert west.post(f"{SHIFTS}add/", _shift(dinas, petugas)).status_code == 302
    shift = DutyShift.objects.get(agency=dinas_wita)
    assert shift.starts_at == MORNING
    assert DutyShift.objects.get(agency=dinas).starts_at == MORNING + dt.timedelta(hours=1)
    page = east.get(f"{SHIFTS}{shift.pk}/change/").content.decode()
    assert f"{orang_luar} 09-06-2026 07.30" in page
    assert f'data-admin-utc-offset="{8 * 3600}"' in page, "else the page warns of a wrong clock"


def test_lists_show_the_offices_clock_and_the_next_request_its_own(
    masuk: LogIn, admin_wita: Staff, admin_opd: Staff, dinas_wita: Agency, dinas: Agency
) -> None:
    for agency in (dinas_wita, dinas):
        factories.TicketFactory(conversation__channel__agency=agency, received_at=MORNING)
    assert "9 Juni 2026, 7.30" in masuk(admin_wita).get(TICKETS).content.decode()
    page = masuk(admin_opd).get(TICKETS).content.decode()
    assert "9 Juni 2026, 6.30" in page
    assert "7.30" not in page


def test_whoever_works_at_several_offices_sees_the_default_zone(
    masuk: LogIn, admin_wita: Staff, super_admin: Staff, dinas: Agency
) -> None:
    factories.MembershipFactory(staff=admin_wita, agency=dinas, role="agency_admin")
    for staff in (admin_wita, super_admin):
        page = masuk(staff).get(f"{SHIFTS}add/").content.decode()
        assert f'data-admin-utc-offset="{7 * 3600}"' in page


def test_the_zone_ends_with_a_request_that_fails(admin_wita: Staff) -> None:
    seen = []

    def fails(_request: HttpRequest) -> Any:
        seen.append(timezone.get_current_timezone_name())
        raise RuntimeError

    request = RequestFactory().get(SHIFTS)
    request.user = admin_wita
    with pytest.raises(RuntimeError):
        office_time(fails)(request)
    assert [*seen, timezone.get_current_timezone_name()] == ["Asia/Makassar", "Asia/Jakarta"]


def test_the_zone_costs_no_query(masuk: LogIn, admin_wita: Staff, settings: Any) -> None:
    client = masuk(admin_wita)
    client.get(SHIFTS)
    with CaptureQueriesContext(connection) as with_zone:
        client.get(SHIFTS)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "office_time" not in name]
    plain = masuk(admin_wita)
    with CaptureQueriesContext(connection) as without:
        plain.get(SHIFTS)
    assert len(with_zone) == len(without)
