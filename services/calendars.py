"""Builds an office's calendar from database rows: hours, national holidays, its exceptions."""

from __future__ import annotations

from collections.abc import Iterable

from services.models import Agency, Holiday, OfficeHours
from services.workdays import WeeklyHours, WorkCalendar


def calendar_of(agency: Agency) -> WorkCalendar:
    """The calendar of one office, in two queries; use it for one piece of work.

    An office's own holiday row overrides the national one of that date.
    """
    holidays = Holiday.objects.for_agency(agency)
    return _build(agency, agency.office_hours.all(), holidays)


class Calendars:
    """Calendars for one run over many tickets: reads each office once."""

    def __init__(self) -> None:
        self._known: dict[int, WorkCalendar] = {}

    def of(self, agency: Agency) -> WorkCalendar:
        """The calendar of one office, read at the first call."""
        if agency.pk not in self._known:
            self._known[agency.pk] = calendar_of(agency)
        return self._known[agency.pk]


def _build(
    agency: Agency, hours: Iterable[OfficeHours], holidays: Iterable[Holiday]
) -> WorkCalendar:
    weekly = tuple(
        WeeklyHours(row.weekday, row.opens, row.closes, row.valid_from, row.valid_until)
        for row in hours
    )
    # National rows first, so that the office's own row of a date replaces them.
    rows = {row.date: row for row in sorted(holidays, key=lambda row: row.agency_id is not None)}
    closed = {day: row.name for day, row in rows.items() if not row.is_working}
    return WorkCalendar(zone=agency.zone, hours=weekly, holidays=closed)
