"""How lengths of time and hours of arrival are spread over the tickets of some days."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from services.calendars import calendars_of
from services.workdays import WorkCalendar, is_open
from tickets.figures import spreads_postgresql
from tickets.figures.buckets import bucket_of
from tickets.figures.counting import SLICE, Days, by_zone, of_days
from tickets.figures.spreads_postgresql import Counted
from tickets.models import ClockSpan, DailySpread
from tickets.models.ticket_led import COUNTS_ITSELF
from tickets.models.ticket_queryset import TicketQuerySet

Measure = DailySpread.Measure
Spread = Counter[tuple[Any, ...]]  # the values of SLICE, measure, bucket
_OWN = ("agency_id", "service_id", "channel_id", "source", "kind", "assignee_id")


def spread_over(
    spans: Iterable[Days],
    *,
    only: Mapping[str, Any] | None = None,
    measures: Collection[Measure] = tuple(Measure),
    names: Sequence[str] = SLICE,
) -> Spread:
    """What is asked for of these days, by these columns of a slice: at most four queries for each zone, and
    the offices' hours.
    """
    found: Spread = Counter()
    for zone, where in by_zone(spans).items():
        asked = _Asked(Counted(zone, where, only or {}, names))
        found.update(asked.lengths(measures))
        if Measure.HOUR in measures:
            found.update(asked.hours())
    return found


class _Asked:
    """Days of offices that share a zone: PostgreSQL counts what it can, the rest is looked at row by row."""

    def __init__(self, of: Counted) -> None:
        self.of, self.zone = of, of.zone
        self.counts_there = connection.vendor == "postgresql"

    def lengths(self, measures: Collection[Measure]) -> Spread:
        if self.counts_there:
            found, had_pauses = spreads_postgresql.lengths(self.of, measures=measures)
            if had_pauses and Measure.NET in measures:
                paused = Exists(ClockSpan.objects.filter(ticket=OuterRef("pk")))
                rows = _endings(self._ended().filter(paused), self.zone, measures=(Measure.NET,))
                found.update(self._named(rows))
            return found
        found = Spread()
        if Measure.FIRST in measures:
            came = _answers(self._tickets("received_at"), self.zone)
            found.update(self._named(came))
        if {Measure.DUE, Measure.NET} & {*measures}:
            found.update(self._named(_endings(self._ended(), self.zone, measures=measures)))
        return found

    def hours(self) -> Iterable[tuple[Any, ...]] | Spread:
        calendars = calendars_of({agency for span in self.of.where for agency in span.agencies})
        if self.counts_there:
            found = spreads_postgresql.hours(self.of, calendars=calendars)
            if found is not None:
                return found
        return self._named(_hours(self._tickets("received_at"), self.zone, calendars))

    def _named(self, found: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """Of each ticket the columns that are asked for, measure and bucket."""
        at = [*(SLICE.index(name) for name in self.of.names), -2, -1]
        return (tuple([row[index] for index in at]) for row in found)

    def _ended(self) -> TicketQuerySet:
        return self._tickets("due_at").filter(COUNTS_ITSELF, resolved_at__isnull=False)

    def _tickets(self, moment: str) -> TicketQuerySet:
        return of_days(self.of.where, moment, Q(**self.of.only))


def _answers(tickets: TicketQuerySet, zone: ZoneInfo) -> Iterator[tuple[Any, ...]]:
    answered = tickets.filter(COUNTS_ITSELF, first_responded_at__isnull=False)
    for *own, received, at in answered.values_list(*_OWN, "received_at", "first_responded_at"):
        yield (*_row(own, received, zone), Measure.FIRST, bucket_of(at - received))


def _hours(
    tickets: TicketQuerySet, zone: ZoneInfo, calendars: dict[int, WorkCalendar]
) -> Iterator[tuple[Any, ...]]:
    for *own, received in tickets.values_list(*_OWN, "received_at"):
        in_hours = is_open(calendars[own[0]], received)
        measure = Measure.HOUR if in_hours else Measure.CLOSED_HOUR
        yield (*_row(own, received, zone), measure, received.astimezone(zone).hour)


def _endings(
    tickets: TicketQuerySet, zone: ZoneInfo, *, measures: Collection[Measure]
) -> Iterator[tuple[Any, ...]]:
    pauses = _pauses(tickets) if Measure.NET in measures else {}
    fields = (*_OWN, "pk", "due_at", "received_at", "resolved_at")
    for *own, pk, due, received, resolved in tickets.values_list(*fields):
        row = _row(own, due, zone)
        gross = resolved - received
        if Measure.DUE in measures:
            yield (*row, Measure.DUE, bucket_of(gross))
        if Measure.NET in measures:
            stood = _within(pauses.get(pk, []), received, resolved)
            yield (*row, Measure.NET, bucket_of(gross - stood))


def _pauses(tickets: TicketQuerySet) -> dict[int, list[tuple[dt.datetime, dt.datetime | None]]]:
    found: dict[int, list[tuple[dt.datetime, dt.datetime | None]]] = defaultdict(list)
    rows = ClockSpan.objects.filter(ticket__in=tickets.values("pk")).order_by("starts_at")
    for ticket, starts, ends in rows.values_list("ticket_id", "starts_at", "ends_at"):
        found[ticket].append((starts, ends))
    return found


def _within(
    pauses: list[tuple[dt.datetime, dt.datetime | None]], begins: dt.datetime, ends: dt.datetime
) -> dt.timedelta:
    """How much of the pauses lies in between; where two overlap it counts once."""
    total, until = dt.timedelta(), begins
    for starts, stops in pauses:  # in the order of their start
        stood_until = min(stops or ends, ends)
        total += max(stood_until - max(starts, until), dt.timedelta())
        until = max(until, stood_until)
    return total


def _row(own: list[Any], moment: dt.datetime, zone: ZoneInfo) -> tuple[Any, ...]:
    return (own[0], moment.astimezone(zone).date(), *own[1:])
