"""Moves what a citizen said from one ticket to another of the same conversation, and brings what both
rows keep of their messages up to date. Call it inside `working_on` of both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from tickets import last_message
from tickets.desk.base import write
from tickets.desk.owing import citizen_wrote, messages_left
from tickets.models import Message, Ticket
from tickets.models.search_entries import MARKS
from tickets.received import Location


def with_marks(ticket: Ticket, spoken: Sequence[Message]) -> list[Message]:
    """These messages, and the reactions, edits and withdrawals that are shown on them."""
    keys = [message.pk for message in spoken]
    marks = ticket.messages.inbound().filter(quoted__in=keys, type__in=MARKS).exclude(pk__in=keys)
    return [*spoken, *marks]


def move(spoken: Sequence[Message], *, out_of: Ticket, into: Ticket, now: dt.datetime) -> None:
    """Move words and files of the citizen, in order, with the marks on them."""
    gone, unread = len(spoken), _unread(out_of, spoken)
    Message.objects.put_into(into, with_marks(out_of, spoken), now=now)
    shown = last_message.after_arriving(into, spoken[-1])
    place = _place_in(spoken) if into.location is None else None
    write(
        into,
        add={"message_count": gone, "unread_count": unread},
        **shown,
        **({"location": place} if place else {}),
    )
    place_left = {"location": None} if out_of.location in _places_in(spoken) else {}
    write(
        out_of,
        message_count=max(out_of.message_count - gone, 0),
        unread_count=max(out_of.unread_count - unread, 0),
        **last_message.after_leaving(out_of),
        **still_owed(out_of),
        **place_left,
    )


def owe(ticket: Ticket, spoken: Sequence[Message]) -> None:
    """The first of these words that came after the last answer is owed a reply."""
    answered = ticket.answered_at
    asking = (one for one in spoken if answered is None or one.received_at > answered)
    if (first := next(asking, None)) is not None:
        write(ticket, **citizen_wrote(ticket, at=first.occurred_at))


def still_owed(ticket: Ticket) -> dict[str, Any]:
    """What is left of what it owes once messages have left it, as columns to be written. Words from before those that were owed were settled already."""
    if ticket.unanswered_since is None:
        return {}
    return messages_left(ticket, still=still_waits(ticket, answered_at=ticket.answered_at))


def still_waits(ticket: Ticket, *, answered_at: dt.datetime | None) -> dt.datetime | None:
    """Since when the words that are left wait for a reply, with this as the last answer; changes nothing."""
    if ticket.unanswered_since is None:
        return None
    rest = ticket.messages.filter(occurred_at__gte=ticket.unanswered_since)
    if answered_at is not None:
        rest = rest.filter(received_at__gt=answered_at)
    return next((message.occurred_at for message in rest.spoken()), None)


def _unread(ticket: Ticket, spoken: Sequence[Message]) -> int:
    """How many of these are among the newest that nobody has read."""
    if not ticket.unread_count:
        return 0
    said = [message.pk for message in ticket.messages.spoken()][-ticket.unread_count :]
    return sum(message.pk in said for message in spoken)


def _place_in(spoken: Sequence[Message]) -> dict[str, Any] | None:
    return next(iter(_places_in(spoken)), None)


def _places_in(spoken: Sequence[Message]) -> list[dict[str, Any]]:
    found = [one.received.content for one in spoken if one.type == Location.type]
    return [place.fields() for place in found if isinstance(place, Location)]
