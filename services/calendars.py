"""Builds an office's calendar from database rows: hours, national holidays, its exceptions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from services import rows
from services.models import Agency, Holiday, OfferMark, OfficeHours
from services.models.offer_mark import CURRENT
from services.remembering import Remembered
from services.rows import Statement, places
from services.workdays import WeeklyHours, WorkCalendar

_ZONES = "SELECT id, timezone FROM services_agency WHERE id IN"
_OFFICES = 100  # of one process whose calendars are kept
_KEPT: Remembered[tuple[int, str], WorkCalendar] = Remembered(_OFFICES)


def calendar_of(agency: Agency, *, mark: UUID | None = None) -> WorkCalendar:
    """The calendar of one office; use it for one piece of work.

    An office's own holiday row overrides the national one of that date. It is read again when
    anything that offices offer has changed: one query to find that out, none with the `mark` of
    this piece of work.
    """
    stamp = mark or OfferMark.current()
    return _KEPT.get((agency.pk, agency.timezone), stamp=stamp, read=lambda: _read(agency))


def calendars_of(agencies: Collection[int]) -> dict[int, WorkCalendar]:
    """The calendars of these offices, by id: two short statements where nothing that offices offer has changed."""
    zones = Statement(f"{_ZONES} {places(agencies)}", [*agencies])
    told, offices = rows.values([CURRENT, zones])
    return calendars_in(dict(offices), told=told)


def calendars_in(
    zones: Mapping[int, str], *, told: Sequence[Sequence[Any]]
) -> dict[int, WorkCalendar]:
    """The same for offices (id) whose zones (by name) were read already; `told`: what CURRENT answered."""
    mark = OfferMark.told(told)
    known = {pk: _KEPT.known((pk, zone), stamp=mark) for pk, zone in zones.items()}
    found = {pk: one for pk, one in known.items() if one is not None}
    if missing := known.keys() - found.keys():
        others = Agency.objects.filter(pk__in=missing).prefetch_related("office_hours")
        found |= {one.pk: calendar_of(one, mark=mark) for one in others}
    return found


class Calendars:
    """Calendars for one run over many tickets: reads each office once."""

    def __init__(self) -> None:
        self._mark: UUID | None = None
        self._known: dict[int, WorkCalendar] = {}

    def of(self, agency: Agency) -> WorkCalendar:
        """The calendar of one office, read at the first call."""
        self._mark = self._mark or OfferMark.current()
        if agency.pk not in self._known:
            self._known[agency.pk] = calendar_of(agency, mark=self._mark)
        return self._known[agency.pk]


def _read(agency: Agency) -> WorkCalendar:
    return _build(agency, agency.office_hours.all(), Holiday.objects.for_agency(agency))


def _build(
    agency: Agency, hours: Iterable[OfficeHours], holidays: Iterable[Holiday]
) -> WorkCalendar:
    weekly = tuple(
        WeeklyHours(row.weekday, row.opens, row.closes, row.valid_from, row.valid_until)
        for row in hours
    )
    # National rows first, so that the office's own row of a date replaces them.
    days = {row.date: row for row in sorted(holidays, key=lambda row: row.agency_id is not None)}
    closed = {day: row.name for day, row in days.items() if not row.is_working}
    return WorkCalendar(zone=agency.zone, hours=weekly, holidays=closed)
