"""A matter of the counter goes on in its citizen's WhatsApp, once they have shown that it is theirs
(docs/decisions/0067).
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

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
        _bind(ticket, conversation, now=now, why=why)
    return True


def _bind(ticket: Ticket, conversation: Conversation, *, now: dt.datetime, why: Why) -> None:
    with working_on(ticket):
        write(
            ticket,
            conversation=conversation,
            channel=conversation.channel,
            window_expires_at=conversation.window_expires_at,
        )
        data = {"by": "citizen", **because(why)}
        record(ticket, Verb.TIED, by=None, now=now, data=data)
