"""Direct counts of tickets, by day and what they have in common: for days that are made, for days
that are counted live, and for what is late and not settled.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, DateField, F, Q, Sum
from django.db.models.functions import Cast, TruncDate

from tickets.models import Ticket
from tickets.models import ticket_promises as promised
from tickets.models.ticket_led import COUNTS_ITSELF
from tickets.models.ticket_queryset import TicketQuerySet

Outcome = Ticket.Outcome
# What tickets of a day are told apart by: the columns of `models.figures.Slice`.
SLICE = ("agency_id", "day", "service_id", "channel_id", "source", "kind", "assignee_id")
_DIMENSIONS = tuple(name for name in SLICE if name != "day")
OUTCOMES = {
    "fulfilled": Outcome.FULFILLED,
    "replied": Outcome.ANSWERED,
    "forwarded": Outcome.FORWARDED,
    "rejected": Outcome.REJECTED,
    "withdrawn": Outcome.WITHDRAWN,
    "duplicate": Outcome.DUPLICATE,
    "no_request": Outcome.NO_REQUEST,
}
# A double came in and has ended, as the register shows; it was answered, and took its time, with the
# ticket that goes on (docs/decisions/0072).
_ANSWERED = COUNTS_ITSELF & Q(first_responded_at__isnull=False)
_ENDED = Q(resolved_at__isnull=False)
_TOOK = COUNTS_ITSELF & _ENDED
# By the moment that says on which day they count.
SETTLED: Mapping[str, Mapping[str, Any]] = {
    "received_at": {
        "arrived": Count("pk"),
        "answered": Count("pk", filter=_ANSWERED),
        "first_kept": Count("pk", filter=promised.first_response_kept()),
        "first_late": Count("pk", filter=promised.first_response_broken()),
        "first_time": Sum(F("first_responded_at") - F("received_at"), filter=_ANSWERED),
    },
    "due_at": {
        "due_kept": Count("pk", filter=promised.completion_kept()),
        "due_late": Count("pk", filter=promised.completion_broken()),
        "due_ended": Count("pk", filter=_TOOK),
        "due_time": Sum(F("resolved_at") - F("received_at"), filter=_TOOK),
    },
    "resolved_at": {
        "resolved": Count("pk"),
        **{name: Count("pk", filter=Q(outcome=code)) for name, code in OUTCOMES.items()},
    },
}
MOMENTS = tuple(SETTLED)
TIMES = ("first_time", "due_time")
COUNTS = tuple(name for found in SETTLED.values() for name in found if name not in TIMES)
HOURS = 24  # of a day: each zone of the country is at the same hours all year

Counts = dict[str, Any]  # by COUNTS and TIMES; what is not there is none
Row = tuple[Any, ...]  # the values of SLICE


class Days(NamedTuple):
    """Consecutive days, both included, of some offices that share a zone: from this hour of the first one on, and before
    that hour of the last one.
    """

    agencies: tuple[int, ...]
    first: dt.date
    last: dt.date
    zone: ZoneInfo
    from_hour: int = 0
    to_hour: int = HOURS

    @property
    def borders(self) -> tuple[dt.datetime, dt.datetime]:
        """When they begin and when they end."""
        return (
            _at_hour(self.first, self.from_hour, self.zone),
            _at_hour(self.last, self.to_hour, self.zone),
        )

    @property
    def each(self) -> list[dt.date]:
        """The days, oldest first, also those that are not whole."""
        return [self.first + dt.timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def of(self, moment: str) -> Q:
        """The tickets of these offices with that moment in these days."""
        begins, ends = self.borders
        return Q(agency_id__in=self.agencies, **{f"{moment}__gte": begins, f"{moment}__lt": ends})


def _at_hour(day: dt.date, hour: int, zone: ZoneInfo) -> dt.datetime:
    if hour == HOURS:
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, zone)
    return dt.datetime.combine(day, dt.time(hour), zone)


def settled(
    spans: Iterable[Days], *, only: Q | None = None, moments: Collection[str] = MOMENTS
) -> dict[Row, Counts]:
    """What is settled in these days, counted by these moments: a query of each for each zone."""
    found: dict[Row, Counts] = defaultdict(dict)
    for zone, where in by_zone(spans).items():
        for moment in moments:
            narrowed = of_days(where, moment, only)
            # Of those that fell due what is over counts; the rest is `missing` or not due.
            narrowed = narrowed if moment == "received_at" else narrowed.filter(_ENDED)
            _gather(found, narrowed, moment, zone=zone, wanted=SETTLED[moment])
    return found


def missing(spans: Iterable[Days], *, now: dt.datetime, only: Q | None = None) -> dict[Row, Counts]:
    """What is late and not settled in these days, over the open tickets: two queries a zone."""
    found: dict[Row, Counts] = defaultdict(dict)
    late = {
        "received_at": ("first_late", promised.first_response_missing(now)),
        "due_at": ("due_late", promised.completion_missing(now)),
    }
    for zone, where in by_zone(spans).items():
        for moment, (name, is_late) in late.items():
            running = of_days(where, moment, only).open().filter(is_late)
            _gather(found, running, moment, zone=zone, wanted={name: Count("pk")})
    return found


def by_zone(spans: Iterable[Days]) -> dict[ZoneInfo, list[Days]]:
    """The spans of offices that share a zone."""
    zones: dict[ZoneInfo, list[Days]] = defaultdict(list)
    for span in spans:
        zones[span.zone].append(span)
    return zones


def of_days(where: Iterable[Days], moment: str, only: Q | None) -> TicketQuerySet:
    """The matters with that moment in one of the spans."""
    days = Q()
    for span in where:
        days |= span.of(moment)
    return Ticket.objects.registered().filter(days, only or Q()).order_by()


def _gather(
    found: dict[Row, Counts],
    tickets: TicketQuerySet,
    moment: str,
    *,
    zone: ZoneInfo,
    wanted: Mapping[str, Any],
) -> None:
    day = Cast(TruncDate(moment, tzinfo=zone), DateField())
    rows = tickets.values(*_DIMENSIONS, day=day).annotate(**wanted)
    for row in rows.values_list(*SLICE, *wanted):
        values = zip(wanted, row[len(SLICE) :], strict=True)
        found[row[: len(SLICE)]].update({name: value for name, value in values if value})
