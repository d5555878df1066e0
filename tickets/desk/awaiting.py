"""Waiting for a citizen until a day: they are reminded once, and then the ticket comes back
(docs/decisions/0061).
"""

from __future__ import annotations

import datetime as dt

import structlog

from services.calendars import Calendars, calendar_of
from services.models import Agency, Staff
from services.workdays import WorkCalendar
from tickets import states, waiting_dates
from tickets.desk import clock
from tickets.desk.base import Refused, Verb, record, working_on, write
from tickets.desk.telling import tell_awaited
from tickets.event_reasons import Why
from tickets.models import Message, Ticket
from tickets.models.ticket_waits import NOT_AWAITED
from tickets.notifications import Kind, Occasion, cause_of, tell

log = structlog.get_logger(__name__)


def days_offered(agency: Agency, now: dt.datetime) -> list[waiting_dates.Offer]:
    """The working days of an office that are offered to wait until."""
    return waiting_dates.offered(calendar_of(agency), now)


def end_of_wait(ticket: Ticket, until: dt.date | None, now: dt.datetime) -> dt.datetime | None:
    """When something follows if the citizen does not answer; None where no day was chosen.

    Raises Refused for a day that has begun or is too far.
    """
    if until is None:
        return None
    calendar = calendar_of(ticket.agency)
    if words := waiting_dates.why_not(calendar, until, now):
        raise Refused(words, field="until")
    return waiting_dates.opens_on(calendar, until)


def wait_longer(
    ticket: Ticket, ends: dt.datetime, *, by: Staff, now: dt.datetime, reason: str
) -> None:
    """Give a ticket that waits already another day; call it inside `working_on`."""
    if ticket.waits_until == ends and ticket.nudged_at is None:
        return
    write(ticket, waits_until=ends, nudged_at=None)
    data = {"from": ticket.state, "to": ticket.state, "until": day_of(ticket, ends)}
    record(ticket, Verb.WAITING_CITIZEN, by=by, now=now, reason=reason, data=data)


def day_of(ticket: Ticket, at: dt.datetime) -> str:
    """The office's own date of that moment, as histories keep it."""
    return at.astimezone(ticket.agency.zone).date().isoformat()


def follow_up(now: dt.datetime, limit: int = 500) -> int:
    """Remind citizens who were waited for until now, and bring tickets back; returns how many moved.

    Harmless to run twice or side by side: each step is under the ticket's lock, and moves the time
    of the next one with what it did.
    """
    due = Ticket.objects.filter(waits_until__lte=now, state__in=states.WAITING_FOR_CITIZEN)
    calendars = Calendars()
    found = due.select_related("agency").order_by("waits_until")
    return sum(_followed_up(ticket, calendars.of(ticket.agency), now) for ticket in found[:limit])


def _followed_up(ticket: Ticket, calendar: WorkCalendar, now: dt.datetime) -> bool:
    try:
        with working_on(ticket):
            return _next_step(ticket, calendar, now)
    except Exception:  # one ticket's fault must not stop the sweep
        log.exception("desk.follow_up_failed", ticket=ticket.pk)
        return False


def _next_step(ticket: Ticket, calendar: WorkCalendar, now: dt.datetime) -> bool:
    awaited = ticket.state in states.WAITING_FOR_CITIZEN
    if not awaited or ticket.waits_until is None or ticket.waits_until > now:
        return False  # answered, or worked by another run
    if _has_just_written(ticket):
        return False  # the run that works those messages ends the wait
    opens = waiting_dates.opening_from(calendar, now)
    if opens > now:  # after a standstill, at night: nobody is woken
        write(ticket, waits_until=opens)
        return True
    if ticket.unanswered_since is not None:
        _come_back(ticket, now, why=Why.WROTE_LATE)
    elif ticket.nudged_at is not None:
        was_refused = _reminder_was_refused(ticket)
        _come_back(ticket, now, why=Why.NOT_REMINDED if was_refused else Why.NO_ANSWER)
    else:
        _nudge(ticket, calendar, now)
    return True


def _has_just_written(ticket: Ticket) -> bool:
    unworked = Message.objects.unworked().filter(conversation=ticket.conversation_id)
    return ticket.conversation_id is not None and unworked.exists()


def _reminder_was_refused(ticket: Ticket) -> bool:
    """Whether WhatsApp refused it after all: then nobody was reminded, and silence says nothing."""
    since = ticket.messages.filter(
        direction=Message.Direction.OUT,
        origin=Message.Origin.SYSTEM,
        occurred_at__gte=ticket.nudged_at,
    )
    first = since.in_order().first()
    return first is not None and first.status == Message.Status.FAILED


def _nudge(ticket: Ticket, calendar: WorkCalendar, now: dt.datetime) -> None:
    conversation = ticket.conversation
    wants_none = conversation is not None and conversation.no_more_since is not None
    told = None if wants_none else tell_awaited(ticket, now=now)
    if told is None or not told.is_sent:
        _come_back(ticket, now, why=Why.NOT_REMINDED)
        return
    ends = waiting_dates.opens_after(calendar, now)
    write(ticket, waits_until=ends, nudged_at=now)
    data = {"told": str(told), "until": day_of(ticket, ends)}
    record(ticket, Verb.NUDGED, by=None, now=now, data=data)


def _come_back(ticket: Ticket, now: dt.datetime, *, why: Why) -> None:
    """To the officer who holds it, else to the queue; its clock runs again."""
    before, state = ticket.state, states.at_work(is_held=ticket.assignee_id is not None)
    write(ticket, state=state, **NOT_AWAITED)
    data = {"from": before, "to": state, "by": "", "why": why}
    event = record(ticket, Verb.RESUMED, by=None, now=now, data=data)
    clock.proceed(ticket, by=None, now=now, why=Why.PAUSE_ENDED)
    tell(Occasion(kind=Kind.WAIT_OVER, cause=cause_of(event)), ticket=ticket, now=now)
