"""The rows that each turn of the bot reads, by SQL that stands here.

Django takes five times as long to write these statements anew as databases take to answer them, and a
turn is made of little else (docs/decisions/0057). Each reads what the named queryset beside it reads;
a test compares them.
"""

from __future__ import annotations

from django.db import connection

from tickets.models.conversation import Conversation
from tickets.models.message import Message
from tickets.models.ticket import Ticket

_CONVERSATION = "SELECT * FROM tickets_conversation WHERE id = %s"
# A writer of SQLite is alone since its transaction began.
_HELD = {"postgresql": " FOR NO KEY UPDATE SKIP LOCKED"}
_UNWORKED = (
    "SELECT * FROM tickets_message WHERE conversation_id = %s AND worked_at IS NULL"
    " AND (direction = 'in' OR origin = 'app') ORDER BY occurred_at, id LIMIT %s"
)
_OWN = (
    "SELECT * FROM tickets_ticket WHERE conversation_id = %s OR citizen_id = %s"
    " ORDER BY id DESC LIMIT %s"
)


def held_conversation(pk: int) -> Conversation | None:
    """The conversation's row, held until the transaction ends; None where another run holds it."""
    sql = _CONVERSATION + _HELD.get(connection.vendor, "")
    return next(iter(Conversation.objects.raw(sql, [pk])), None)


def unworked_messages(conversation: Conversation, *, most: int) -> list[Message]:
    """`Message.objects.unworked()` of this conversation."""
    return list(Message.objects.raw(_UNWORKED, [conversation.pk, most]))


def own_tickets(conversation: Conversation, *, most: int) -> list[Ticket]:
    """The citizen's own tickets, latest first; those of a counter or telephone too."""
    return list(Ticket.objects.raw(_OWN, [conversation.pk, conversation.citizen_id, most]))
