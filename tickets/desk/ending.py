"""How matters end that nobody resolves: nothing was asked, the citizen has been answered or does not want
it any more, or it goes on under another number.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from services.models import Staff
from tickets.desk import clock
from tickets.desk.base import State, Verb, record, working_on, write
from tickets.desk.giving_back import give_back
from tickets.desk.owing import nothing_owed
from tickets.event_reasons import Why
from tickets.models import Ticket
from tickets.models.ticket_counter import NOTHING_TO_COLLECT
from tickets.notifications import Kind, Occasion, tell

Outcome = Ticket.Outcome
ENDINGS = (Outcome.NO_REQUEST, Outcome.ANSWERED)


def end_intake(ticket: Ticket, *, outcome: str, now: dt.datetime) -> Ticket:
    """Close a ticket that never left the bot: no receipt, no survey, and nothing is owed.

    Once an officer has it, or it is over, it stays as it is. Raises ValueError for an outcome that
    is none of ENDINGS.
    """
    if outcome not in ENDINGS:
        raise ValueError(f"the bot cannot end a ticket as {outcome!r}")
    with working_on(ticket):
        if ticket.state != State.INTAKE:
            return ticket
        write(
            ticket,
            state=State.CLOSED,
            outcome=outcome,
            resolved_at=now,
            closed_at=now,
            unread_count=0,
        )
        clock.stop(ticket, now=now)
        nothing_owed(ticket, now=now)
        data = {"from": State.INTAKE, "to": State.CLOSED, "outcome": outcome, "by": "bot"}
        record(ticket, Verb.ENDED, by=None, now=now, data=data)
    return ticket


def end_as_double(ticket: Ticket, *, note: str, by: Staff, now: dt.datetime, **more: Any) -> None:
    """Close a number that goes on under another one, which `note` names; `more`: further fields to write.

    Call it inside `working_on`; who calls it records why.
    """
    write(
        ticket,
        state=State.CLOSED,
        outcome=Outcome.DUPLICATE,
        outcome_note=note,
        resolved_at=now,
        resolved_by=by,
        closed_at=now,
        unread_count=0,
        **more,
    )
    clock.stop(ticket, now=now)


def withdraw(ticket: Ticket, *, now: dt.datetime) -> Ticket:
    """The citizen does not want it any more: resolved, without a survey; its holder is told.

    A ticket that is not open stays as it is. `reopen` undoes it.
    """
    with working_on(ticket):
        if not ticket.is_open:
            return ticket
        give_back(ticket, by=None, now=now, why=Why.WITHDRAWN)
        before = ticket.state
        write(
            ticket,
            state=State.RESOLVED,
            outcome=Outcome.WITHDRAWN,
            outcome_note="",
            resolved_at=now,
            resolved_by=None,
            queued_at=ticket.queued_at or now,
            **NOTHING_TO_COLLECT,
        )
        clock.stop(ticket, now=now)
        nothing_owed(ticket, now=now)
        data = {"from": before, "to": State.RESOLVED, "outcome": Outcome.WITHDRAWN, "by": "citizen"}
        record(ticket, Verb.WITHDRAWN, by=None, now=now, data=data)
        tell(Occasion(kind=Kind.WITHDRAWN), ticket=ticket, now=now)
    return ticket
