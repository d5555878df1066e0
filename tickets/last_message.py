"""The last message on a queue row: only this module makes `Ticket.last_message_*`.

The functions return columns; the caller writes them with its own UPDATE.
"""

from __future__ import annotations

from typing import Any

from services import names
from services.masking import shortened
from tickets.models import Message, Ticket
from tickets.models.message_queryset import MessageQuerySet

LENGTH = 160  # characters of a message on a queue row
Columns = dict[str, Any]
_NOTHING: Columns = {
    "last_message_at": None,
    "last_message_text": "",
    "last_message_kind": "",
    "last_message_direction": "",
}


def copy_of(message: Message) -> Columns:
    """The copy of this message, without regard to what the row shows now."""
    return {
        "last_message_at": message.occurred_at,
        "last_message_text": (words := line(message)),
        "last_message_kind": "" if words else message.kind,
        "last_message_direction": message.direction,
    }


def line(message: Message) -> str:
    """Its words in one line, without signs that reorder or hide the text beside it."""
    return shortened(" ".join(names.shown(message.text).split()), LENGTH)


def after_sending(ticket: Ticket, message: Message) -> Columns:
    """What the row shows once this message is in the outbox; the bot hides no words of a person."""
    if message.origin == Message.Origin.BOT and ticket.last_message_at is not None:
        return {}
    return copy_of(message)


def after_arriving(ticket: Ticket, message: Message) -> Columns:
    """What the row shows once this message has come in; a late one replaces no newer one."""
    if ticket.last_message_at is not None and ticket.last_message_at > message.said_by:
        return {}
    return copy_of(message)


def after_leaving(ticket: Ticket) -> Columns:
    """What the row shows after messages were moved away: the last of those still in the ticket.

    That is a person's, where there is one, as in `after_sending`.
    """
    rest = ticket.messages.exclude(direction=Message.Direction.NOTE)
    rest = rest.exclude(status=Message.Status.RECALLED)
    left = _newest(rest.exclude(origin=Message.Origin.BOT)) or _newest(rest)
    return copy_of(left) if left else _NOTHING


def _newest(messages: MessageQuerySet) -> Message | None:
    """The last message that says something; reactions, edits and the like are skipped."""
    ordered = messages.order_by("-occurred_at", "-pk")
    inbound = Message.Direction.IN
    return next((one for one in ordered if one.direction != inbound or one.says_something), None)
