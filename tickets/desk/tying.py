"""A matter of the counter goes on in its citizen's WhatsApp, once they have shown that it is theirs
(docs/decisions/0067).
"""

from __future__ import annotations

import datetime as dt

from tickets.desk.base import Verb, because, record, working_on, write
from tickets.event_reasons import Why
from tickets.models import Conversation, Ticket


def tie(ticket: Ticket, *, conversation: Conversation, now: dt.datetime, why: Why) -> bool:
    """Let answers and news of this matter go to that conversation; `why` says what was shown.

    Who is written down as the applicant stays: a relative may hold the receipt. False, and nothing
    changed, where the matter is in a conversation already.
    """
    with working_on(ticket):
        if ticket.conversation_id is not None:
            return False
        write(
            ticket,
            conversation=conversation,
            channel=conversation.channel,
            window_expires_at=conversation.window_expires_at,
        )
        data = {"by": "citizen", **because(why)}
        record(ticket, Verb.TIED, by=None, now=now, data=data)
    return True
