"""A reminder that still lies in the outbox when nobody is awaited any more: it is not sent."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from tickets import last_message
from tickets.delivery import has_trouble
from tickets.figures.marking import mark_said
from tickets.models import Message, Ticket, TicketEvent


def reminder_of(ticket: Ticket) -> Message | None:
    """The reminder of its present wait; None where nobody was reminded."""
    if ticket.nudged_at is None:
        return None
    nudged = ticket.events.filter(verb=TicketEvent.Verb.NUDGED, at=ticket.nudged_at).last()
    return Message.objects.filter(pk=nudged.data.get("message")).first() if nudged else None


def recall(ticket: Ticket) -> last_message.Columns:
    """Take the reminder of the wait that ends out of the outbox, unless it is on its way.

    Returns the columns of the ticket that change with it. Call it before `nudged_at` is cleared.
    """
    reminder = reminder_of(ticket)
    if reminder is None or reminder.status != Message.Status.QUEUED:
        return {}
    has_trouble.lock(reminder)  # a run of the bot holds the conversation, and not its tickets' rows
    if not recall_message(reminder):
        return {}
    shows_it = ticket.last_message_at == reminder.occurred_at
    return last_message.after_leaving(ticket) if shows_it else {}


def recall_message(message: Message) -> bool:
    """By compare-and-set, as a claim is: one of the two has the row."""
    queued = Message.objects.filter(pk=message.pk, status=Message.Status.QUEUED)
    with transaction.atomic():
        is_recalled = bool(queued.update(status=Message.Status.RECALLED, status_at=timezone.now()))
        if is_recalled:
            mark_said(message)
    return is_recalled


def comes_too_late(message: Message) -> bool:
    """Whether it is the reminder of a wait that is over: it was being sent when that ended, failed,
    and is tried again. `message.ticket` is as the database has it now.
    """
    ticket = message.ticket
    if message.origin != Message.Origin.SYSTEM or ticket is None:
        return False
    if ticket.nudged_at == message.occurred_at:
        return False
    reminders = ticket.events.filter(verb=TicketEvent.Verb.NUDGED, data__message=message.pk)
    return reminders.exists()
