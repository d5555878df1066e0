"""The promises about a ticket: targets, starts and due times; writes nothing.

There are three: the first response, the whole matter, and, while the clock of the matter is
paused, a look at what the citizen has sent meanwhile (ADR 0026).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from services.calendars import calendar_of
from services.models import DeadlineBasis, Service, ServiceStandard
from services.workdays import NoOfficeHours, WorkCalendar
from tickets import sla, states
from tickets.event_reasons import why_words
from tickets.models import ClockSpan, Ticket
from tickets.notifications import Kind

# The promise where no standard says otherwise: 1x24 hours by the clock.
DEFAULT = sla.Target(sla.Basis.CALENDAR_HOURS, 24)
# The look at new messages where the service sets no other time.
DEFAULT_LOOK = sla.Target(sla.Basis.WORKING_DAYS, 1)


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
    """How soon the matter is done; reads `spans` from the database when they are not given."""
    if spans is None:
        begun = (
            ticket.pk is not None and ticket.state != states.State.INTAKE
        )  # nothing pauses before
        spans = list(ticket.clock_spans.all()) if begun else []
    started = started_at(ticket)
    counts_from_files = started is not None and starts_when_complete(ticket)
    return Promise(
        target=completion_target(ticket.standard),
        start=started or ticket.received_at,  # a provisional time while files are missing
        starts_with="Berkas lengkap" if counts_from_files else "Diterima",
        pauses=tuple(sla.Pause(row.starts_at, row.ends_at, span_words(row)) for row in spans),
    )


def span_words(span: ClockSpan) -> str:
    """Why the clock was paused: by a code of ours, as an officer wrote it, else by its kind."""
    return why_words(span.why, {"name": span.reason}) or span.reason or span.get_kind_display()


def running_promise(ticket: Ticket) -> Promise:
    """The completion promise from a start that its pauses have moved; without any query."""
    promise = completion_promise(ticket, spans=[])
    return replace(promise, start=ticket.due_from or promise.start)


def look_promise(ticket: Ticket) -> Promise | None:
    """How soon an officer looks at what the citizen has sent while the clock is paused.

    None where the clock runs or the citizen waits for no reply.
    """
    wrote, stands = ticket.unanswered_since, ticket.paused_since
    if wrote is None or stands is None or not ticket.is_open:
        return None
    return Promise(
        target=look_target(ticket.service),
        start=max(wrote, stands),
        starts_with="Pemohon menulis" if wrote >= stands else "Waktu dijeda",
    )


def look_target(service: Service | None) -> sla.Target:
    """The service's target for looking at new messages."""
    if service is None:
        return DEFAULT_LOOK
    return sla.Target(sla.Basis(service.look_basis), service.look_amount)


def first_response_target(standard: ServiceStandard | None) -> sla.Target:
    """The standard's target for the first answer."""
    if standard is None:
        return DEFAULT
    return sla.Target(sla.Basis(standard.first_response_basis), standard.first_response_amount)


def completion_target(standard: ServiceStandard | None) -> sla.Target:
    """The standard's target for the whole matter."""
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
    """When a promise falls due; in calendar hours where the office has no hours set."""
    try:
        return explain(promise, calendar).due
    except NoOfficeHours:
        return explain(by_the_clock(promise), calendar).due


def due_from(promise: Promise, calendar: WorkCalendar) -> dt.datetime:
    """The start from which its time counts, moved by the pauses that moved the due time."""
    try:
        return _moved_start(promise, calendar)
    except NoOfficeHours:
        return _moved_start(by_the_clock(promise), calendar)


def _moved_start(promise: Promise, calendar: WorkCalendar) -> dt.datetime:
    return sla.counts_from(
        promise.start, target=promise.target, calendar=calendar, pauses=promise.pauses
    )


def first_reminder_at(
    ticket: Ticket, *, calendar: WorkCalendar | None = None
) -> dt.datetime | None:
    """The first reminder step of the promises still to be met; None without any, or a number.

    A step that was told already does no harm: its row is found.
    """
    if not ticket.is_open or ticket.registered_at is None:
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


def unmet(ticket: Ticket) -> list[tuple[Kind, Promise, dt.datetime]]:
    """The promises still to be met: (kind of due time, promise, due); without any query.

    A pause hides the completion only: the first promise is never paused.
    """
    found = []
    if ticket.first_responded_at is None:
        first = first_response_promise(ticket)
        found.append((Kind.FIRST_RESPONSE, first, ticket.first_response_due_at))
    if started_at(ticket) is not None and ticket.paused_since is None:
        found.append((Kind.COMPLETION, running_promise(ticket), ticket.due_at))
    look = look_promise(ticket)
    if look is not None and ticket.look_due_at is not None:
        found.append((Kind.LOOK, look, ticket.look_due_at))
    return found


def first_response_reading(ticket: Ticket, now: dt.datetime) -> sla.Reading:
    """The reading of the first promise; judged at the end of a matter without an answer."""
    ended_at = ticket.first_responded_at or ticket.resolved_at
    return sla.reading(ticket.first_response_due_at, now=now, ended_at=ended_at)


def completion_reading(ticket: Ticket, now: dt.datetime) -> sla.Reading | None:
    """The reading of the promise of the whole matter; None while its clock has not begun."""
    if started_at(ticket) is None:
        return None
    paused = ticket.paused_since is not None
    return sla.reading(ticket.due_at, now=now, paused=paused, ended_at=ticket.resolved_at)


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
    """The same promise in plain hours, for an office without office hours."""
    hours = promise.target.amount
    if promise.target.basis.value == DeadlineBasis.WORKING_DAYS:
        hours *= 24
    return replace(promise, target=sla.Target(sla.Basis.CALENDAR_HOURS, hours))
