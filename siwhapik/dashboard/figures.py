"""The supervisor's figures: what is stuck now, and how the last days went against the promise."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, DateField, F, Min, Q
from django.db.models.functions import Cast, TruncDate

from tickets import states
from tickets.models.ticket_promises import (
    completion_kept,
    completion_late,
    first_response_kept,
    first_response_late,
    is_due_soon,
    is_overdue,
)
from tickets.models.ticket_queryset import TicketQuerySet

OPEN = Q(state__in=states.OPEN)


@dataclass(frozen=True)
class DateRange:
    """A range of days, both ends included, in the office's own zone."""

    first: dt.date
    last: dt.date
    zone: ZoneInfo

    @property
    def starts_at(self) -> dt.datetime:
        """The first moment of the range."""
        return dt.datetime.combine(self.first, dt.time.min, self.zone)

    @property
    def ends_before(self) -> dt.datetime:
        """The first moment after the range."""
        return dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time.min, self.zone)

    @property
    def days(self) -> list[dt.date]:
        """Each day, oldest first."""
        length = (self.last - self.first).days + 1
        return [self.first + dt.timedelta(days=number) for number in range(length)]

    def of(self, field: str) -> Q:
        """Rows whose moment lies in the range."""
        return Q(**{f"{field}__gte": self.starts_at, f"{field}__lt": self.ends_before})


def last_days(number: int, *, zone: ZoneInfo, now: dt.datetime) -> DateRange:
    """The range of so many days that ends today."""
    today = now.astimezone(zone).date()
    return DateRange(today - dt.timedelta(days=number - 1), today, zone)


def _overdue(now: dt.datetime) -> Q:
    return OPEN & is_overdue(now)


def open_now(tickets: TicketQuerySet, *, now: dt.datetime) -> dict[str, Any]:
    """Counts of the open tickets, over the partial index of open tickets.

    What failed to be sent is counted in every state, as the queue lists it.
    """
    found = tickets.open().aggregate(
        open=Count("pk"),
        soon=Count("pk", filter=is_due_soon(now)),
        overdue=Count("pk", filter=_overdue(now)),
        unassigned=Count("pk", filter=Q(assignee__isnull=True)),
        since=Min("received_at"),
    )
    # By its moment: asked for the first by time, the database begins with the oldest that is done.
    first = tickets.open().filter(received_at=found.pop("since")).select_related("service")
    oldest = first.order_by("pk").first()
    return {**found, "oldest": oldest, "trouble": tickets.filter(has_trouble=True).count()}


def per_day(tickets: TicketQuerySet, *, dates: DateRange) -> list[dict[str, Any]]:
    """For each day how many came in and how many were resolved: two queries."""
    came, done = (_count_by_day(tickets, field, dates) for field in ("received_at", "resolved_at"))
    return [{"day": day, "in": came.get(day, 0), "out": done.get(day, 0)} for day in dates.days]


def _count_by_day(tickets: TicketQuerySet, field: str, dates: DateRange) -> dict[dt.date, int]:
    day = Cast(TruncDate(field, tzinfo=dates.zone), DateField())
    rows = tickets.filter(dates.of(field)).values(day=day).annotate(n=Count("pk")).order_by("day")
    return {row["day"]: row["n"] for row in rows}


def promises(tickets: TicketQuerySet, *, dates: DateRange, now: dt.datetime) -> dict[str, Any]:
    """First response and completion against what was promised, in the date range: two queries.

    First response: of the tickets received in the date range whose time is over or that were answered.
    Completion: of those that fell due in the date range and were resolved, or are late (ADR 0027).
    Averages are gross, as the citizen lived them.
    """
    answered = Q(first_responded_at__isnull=False)
    kept, late = first_response_kept(), first_response_late(now)
    first = tickets.filter(dates.of("received_at")).aggregate(
        judged=Count("pk", filter=kept | late),
        met=Count("pk", filter=kept),
        average=Avg(F("first_responded_at") - F("received_at"), filter=answered),
    )
    done, over = completion_kept(), completion_late(now)
    completion = tickets.filter(dates.of("due_at")).aggregate(
        judged=Count("pk", filter=done | over),
        met=Count("pk", filter=done),
        average=Avg(F("resolved_at") - F("received_at"), filter=Q(resolved_at__isnull=False)),
    )
    return {"first": first, "completion": completion}


def by(
    tickets: TicketQuerySet, *, group: tuple[str, ...], dates: DateRange, now: dt.datetime
) -> Any:
    """Open, overdue, received, resolved, fallen due and of these kept, for each group (id, name,
    perhaps office).
    """
    key, name, *office = group
    whose = {"office": F(office[0])} if office else {}
    resolved = dates.of("resolved_at")
    due, kept, late = dates.of("due_at"), completion_kept(), completion_late(now)
    looked_at = tickets.filter(OPEN | dates.of("received_at") | resolved | due)
    return (
        looked_at.values(key=F(key), name=F(name), **whose)
        .annotate(
            open=Count("pk", filter=OPEN),
            overdue=Count("pk", filter=_overdue(now)),
            received=Count("pk", filter=dates.of("received_at")),
            resolved=Count("pk", filter=resolved),
            due=Count("pk", filter=due & (kept | late)),
            in_time=Count("pk", filter=due & kept),
        )
        .order_by("-open", "-resolved", "name")
    )
