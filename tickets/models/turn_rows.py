"""What each turn of the bot reads, by SQL that stands here, in one way to the database.

Django takes five times as long to write these statements anew as databases take to answer them, and a
turn is made of little else (docs/decisions/0057, 0068). Each reads what the named queryset beside it
reads; a test compares them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from services import rows
from services.models import OfferMark
from services.rows import Question, Statement, moment
from tickets.models.conversation import Conversation
from tickets.models.message import Message
from tickets.models.ticket import Ticket
from tickets.models.webhook_event import WebhookEvent

_DUE = "SELECT id FROM tickets_conversation WHERE converse_at <= %s ORDER BY converse_at LIMIT %s"
# A writer of SQLite is alone since its transaction began.
_HELD = {"postgresql": "WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED"}
_UNWORKED = (
    "WHERE conversation_id = %s AND worked_at IS NULL"
    " AND (direction = 'in' OR origin = 'app') ORDER BY occurred_at, id LIMIT %s"
)
_OWN = (
    "WHERE conversation_id = %s OR citizen_id ="
    " (SELECT citizen_id FROM tickets_conversation WHERE id = %s) ORDER BY id DESC LIMIT %s"
)
_CLAIMED = (
    "WHERE processed_at IS NULL"
    " AND attempts = 1 AND next_attempt_at > %s AND next_attempt_at <= %s ORDER BY id LIMIT %s"
)
_LATEST = 50  # a citizen's latest tickets; older ones do not matter
_MOST = 200  # webhooks that are held


@dataclass(frozen=True, kw_only=True)
class TurnRows:
    """`mark`: that of what offices offer, read after the conversation was held; `claimed`: webhooks
    that a worker has claimed in these moments and not finished.
    """

    conversation: Conversation
    mark: UUID | None
    messages: list[Message]
    claimed: list[WebhookEvent]
    tickets: list[Ticket]


def due_conversations(now: dt.datetime, *, most: int) -> list[int]:
    """The ids of those that have been quiet long enough, the longest wait first."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [moment(now), most])
        return [pk for (pk,) in cursor.fetchall()]


def turn_rows(
    pk: int,
    *,
    most: int,
    claimed: tuple[dt.datetime, dt.datetime],
    first: Sequence[Statement] = (),
) -> TurnRows | None:
    """The conversation, held until the transaction ends, and what is read once it is; None where
    another run holds it.
    """
    held, mark, messages, events, tickets = rows.read(
        [
            _held(pk),
            Question(OfferMark, "LIMIT 1", []),
            Question(Message, _UNWORKED, [pk, most]),
            _claimed(*claimed),
            _own(pk, most=_LATEST),
        ],
        first=first,
    )
    if not held:
        return None
    return TurnRows(
        conversation=held[0],
        mark=mark[0].value if mark else None,
        messages=messages,
        claimed=events,
        tickets=tickets,
    )


def own_tickets(conversation: Conversation, *, most: int = _LATEST) -> list[Ticket]:
    """The citizen's own tickets, latest first; those of a counter or telephone too."""
    return rows.read([_own(conversation.pk, most=most)])[0]


def _held(pk: int) -> Question:
    return Question(Conversation, _HELD.get(connection.vendor, "WHERE id = %s"), [pk])


def _own(pk: int, *, most: int) -> Question:
    return Question(Ticket, _OWN, [pk, pk, most])


def _claimed(since: dt.datetime, until: dt.datetime) -> Question:
    return Question(WebhookEvent, _CLAIMED, [moment(since), moment(until), _MOST])
