"""The clock of a ticket: from its standard and its office's hours to stored due times.

Due times are stored, "overdue" is always a comparison with now. The completion clock of a
standard that counts from complete files stands still, as a recorded span, from the first response
until the files are complete.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from services.calendars import calendar_of
from services.models import DeadlineBasis, ServiceStandard, Staff
from services.workdays import NoOfficeHours, WorkCalendar
from tickets import sla
from tickets.desk.base import State, Verb, record, write
from tickets.models import ClockSpan, Ticket

# The promise where no standard says otherwise: 1x24 hours by the clock.
DEFAULT = sla.Target(sla.Basis.CALENDAR_HOURS, 24)
# States whose pause goes on when the files turn out to be complete.
HELD = (State.WAITING_CITIZEN, State.WAITING_OTHER)
NOT_COMPLETE = "Berkas belum lengkap"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One promise of a ticket: what, since when, and the pauses that move it."""

    target: sla.Target
    start: dt.datetime
    starts_with: str
    pauses: tuple[sla.Pause, ...] = ()


def first_response_promise(ticket: Ticket) -> Promise:
    """How soon an officer answers; it is never paused."""
    return Promise(
        target=first_response_target(ticket.standard),
        start=ticket.received_at,
        starts_with="Diterima",
    )


def completion_promise(ticket: Ticket, *, spans: list[ClockSpan] | None = None) -> Promise:
    """How soon the matter is done; `spans` are read when they are not given."""
    if spans is None:
        spans = list(ticket.clock_spans.all()) if ticket.pk else []
    started = started_at(ticket)
    counts_from_files = started is not None and starts_when_complete(ticket)
    return Promise(
        target=completion_target(ticket.standard),
        start=started or ticket.received_at,  # a provisional time while files are missing
        starts_with="Berkas lengkap" if counts_from_files else "Diterima",
        pauses=tuple(
            sla.Pause(row.starts_at, row.ends_at, row.reason or row.get_kind_display())
            for row in spans
        ),
    )


def first_response_target(standard: ServiceStandard | None) -> sla.Target:
    """What the standard promises for the first answer."""
    if standard is None:
        return DEFAULT
    return sla.Target(sla.Basis(standard.first_response_basis), standard.first_response_amount)


def completion_target(standard: ServiceStandard | None) -> sla.Target:
    """What the standard promises for the whole matter."""
    if standard is None:
        return DEFAULT
    return sla.Target(sla.Basis(standard.deadline_basis), standard.deadline_amount)


def starts_when_complete(ticket: Ticket) -> bool:
    """Whether the completion clock waits for complete files."""
    standard = ticket.standard
    return standard is not None and standard.clock_start == ServiceStandard.ClockStart.COMPLETE


def started_at(ticket: Ticket) -> dt.datetime | None:
    """When the completion clock began; None while the files are not complete."""
    return ticket.completed_files_at if starts_when_complete(ticket) else ticket.received_at


def due_of(promise: Promise, calendar: WorkCalendar) -> dt.datetime:
    """When a promise falls due; by the clock where the office has no hours set."""
    try:
        return explain(promise, calendar).due
    except NoOfficeHours:
        return explain(by_the_clock(promise), calendar).due


def set_due_times(ticket: Ticket, *, calendar: WorkCalendar | None = None) -> None:
    """Compute both due times, what the queue sorts by and the next reminder; nothing is saved."""
    calendar = calendar or calendar_of(ticket.agency)
    ticket.first_response_due_at = due_of(first_response_promise(ticket), calendar)
    ticket.due_at = due_of(completion_promise(ticket), calendar)
    set_order(ticket, calendar=calendar)


def set_order(ticket: Ticket, *, calendar: WorkCalendar | None = None) -> None:
    """The earliest due time that is still to be met, and when to remind of it next."""
    ticket.sort_due_at = ticket.due_at
    if ticket.first_responded_at is None:
        ticket.sort_due_at = min(ticket.first_response_due_at, ticket.due_at)
    ticket.next_reminder_at = first_reminder_at(ticket, calendar=calendar)


def first_reminder_at(
    ticket: Ticket, *, calendar: WorkCalendar | None = None
) -> dt.datetime | None:
    """The first reminder step of what is still to be met; None when nothing is reminded of.

    Steps that were told already are found again by their rows, so an early answer does no harm.
    """
    if not ticket.is_open:
        return None
    calendar = calendar or calendar_of(ticket.agency)
    return min(
        (
            steps[0].at
            for _, promise, due in unmet(ticket)
            if (steps := all_steps(promise, due, calendar))
        ),
        default=None,
    )


def unmet(ticket: Ticket) -> list[tuple[str, Promise, dt.datetime]]:
    """What is still to be met: (name of the due time, promise, due); without any query.

    A pause hides the completion only: the first promise is never paused.
    """
    found = []
    if ticket.first_responded_at is None:
        found.append(
            ("first_response", first_response_promise(ticket), ticket.first_response_due_at)
        )
    if started_at(ticket) is not None and ticket.paused_since is None:
        found.append(("completion", completion_promise(ticket, spans=[]), ticket.due_at))
    return found


def all_steps(
    promise: Promise, due: dt.datetime, calendar: WorkCalendar, *, now: dt.datetime | None = None
) -> tuple[sla.Step, ...]:
    """The reminder steps until `now`; without it those up to the due time itself."""
    in_office_time = promise.target.basis is not sla.Basis.CALENDAR_HOURS
    until = now or due
    try:
        return sla.reminder_steps(
            start=promise.start, due=due, now=until, calendar=calendar if in_office_time else None
        )
    except NoOfficeHours:
        return sla.reminder_steps(start=promise.start, due=due, now=until)


