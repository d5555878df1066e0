"""The example roster has one gap next week, whatever the day and the holidays."""

import datetime as dt

import pytest

from services.calendars import calendar_of
from services.duty import shifts_of
from services.models import Agency, Holiday, Staff
from services.rostering import week_of
from siwhapik.demo.ground import OFFICES, Office
from siwhapik.demo.roster import make_roster

MONDAY = dt.date(2026, 6, 8)
THURSDAY_AFTER = dt.date(2026, 6, 18)


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("is_closed", [False, True])
def test_one_half_of_a_day_is_minded_by_nobody(
    dinas: Agency, petugas: Staff, weekday: int, is_closed: bool
) -> None:
    if is_closed:
        Holiday.objects.create(agency=dinas, date=THURSDAY_AFTER, name="Libur (contoh)")
    day = MONDAY + dt.timedelta(days=weekday)
    late = dt.datetime.combine(day, dt.time(23, 59), dinas.zone)
    make_roster(Office(OFFICES[0], dinas, {}, [], operators=[petugas]), now=late)
    days, calendar = week_of(MONDAY + dt.timedelta(days=7)), calendar_of(dinas)
    shifts = shifts_of(dinas, days)
    open_halves = [half for one in days for half in calendar.openings(one)]
    kept = [(shift.starts_at, shift.ends_at) for shift in shifts]
    [gap] = [half for half in open_halves if half not in kept]
    assert (gap[0].astimezone(dinas.zone).date() == THURSDAY_AFTER) is not is_closed
