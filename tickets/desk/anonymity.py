"""The wish that a citizen's name be kept from everybody but the head of the office."""

from __future__ import annotations

import datetime as dt

from services.access import Action
from services.models import Staff
from tickets.desk.base import (
    Refused,
    Verb,
    cleaned,
    must_be_able,
    record,
    working_on,
    write,
)
from tickets.models import Ticket

PROMISED = (
    "Pemohon sendiri yang minta identitasnya dirahasiakan, dan sudah kami sanggupi. Kerahasiaan ini "
    "tidak dapat dicabut."
)


def keep_anonymous(ticket: Ticket, *, now: dt.datetime, by: Staff | None = None) -> Ticket:
    """Keep name and number of this matter's citizen hidden; replies still reach the citizen.

    `by` None: the citizen told the bot, and was promised it; there is no way back from that.
    Repeating it changes nothing. Raises Refused.
    """
    with working_on(ticket):
        must_be_able(by, Action.KEEP_ANONYMOUS, ticket)
        if ticket.is_anonymous and (by is not None or is_promised(ticket)):
            return ticket
        _keep(ticket, by=by, now=now, who="" if by else "citizen")
    return ticket


def keep_as_in(
    source: Ticket, ticket: Ticket, *, now: dt.datetime, by: Staff | None = None
) -> None:
    """What was said where the name is kept is in `ticket` now, so it is kept there too.

    It is a promise here only where it was one there. `by`: who moved the words, None the bot; their
    right to record such a wish is not asked for, since nobody wishes anything anew.
    """
    if not source.is_anonymous:
        return
    if is_promised(source):
        keep_anonymous(ticket, now=now)
        return
    with working_on(ticket):
        if not ticket.is_anonymous:
            _keep(ticket, by=by, now=now, who="" if by else "bot")


def _keep(ticket: Ticket, *, by: Staff | None, now: dt.datetime, who: str) -> None:
    write(ticket, is_anonymous=True)
    record(ticket, Verb.KEPT_ANONYMOUS, by=by, now=now, data={"by": who})


def lift_anonymity(ticket: Ticket, *, by: Staff, now: dt.datetime, reason: str) -> Ticket:
    """Show the citizen again where an officer had hidden them; by the head of the office alone.

    Raises Refused, also where the citizen was promised it (ADR 0048). Repeating it changes nothing.
    """
    with working_on(ticket):
        must_be_able(by, Action.LIFT_ANONYMITY, ticket)
        if not ticket.is_anonymous:
            return ticket
        if is_promised(ticket):
            raise Refused(PROMISED)
        why = cleaned(reason, what="Alasan")
        write(ticket, is_anonymous=False)
        record(ticket, Verb.LIFTED_ANONYMITY, by=by, now=now, reason=why)
    return ticket


def is_promised(ticket: Ticket) -> bool:
    """Whether the citizen asked for it themselves, so that it was promised to them."""
    kept = ticket.events.filter(verb=Verb.KEPT_ANONYMOUS)
    return kept.filter(data__by="citizen").exists()
