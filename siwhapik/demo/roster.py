"""Who works when in the example data: this week and the next, with one gap, and one officer away."""

import datetime as dt

from services.calendars import calendar_of
from services.models import Absence, DutyShift, Leave
from services.rostering import week_of
from siwhapik.demo.ground import Office

_DAY = dt.timedelta(days=1)
# Next week's second open half of this day is minded by nobody (0 = Monday).
GAP_DAY = 3
ILL = "petugas3.dinsos"
AWAY_FOR = 2 * _DAY


def make_roster(office: Office, *, now: dt.datetime) -> None:
    """The officers take turns, half a day each; one of them is ill for some days."""
    agency, calendar = office.agency, calendar_of(office.agency)
    today = now.astimezone(agency.zone).date()
    there = [one for one in office.operators if one.username != ILL]
    for ill in {*office.operators} - {*there}:
        Absence.objects.create(
            staff=ill, kind=Leave.SICK, starts_on=today, ends_on=today + AWAY_FOR
        )
    turn, shifts = 0, []
    for week, start in enumerate((today, today + 7 * _DAY)):
        for day in week_of(start):
            for half, (opens, closes) in enumerate(calendar.openings(day)):
                staff = there[turn % len(there)]
                turn += 1
                if not (week == 1 and day.weekday() == GAP_DAY and half == 1):
                    shift = DutyShift(agency=agency, staff=staff, starts_at=opens, ends_at=closes)
                    shifts.append(shift)
    DutyShift.objects.bulk_create(shifts)
