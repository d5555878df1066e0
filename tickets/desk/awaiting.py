"""Waiting for a citizen until a day: they are reminded once, and then the ticket comes back
(docs/decisions/0061).
"""

from __future__ import annotations

import datetime as dt

import structlog
from django.db.models import Q

from services.access import Action
from services.calendars import Calendars, calendar_of
from services.models import Agency, Staff
from services.workdays import WorkCalendar
from tickets import states, waiting_dates
from tickets.delivery.recalling import reminder_of
from tickets.desk import clock
from tickets.desk.base import Refused, Verb, must_be_able, record, working_on, write
from tickets.desk.telling import tell_awaited
from tickets.event_reasons import Why
from tickets.models import Message, Ticket
from tickets.models.message_queryset import MessageQuerySet
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


def change_wait(ticket: Ticket, *, by: Staff, now: dt.datetime, until: dt.date | None) -> Ticket:
    """Set, move or take away (None) the day until which its citizen is awaited already.

    Raises Refused, also where they have answered meanwhile.
    """
    with working_on(ticket):
        must_be_able(by, Action.WAIT, ticket)
        if ticket.state not in states.WAITING_FOR_CITIZEN:
            raise Refused("Tiket ini tidak lagi menunggu pemohon, jadi harinya tidak diubah.")
        wait_until(ticket, end_of_wait(ticket, until, now), by=by, now=now)
    return ticket


def wait_until(
    ticket: Ticket, ends: dt.datetime | None, *, by: Staff, now: dt.datetime, reason: str = ""
) -> None:
    """Give a ticket that waits already another day, or none; call it inside `working_on`.

    With another day its citizen is reminded again.
    """
    if ticket.waits_until == ends:
        return
    write(ticket, waits_until=ends, nudged_at=None)
    data = {"until": day_of(ticket, ends) if ends is not None else ""}
    record(ticket, Verb.WAIT_CHANGED, by=by, now=now, reason=reason, data=data)


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
    if (why := _why_back(ticket)) is not None:
        _come_back(ticket, now, why=why)
    else:
        _nudge(ticket, calendar, now)
    return True


def _why_back(ticket: Ticket) -> Why | None:
    """Why it comes back to the officer; None where the citizen is to be reminded first."""
    if not _was_asked(ticket):
        return Why.NOT_ASKED
    if ticket.unanswered_since is not None:
        return Why.WROTE_LATE
    if ticket.nudged_at is None:
        return None
    return Why.NO_ANSWER if _was_reminded(ticket) else Why.NOT_REMINDED


def _has_just_written(ticket: Ticket) -> bool:
    unworked = Message.objects.unworked().filter(conversation=ticket.conversation_id)
    return ticket.conversation_id is not None and unworked.exists()


def _was_asked(ticket: Ticket) -> bool:
    """Whether the office's last words may have come, or it has said nothing: nobody answers what was
    refused, or still lies in the outbox.
    """
    answers = ticket.messages.answers()
    last = answers.in_order().last()
    return last is None or _may_have_come(answers.filter(occurred_at=last.occurred_at))


def _was_reminded(ticket: Ticket) -> bool:
    """Whether the reminder may have come, also where it was sent again by hand."""
    reminder = reminder_of(ticket)
    if reminder is None:
        return True
    return _may_have_come(ticket.messages.filter(Q(pk=reminder.pk) | Q(retry_of=reminder)))


def _may_have_come(messages: MessageQuerySet) -> bool:
    return messages.exclude(status__in=Message.NOT_GONE).exists()


def _nudge(ticket: Ticket, calendar: WorkCalendar, now: dt.datetime) -> None:
    conversation = ticket.conversation
    wants_none = conversation is not None and conversation.no_more_since is not None
    told, message = (None, None) if wants_none else tell_awaited(ticket, now=now)
    if told is None or message is None:
        _come_back(ticket, now, why=Why.NOT_REMINDED)
        return
    ends = waiting_dates.opens_after(calendar, now)
    write(ticket, waits_until=ends, nudged_at=now)
    data = {"told": str(told), "until": day_of(ticket, ends), "message": message.pk}
    record(ticket, Verb.NUDGED, by=None, now=now, data=data)


def _come_back(ticket: Ticket, now: dt.datetime, *, why: Why) -> None:
    """To the officer who holds it, else to the queue; its clock runs again."""
    before, state = ticket.state, states.at_work(is_held=ticket.assignee_id is not None)
    write(ticket, state=state, **NOT_AWAITED)
    data = {"from": before, "to": state, "by": "", "why": why}
    event = record(ticket, Verb.RESUMED, by=None, now=now, data=data)
    clock.proceed(ticket, by=None, now=now, why=Why.PAUSE_ENDED)
    tell(Occasion(kind=Kind.WAIT_OVER, cause=cause_of(event)), ticket=ticket, now=now)
