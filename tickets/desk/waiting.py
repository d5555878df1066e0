"""When the next step is the citizen's, another office's, or a system's."""

import datetime as dt

from services.access import Action
from services.models import Staff
from tickets import states
from tickets.desk import clock, promises
from tickets.desk.awaiting import day_of, end_of_wait, wait_until
from tickets.desk.base import (
    Refused,
    State,
    Verb,
    add_data,
    cleaned,
    must_be_able,
    must_be_open,
    record,
    working_on,
    write,
)
from tickets.desk.registering import enter
from tickets.event_reasons import Why
from tickets.models import ClockSpan, Ticket, TicketEvent

VERB_OF = {
    State.WAITING_CITIZEN: Verb.WAITING_CITIZEN,
    State.WAITING_OTHER: Verb.WAITING_OTHER,
}
PAUSES = {
    states.Waits.CITIZEN: ClockSpan.Kind.CITIZEN,
    states.Waits.OTHER: ClockSpan.Kind.OUTAGE,
}


def wait_for_citizen(
    ticket: Ticket, *, by: Staff, now: dt.datetime, reason: str, until: dt.date | None = None
) -> Ticket:
    """The citizen has to bring something: the completion clock is paused until they write, or, where a
    day is given, until they were reminded then and did not answer (desk.awaiting).

    A ticket that waits already gets that day. Raises Refused.
    """
    reason = cleaned(reason, what="Yang ditunggu")
    with working_on(ticket):
        ends = end_of_wait(ticket, until, now)
        if ends is not None and ticket.state in states.WAITING_FOR_CITIZEN:
            must_be_able(by, Action.WAIT, ticket)
            wait_until(ticket, ends, by=by, now=now, reason=reason)
            return ticket
        _must_be_able_to_wait(ticket, by, State.WAITING_CITIZEN)
        clock.proceed(ticket, by=by, now=now, why=Why.CITIZEN_AWAITED)
        event = _go(ticket, State.WAITING_CITIZEN, by=by, now=now, reason=reason)
        if ends is not None:
            write(ticket, waits_until=ends, nudged_at=None)
            add_data(event, until=day_of(ticket, ends))
    return ticket


def wait_for_other(
    ticket: Ticket, *, by: Staff, now: dt.datetime, reason: str, outage: bool = False
) -> Ticket:
    """Another office has to act: the clock runs on, but for a recorded outage.

    Raises Refused.
    """
    reason = cleaned(reason, what="Yang ditunggu")
    with working_on(ticket):
        _must_be_able_to_wait(ticket, by, State.WAITING_OTHER)
        clock.proceed(ticket, by=by, now=now, why=Why.OTHERS_AWAITED)
        _go(ticket, State.WAITING_OTHER, by=by, now=now, reason=reason)
        if outage:
            span = ClockSpan(kind=ClockSpan.Kind.OUTAGE, reason=reason, started_by=by)
            clock.pause(ticket, span, now=now)
    return ticket


def resume(ticket: Ticket, *, by: Staff | None, now: dt.datetime, reason: str = "") -> Ticket:
    """Go on working; the pause ends and moves the due time. `by` None: the citizen wrote.

    A ticket that does not wait stays as it is when the citizen writes; an officer is refused.
    """
    with working_on(ticket):
        must_be_able(by, Action.WAIT, ticket)
        if ticket.state not in states.WAITING:
            if by is None:
                return ticket
            raise Refused("Tiket ini sedang tidak menunggu siapa pun.")
        before = ticket.state
        write(ticket, state=states.at_work(is_held=ticket.assignee_id is not None))
        data = {"from": before, "to": ticket.state, "by": "" if by else "citizen"}
        record(ticket, Verb.RESUMED, by=by, now=now, reason=reason, data=data)
        clock.proceed(ticket, by=by, now=now, why=Why.PAUSE_ENDED)
    return ticket


def completed_files(ticket: Ticket, *, by: Staff, now: dt.datetime) -> Ticket:
    """All files have come; a standard that counts from complete files starts its clock.

    Raises Refused when that was said already.
    """
    with working_on(ticket):
        must_be_able(by, Action.WAIT, ticket)
        must_be_open(ticket)
        if ticket.completed_files_at is not None:
            raise Refused("Berkas tiket ini sudah dinyatakan lengkap.")
        enter(ticket, now=now, by=by)
        write(ticket, completed_files_at=now)
        record(ticket, Verb.COMPLETED_FILES, by=by, now=now)
        if promises.starts_when_complete(ticket):
            clock.start_from_complete_files(ticket, by=by, now=now)
    return ticket


def _must_be_able_to_wait(ticket: Ticket, by: Staff, state: Ticket.State) -> None:
    must_be_able(by, Action.WAIT, ticket)
    must_be_open(ticket)
    if ticket.state not in states.BEGUN:
        raise Refused("Ambil tiket ini dahulu, baru dapat ditandai menunggu.")
    if ticket.state == state:
        raise Refused(f"Tiket ini sudah {ticket.get_state_display().lower()}.")


def _go(
    ticket: Ticket, state: Ticket.State, *, by: Staff, now: dt.datetime, reason: str
) -> TicketEvent:
    before = ticket.state
    write(ticket, state=state)
    data = {"from": before, "to": state}
    event = record(ticket, VERB_OF[state], by=by, now=now, reason=reason, data=data)
    follows = states.of(state)
    if not follows.clock_runs:
        span = ClockSpan(kind=PAUSES[follows.waits_for], reason=reason, started_by=by)
        clock.pause(ticket, span, now=now)
    return event