def restart(ticket: Ticket, *, by: Staff | None, now: dt.datetime, reason: str) -> None:
    """Compute the due times again and write them; whichever changed is told in the history.

    A pause for files that the former standard waited for ends where this one waits for none.
    """
    if ticket.paused_since is not None and ticket.state not in HELD and started_at(ticket):
        _end_pause(ticket, now)
    first, before = ticket.first_response_due_at, ticket.due_at
    set_due_times(ticket)
    write(
        ticket,
        first_response_due_at=ticket.first_response_due_at,
        due_at=ticket.due_at,
        sort_due_at=ticket.sort_due_at,
        next_reminder_at=ticket.next_reminder_at,
    )
    data = {"from": before.isoformat(), "to": ticket.due_at.isoformat()}
    if ticket.first_response_due_at != first:
        data |= {
            "first_from": first.isoformat(),
            "first_to": ticket.first_response_due_at.isoformat(),
        }
    if ticket.due_at != before or "first_to" in data:
        record(ticket, Verb.DUE_CHANGED, by=by, now=now, reason=reason, data=data)


def pause(
    ticket: Ticket, kind: ClockSpan.Kind, *, by: Staff | None, now: dt.datetime, reason: str
) -> None:
    """Stop the completion clock as a recorded span; one that stands already is left as it is."""
    if ticket.paused_since is not None:
        return
    ClockSpan.objects.create(
        ticket=ticket, kind=kind, reason=reason[:300], starts_at=now, started_by=by
    )
    ticket.paused_since = now
    write(ticket, paused_since=now, next_reminder_at=first_reminder_at(ticket))


def proceed(ticket: Ticket, *, by: Staff | None, now: dt.datetime, reason: str) -> None:
    """End a pause, if there is one, and move the due time by it.

    While files are missing that the clock waits for, it goes on standing still.
    """
    if ticket.paused_since is None:
        return
    unanswered = ticket.first_responded_at is None  # the first promise is never paused
    if started_at(ticket) is None and ticket.is_open and not unanswered:
        return
    _end_pause(ticket, now)
    if ticket.is_open:
        restart(ticket, by=by, now=now, reason=reason)


def _end_pause(ticket: Ticket, now: dt.datetime) -> None:
    ClockSpan.objects.filter(ticket=ticket, ends_at__isnull=True).update(ends_at=now)
    write(ticket, paused_since=None)


def start_from_complete_files(ticket: Ticket, *, by: Staff, now: dt.datetime) -> None:
    """The completion clock begins now; it stands still on where the citizen is waited for."""
    if ticket.paused_since is not None and ticket.state not in HELD:
        proceed(ticket, by=by, now=now, reason="Berkas lengkap")
    else:
        restart(ticket, by=by, now=now, reason="Berkas lengkap")


def stop(ticket: Ticket, *, now: dt.datetime) -> None:
    """The matter is resolved: no pause runs on and nobody is reminded any more."""
    ClockSpan.objects.filter(ticket=ticket, ends_at__isnull=True).update(ends_at=now)
    write(ticket, paused_since=None, next_reminder_at=None)


def first_response(
    ticket: Ticket, *, by: Staff | None, now: dt.datetime, at: dt.datetime | None = None
) -> None:
    """An officer has answered (`at`, else now): the first promise is met, or missed."""
    if ticket.first_responded_at is not None:
        return
    ticket.first_responded_at = at or now
    first_response_was(ticket, by=by, now=now)


def first_response_was(ticket: Ticket, *, by: Staff | None, now: dt.datetime) -> None:
    """Write what follows from the moment of the first answer."""
    set_order(ticket)
    write(
        ticket,
        first_responded_at=ticket.first_responded_at,
        sort_due_at=ticket.sort_due_at,
        next_reminder_at=ticket.next_reminder_at,
    )
    stand_still_without_files(ticket, by=by, now=now)


def first_response_is_owed(ticket: Ticket, *, now: dt.datetime) -> None:
    """The answer never came: the first promise is due again, and a pause since the answer ends."""
    ticket.first_responded_at = None
    set_order(ticket)
    write(
        ticket,
        first_responded_at=None,
        sort_due_at=ticket.sort_due_at,
        next_reminder_at=ticket.next_reminder_at,
    )
    if ticket.is_open and ticket.paused_since is not None and ticket.state not in HELD:
        _end_pause(ticket, now)
        restart(ticket, by=None, now=now, reason="Balasan pertama tidak sampai")


def stand_still_without_files(ticket: Ticket, *, by: Staff | None, now: dt.datetime) -> None:
    """Where the clock waits for complete files, an answered ticket is paused until they are."""
    if started_at(ticket) is None and ticket.first_responded_at is not None and ticket.is_open:
        pause(ticket, ClockSpan.Kind.CITIZEN, by=by, now=now, reason=NOT_COMPLETE)


def explain(promise: Promise, calendar: WorkCalendar) -> sla.Explanation:
    """When it falls due and why, in sentences. Raises NoOfficeHours."""
    return sla.explain(
        promise.start,
        target=promise.target,
        calendar=calendar,
        pauses=promise.pauses,
        starts_with=promise.starts_with,
    )


def by_the_clock(promise: Promise) -> Promise:
    """The same promise in plain hours, for an office whose hours nobody has entered."""
    hours = promise.target.amount
    if promise.target.basis.value == DeadlineBasis.WORKING_DAYS:
        hours *= 24
    target = sla.Target(sla.Basis.CALENDAR_HOURS, hours)
    return Promise(
        target=target,
        start=promise.start,
        starts_with=promise.starts_with,
        pauses=promise.pauses,
    )
