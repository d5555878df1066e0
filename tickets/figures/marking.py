"""Marks the days, and hours of the running day, of which something changed after they were over; the sweep makes them
again.

The desk calls it in the transaction of each verb, so a reader who sees the change sees the mark.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

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
    """What figures see of a ticket: where it is counted, at which moments, and as what."""

    agency_id: int
    moments: tuple[dt.datetime, ...]
    facts: tuple[object, ...]
    worked: tuple[object, ...]


def picture_of(ticket: Ticket) -> Picture:
    """Take it before a verb changes the ticket."""
    moments: tuple[dt.datetime, ...] = ()
    if ticket.registered_at is not None:
        moments = (ticket.received_at,)
        if ticket.resolved_at is not None:
            moments += (ticket.due_at, ticket.resolved_at)
    facts = tuple(getattr(ticket, name) for name in FACTS)
    worked = tuple(getattr(ticket, name) for name in _WORKED)
    is_matter = ticket.registered_at is not None
    return Picture(ticket.agency_id, moments, facts, (*worked, is_matter))


def mark_changed(ticket: Ticket, *, before: Picture | None = None) -> None:
    """Mark the past hours in which the ticket is counted now, and those in which it was before.

    `before` None: it is new. By the real clock, as the sweep: the last hours are counted live, and none is
    made before it has been over for a while (`rebuilding.SETTLES`).
    """
    after = picture_of(ticket)
    if after == before:
        return
    border, seen = _end_of_made_hours(), [one for one in (before, after) if one is not None]
    moments = {(one.agency_id, at) for one in seen for at in one.moments if at < border}
    if before is not None and before.worked != after.worked:
        moments |= {(one.agency_id, at) for at in _hours_of_work(ticket, border) for one in seen}
    _mark(moments)


def mark_length(ticket: Ticket) -> None:
    """Mark the past hour in which the length of a resolved ticket is counted: its pauses were corrected."""
    if ticket.resolved_at is None or ticket.registered_at is None:
        return
    if ticket.due_at < _end_of_made_hours():
        _mark({(ticket.agency_id, ticket.due_at)})


def mark_said(message: Message) -> None:
    """Mark the hour of an officer's message that did not leave, or did after all, after that hour: of the
    office that has its ticket now, which the object need not know.
    """
    if message.author_id is not None:
        said = [(message.pk, message.occurred_at)]
        rows.write(figure_marks.of_messages(said, now=timezone.now()))


def mark_people(tickets: TicketQuerySet) -> None:
    """Mark the hours in which these came: they turned out to be another citizen's."""
    theirs = tickets.filter(registered_at__isnull=False, received_at__lt=_end_of_made_hours())
    _mark({*theirs.values_list("agency_id", "received_at")})


def _end_of_made_hours() -> dt.datetime:
    return figure_marks.end_of_made_hours(timezone.now())


def _hours_of_work(ticket: Ticket, before: dt.datetime) -> set[dt.datetime]:
    """A moment of each hour in which somebody did something with the ticket, long enough ago. Words may be older than
    their ticket: WhatsApp told them late, or they were moved into it. Nobody acts on a ticket before it came.
    """
    said = Message.objects.filter(ticket=ticket, occurred_at__lt=before)
    moments = [*said.values_list("occurred_at", flat=True).order_by()]
    if ticket.received_at < before:
        events = TicketEvent.objects.filter(ticket=ticket, actor__isnull=False, at__lt=before)
        looks = AccessLog.objects.filter(ticket=ticket, at__lt=before)
        moments += events.values_list("at", flat=True).order_by()
        moments += looks.values_list("at", flat=True).order_by()
    return {at.replace(minute=0, second=0, microsecond=0) for at in moments}


def _mark(moments: set[tuple[int, dt.datetime]]) -> None:
    if moments:
        FigureChange.objects.bulk_create(
            FigureChange(agency_id=agency, at=at) for agency, at in sorted(moments)
        )
