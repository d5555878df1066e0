"""Who works when in the example data: this week and the next, with one gap, and one officer away."""

import datetime as dt

from services.calendars import calendar_of
from services.models import Absence, DutyShift, Leave
from services.rostering import week_of
from services.workdays import WorkCalendar
from siwhapik.demo.ground import Office

_DAY = dt.timedelta(days=1)
# Next week's second open half of this day is minded by nobody (0 = Monday); of the nearest day that has one.
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
    turn, shifts, gap = 0, [], _gap(week_of(today + 7 * _DAY), calendar)
    for start in (today, today + 7 * _DAY):
        for day in week_of(start):
            for half, (opens, closes) in enumerate(calendar.openings(day)):
                staff = there[turn % len(there)]
                turn += 1
                if (day, half) != (gap, 1):
                    shift = DutyShift(agency=agency, staff=staff, starts_at=opens, ends_at=closes)
                    shifts.append(shift)
    DutyShift.objects.bulk_create(shifts)


def _gap(days: list[dt.date], calendar: WorkCalendar) -> dt.date | None:
    """The day whose second half is left open; None in a week of holidays."""
    whole = [day for day in days if len(calendar.openings(day)) > 1]
    return min(whole, key=lambda day: abs(day.weekday() - GAP_DAY), default=None)
