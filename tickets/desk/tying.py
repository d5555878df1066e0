"""A matter of the counter goes on in its citizen's WhatsApp, once they have shown that it is theirs
(docs/decisions/0067).
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from services.models import Staff
from tickets.desk.base import Verb, because, record, working_on, write
from tickets.desk.locking import lock_unbound
from tickets.event_reasons import Why
from tickets.models import Conversation, Ticket


def tie(ticket: Ticket, *, conversation: Conversation, now: dt.datetime, why: Why) -> bool:
    """Let answers and news of this matter go to that conversation; `why` says what was shown.

    Who is written down as the applicant stays: a relative may hold the receipt. False, and nothing
    changed, where the matter is in a conversation already: the bot holds one while it ties, and waits
    for no other.
    """
    with transaction.atomic():
        if not lock_unbound(ticket):
            return False
        _bind(ticket, conversation, by=None, now=now, why=why)
    return True


def tie_by_merge(
    ticket: Ticket, conversation: Conversation, *, by: Staff, now: dt.datetime
) -> None:
    """Another ticket of the same person goes on in this one; call it inside `working_on` of both."""
    _bind(ticket, conversation, by=by, now=now, why=Why.TIED_BY_MERGE)


def was_tied_by_merge(ticket: Ticket) -> bool:
    """Whether it is in its conversation only since it was merged with a ticket from there."""
    if not ticket.is_from_counter or ticket.conversation_id is None:
        return False
    last = ticket.events.filter(verb=Verb.TIED).last()
    return last is not None and last.data.get("why") == Why.TIED_BY_MERGE


def _bind(
    ticket: Ticket, conversation: Conversation, *, by: Staff | None, now: dt.datetime, why: Why
) -> None:
    with working_on(ticket):
        write(
            ticket,
            conversation=conversation,
            channel=conversation.channel,
            window_expires_at=conversation.window_expires_at,
        )
        who = {"by": "citizen"} if by is None else {}
        record(ticket, Verb.TIED, by=by, now=now, data={**who, **because(why)})
