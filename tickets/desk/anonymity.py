"""The wish that a citizen's name be kept from everybody but the head of the office."""

from __future__ import annotations

import datetime as dt

from services.access import Action
from services.models import Staff
from tickets.desk.base import Verb, must_be_able, record, working_on, write
from tickets.models import Ticket


def keep_anonymous(ticket: Ticket, *, now: dt.datetime, by: Staff | None = None) -> Ticket:
    """Keep name and number of this matter's citizen hidden; replies still reach the citizen.

    There is no way back: what was promised is kept. `by` None: the bot. Repeating it changes
    nothing. Raises Refused.
    """
    with working_on(ticket):
        must_be_able(by, Action.NOTE, ticket)
        if not ticket.is_anonymous:
            write(ticket, is_anonymous=True)
            data = {"by": "" if by else "citizen"}
            record(ticket, Verb.KEPT_ANONYMOUS, by=by, now=now, data=data)
    return ticket
