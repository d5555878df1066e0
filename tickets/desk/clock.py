"""The clock of a ticket: computes and stores due times from its standard and its office's hours.

"Overdue" is never stored, it is a comparison with now. The completion clock stands still in the
states where `states.TABLE` says so (the citizen is awaited), and, where a standard counts from
complete files, from the first response until the files are complete, while a result waits to be fetched, and
during a recorded outage; each pause is a recorded span. The first promise is never paused.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from services.models import Staff
from services.workdays import WorkCalendar
from tickets import states
from tickets.desk import pauses
from tickets.desk.base import Verb, calendar_for, record, write
from tickets.desk.promises import (
    completion_promise,
    due_from,
    due_of,
    first_reminder_at,
    first_response_promise,
    look_promise,
    started_at,
    unmet,
)
from tickets.event_reasons import Why
from tickets.models import ClockSpan, Ticket

# The place of a paused clock in the queue: so long after the pause began.
AFTER_ALL_THAT_RUNS = dt.timedelta(days=365_000)


def set_due_times(ticket: Ticket, *, calendar: WorkCalendar | None = None) -> None:
    """Compute both due times, what the queue sorts by and the next reminder; saves nothing."""
    calendar = calendar or calendar_for(ticket.agency)
    ticket.first_response_due_at = due_of(first_response_promise(ticket), calendar)
    _set_completion(ticket, calendar)


def _set_completion(ticket: Ticket, calendar: WorkCalendar) -> None:
    completion = completion_promise(ticket)
    ticket.due_at = due_of(completion, calendar)
    ticket.due_from = due_from(completion, calendar) if started_at(ticket) is not None else None
    set_order(ticket, calendar=calendar)


def set_order(ticket: Ticket, *, calendar: WorkCalendar | None = None) -> None:
    """Set the earliest due time still to be met, and the next reminder of it; saves nothing.

    A ticket whose clock is paused is due when an officer has to look at what the citizen sent;
    one that owes no reply comes after all that runs, the longest pause first.
    """
    calendar = calendar or calendar_for(ticket.agency)
    look = look_promise(ticket)
    ticket.look_due_at = due_of(look, calendar) if look is not None else None
    in_outage = ticket.outage_id is not None and ticket.first_responded_at is None
    if ticket.paused_since is not None and look is None and not in_outage:
        ticket.sort_due_at = ticket.paused_since + AFTER_ALL_THAT_RUNS
    else:
        ticket.sort_due_at = min((due for *_, due in unmet(ticket)), default=ticket.due_at)
    ticket.next_reminder_at = first_reminder_at(ticket, calendar=calendar)


def order_of(ticket: Ticket) -> dict[str, Any]:
    """The columns that set_order sets."""
    return {
        "look_due_at": ticket.look_due_at,
        "sort_due_at": ticket.sort_due_at,
        "next_reminder_at": ticket.next_reminder_at,
    }


def restart(ticket: Ticket, *, by: Staff | None, now: dt.datetime, why: Why, **values: str) -> None:
    """Compute the due times again and write them; the history tells which ones changed.

    `values` are those of the sentence that says why.

    Ends a pause for files when the new standard does not wait for complete files, and the span of an
    outage that does not touch the ticket where it is now.
    """
    if ticket.outage_id is not None:
        pauses.leave_outages(ticket, now=now)
    if (
        ticket.paused_since is not None
        and not states.of(ticket.state).waits_outside
        and ticket.collect_by is None
        and started_at(ticket)
    ):
        pauses.end_own(ticket, now=now)
    first, before = ticket.first_response_due_at, ticket.due_at
    set_due_times(ticket)
    _write(ticket, first_response_due_at=ticket.first_response_due_at)
    data = {"from": before.isoformat(), "to": ticket.due_at.isoformat(), "why": why, **values}
    if ticket.first_response_due_at != first:
        data |= {
            "first_from": first.isoformat(),
            "first_to": ticket.first_response_due_at.isoformat(),
        }
    if ticket.due_at != before or "first_to" in data:
        record(ticket, Verb.DUE_CHANGED, by=by, now=now, data=data)


def recount(ticket: Ticket, *, now: dt.datetime, why: Why, **values: str) -> None:
    """Compute the due time of the matter again because a span was written or changed from outside, in any
    state of the ticket; `values` as those of `restart`. The first promise stays as it is.
    """
    before = ticket.due_at
    pauses.read_open(ticket)
    _set_completion(ticket, calendar_for(ticket.agency))
    _write(ticket)
    if ticket.due_at != before:
        data = {"from": before.isoformat(), "to": ticket.due_at.isoformat(), "why": why, **values}
        record(ticket, Verb.DUE_CHANGED, by=None, now=now, data=data)


def _write(ticket: Ticket, **more: Any) -> None:
    times = {"due_at": ticket.due_at, "due_from": ticket.due_from, **order_of(ticket)}
    write(ticket, **times, **more)


def pause(ticket: Ticket, span: ClockSpan, *, now: dt.datetime) -> None:
    """Pause the completion clock with this span, unless a pause of its own is open already."""
    if pauses.is_paused_itself(ticket):
        return
    span.ticket, span.starts_at, span.reason = ticket, now, span.reason[:300]
    span.save(force_insert=True)
    ticket.paused_since = ticket.paused_since or now
    set_order(ticket)
    write(ticket, paused_since=ticket.paused_since, **order_of(ticket))


def proceed(ticket: Ticket, *, by: Staff | None, now: dt.datetime, why: Why) -> None:
    """End a pause, if there is one, and move the due time by it.

    While files are missing that the clock waits for, a result waits to be fetched, or an outage goes on,
    it stays paused.
    """
    if ticket.paused_since is None or (ticket.collect_by is not None and ticket.is_open):
        return
    unanswered = ticket.first_responded_at is None  # the first promise is never paused
    if started_at(ticket) is None and ticket.is_open and not unanswered:
        return
    pauses.end_own(ticket, now=now)
    if ticket.is_open:
        restart(ticket, by=by, now=now, why=why)


def start_from_complete_files(ticket: Ticket, *, by: Staff, now: dt.datetime) -> None:
    """Start the completion clock now; it stays paused while the ticket waits for the citizen."""
    stays = states.of(ticket.state).waits_outside or ticket.collect_by is not None
    if ticket.paused_since is not None and not stays:
        proceed(ticket, by=by, now=now, why=Why.FILES_COMPLETE)
    else:
        restart(ticket, by=by, now=now, why=Why.FILES_COMPLETE)


def stop(ticket: Ticket, *, now: dt.datetime) -> None:
    """The matter is resolved: no pause runs on, and reminders end.

    A pause until now moves the due time first: a matter resolved during it is in time.
    """
    if ticket.paused_since is not None:
        pauses.end_own(ticket, now=now)
        if ticket.outage_id is not None:
            pauses.leave_outages(ticket, now=now, ended=True)
        if started_at(ticket) is not None:
            restart(ticket, by=None, now=now, why=Why.PAUSE_ENDED_BY_RESOLVING)
    write(ticket, look_due_at=None, next_reminder_at=None)


def first_response(
    ticket: Ticket, *, by: Staff | None, now: dt.datetime, at: dt.datetime | None = None
) -> None:
    """An officer has answered (`at`, else now): the first promise is met, or missed."""
    if ticket.first_responded_at is not None:
        return
    ticket.first_responded_at = at or now
    first_response_was(ticket, by=by, now=now)


def first_response_was(ticket: Ticket, *, by: Staff | None, now: dt.datetime) -> None:
    """Write what follows from the time of the first answer."""
    set_order(ticket)
    write(ticket, first_responded_at=ticket.first_responded_at, **order_of(ticket))
    stand_still_without_files(ticket, by=by, now=now)


def first_response_is_owed(ticket: Ticket, *, now: dt.datetime) -> None:
    """The answer never came: the first promise is due again, and a pause since the answer ends."""
    ticket.first_responded_at = None
    set_order(ticket)
    write(ticket, first_responded_at=None, **order_of(ticket))
    if (
        ticket.is_open
        and ticket.paused_since is not None
        and ticket.collect_by is None
        and not states.of(ticket.state).waits_outside
    ):
        pauses.end_own(ticket, now=now)
        restart(ticket, by=None, now=now, why=Why.FIRST_ANSWER_LOST)


def stand_still_without_files(ticket: Ticket, *, by: Staff | None, now: dt.datetime) -> None:
    """Pause an answered ticket whose clock waits for complete files, until it has them."""
    if started_at(ticket) is None and ticket.first_responded_at is not None and ticket.is_open:
        span = ClockSpan(kind=ClockSpan.Kind.CITIZEN, why=Why.FILES_MISSING, started_by=by)
        pause(ticket, span, now=now)


def stand_still_until_collected(ticket: Ticket, *, by: Staff | None, now: dt.datetime) -> None:
    """Pause an open ticket whose result is ready: what is left is the citizen's way to the counter."""
    if ticket.collect_by is not None and ticket.is_open:
        span = ClockSpan(kind=ClockSpan.Kind.CITIZEN, why=Why.READY, started_by=by)
        pause(ticket, span, now=now)
