"""Marks the days of which something changed after they were over; the sweep makes them again.

The desk calls it in the transaction of each verb, so a reader who sees the change sees the mark.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone

from tickets.models import FigureChange, Ticket

# What `counting` and `spreads` look at, beside the office and the moments. Pauses are not here: they
# count in the length of what is resolved alone, and only an outage changes those (`mark_length`).
_FACTS = (
    "service_id", "channel_id", "source", "kind", "assignee_id", "standard_id", "outcome",
    "first_responded_at", "first_response_due_at", "completed_files_at",
)  # fmt: skip


class Picture(NamedTuple):
    """What figures see of a ticket: where it is counted, on which days, and as what."""

    agency_id: int
    zone: ZoneInfo
    moments: tuple[dt.datetime, ...]
    facts: tuple[object, ...]


def picture_of(ticket: Ticket) -> Picture:
    """Take it before a verb changes the ticket; reads `ticket.agency`."""
    moments: tuple[dt.datetime, ...] = ()
    if ticket.registered_at is not None:
        moments = (ticket.received_at,)
        if ticket.resolved_at is not None:
            moments += (ticket.due_at, ticket.resolved_at)
    facts = tuple(getattr(ticket, name) for name in _FACTS)
    return Picture(ticket.agency_id, ticket.agency.zone, moments, facts)


def mark_changed(ticket: Ticket, *, before: Picture | None = None) -> None:
    """Mark the past days on which the ticket is counted now, and those on which it was before.

    `before` None: it is new. By the real clock, as the sweep: today is counted live, and no day is
    made before it has been over for a while (`rebuilding.SETTLES`).
    """
    after = picture_of(ticket)
    if after == before:
        return
    now = timezone.now()
    _mark(
        {
            (seen.agency_id, at)
            for seen in (before, after)
            if seen is not None
            for at in seen.moments
            if at.astimezone(seen.zone).date() < now.astimezone(seen.zone).date()
        }
    )


def mark_length(ticket: Ticket) -> None:
    """Mark the past day on which the length of a resolved ticket is counted: its pauses were corrected."""
    now, zone = timezone.now(), ticket.agency.zone
    if ticket.resolved_at is None or ticket.registered_at is None:
        return
    if ticket.due_at.astimezone(zone).date() < now.astimezone(zone).date():
        _mark({(ticket.agency_id, ticket.due_at)})


def _mark(moments: set[tuple[int, dt.datetime]]) -> None:
    if moments:
        FigureChange.objects.bulk_create(
            FigureChange(agency_id=agency, at=at) for agency, at in sorted(moments)
        )
