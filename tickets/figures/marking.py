"""Marks the days of which something changed after they were over; the sweep makes them again.

The desk calls it in the transaction of each verb, so a reader who sees the change sees the mark.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone

from services import rows
from tickets.models import (
    AccessLog,
    FigureChange,
    Message,
    Ticket,
    TicketEvent,
    figure_marks,
)
from tickets.models.ticket_queryset import TicketQuerySet

# What `counting` and `spreads` look at, beside the office and the moments. Pauses are not here: they
# count in the length of what is resolved alone, and only an outage changes those (`mark_length`).
FACTS = (
    "service_id", "channel_id", "source", "kind", "assignee_id", "standard_id", "outcome",
    "first_responded_at", "first_response_due_at", "completed_files_at", "applicant_name",
    "citizen_id", "leader_id",
)  # fmt: skip


# What says where the acts of people with a ticket are counted, and as what.
_WORKED = ("agency_id", "service_id", "channel_id", "source", "kind")


class Picture(NamedTuple):
    """What figures see of a ticket: where it is counted, on which days, and as what."""

    agency_id: int
    zone: ZoneInfo
    moments: tuple[dt.datetime, ...]
    facts: tuple[object, ...]
    worked: tuple[object, ...]


def picture_of(ticket: Ticket) -> Picture:
    """Take it before a verb changes the ticket; reads `ticket.agency`."""
    moments: tuple[dt.datetime, ...] = ()
    if ticket.registered_at is not None:
        moments = (ticket.received_at,)
        if ticket.resolved_at is not None:
            moments += (ticket.due_at, ticket.resolved_at)
    facts = tuple(getattr(ticket, name) for name in FACTS)
    worked = tuple(getattr(ticket, name) for name in _WORKED)
    is_matter = ticket.registered_at is not None
    return Picture(ticket.agency_id, ticket.agency.zone, moments, facts, (*worked, is_matter))


def mark_changed(ticket: Ticket, *, before: Picture | None = None) -> None:
    """Mark the past days on which the ticket is counted now, and those on which it was before.

    `before` None: it is new. By the real clock, as the sweep: today is counted live, and no day is
    made before it has been over for a while (`rebuilding.SETTLES`).
    """
    after = picture_of(ticket)
    if after == before:
        return
    now, seen = timezone.now(), [one for one in (before, after) if one is not None]
    moments = {(one, at) for one in seen for at in one.moments}
    if before is not None and before.worked != after.worked:
        moments |= {(one, at) for at in _days_of_work(ticket, now) for one in seen}
    _mark(
        {
            (one.agency_id, at)
            for one, at in moments
            if at.astimezone(one.zone).date() < now.astimezone(one.zone).date()
        }
    )


def mark_length(ticket: Ticket) -> None:
    """Mark the past day on which the length of a resolved ticket is counted: its pauses were corrected."""
    now, zone = timezone.now(), ticket.agency.zone
    if ticket.resolved_at is None or ticket.registered_at is None:
        return
    if ticket.due_at.astimezone(zone).date() < now.astimezone(zone).date():
        _mark({(ticket.agency_id, ticket.due_at)})


def mark_said(message: Message) -> None:
    """Mark the day of an officer's message that did not leave, or did after all, after that day: of the
    office that has its ticket now, which the object need not know.
    """
    if message.author_id is not None:
        said = [(message.pk, message.occurred_at)]
        rows.write(figure_marks.of_messages(said, now=timezone.now()))


def mark_people(tickets: TicketQuerySet) -> None:
    """Mark the days on which these came: they turned out to be another citizen's."""
    _mark({*tickets.filter(registered_at__isnull=False).values_list("agency_id", "received_at")})


def _days_of_work(ticket: Ticket, now: dt.datetime) -> set[dt.datetime]:
    """A moment of each hour in which somebody did something with the ticket, long enough ago."""
    before = now - figure_marks.AT_ONCE
    if ticket.pk is None or ticket.received_at > before:
        return set()
    events = TicketEvent.objects.filter(ticket=ticket, actor__isnull=False, at__lt=before)
    said = Message.objects.filter(ticket=ticket, occurred_at__lt=before)
    looks = AccessLog.objects.filter(ticket=ticket, at__lt=before)
    moments = (
        *events.values_list("at", flat=True).order_by(),
        *said.values_list("occurred_at", flat=True).order_by(),
        *looks.values_list("at", flat=True).order_by(),
    )
    return {at.replace(minute=0, second=0, microsecond=0) for at in moments}


def _mark(moments: set[tuple[int, dt.datetime]]) -> None:
    if moments:
        FigureChange.objects.bulk_create(
            FigureChange(agency_id=agency, at=at) for agency, at in sorted(moments)
        )
