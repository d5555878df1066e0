"""Answers that an officer gave on the office's own phone, in the WhatsApp Business app."""

from __future__ import annotations

import datetime as dt

from tickets import last_message, states
from tickets.desk import clock
from tickets.desk.base import State, Verb, record, working_on, write
from tickets.desk.opening import enqueue
from tickets.desk.owing import answered, nothing_owed
from tickets.desk.registering import enter
from tickets.event_reasons import Why
from tickets.models import Message, Ticket


def answered_on_phone(ticket: Ticket, *, message: Message, now: dt.datetime) -> Ticket:
    """Put a message from the office's phone into the ticket; text or a file is an answer.

    It ends the bot's part, the first promise and what is owed, as of WhatsApp's time of it. The
    officer who wrote it is unknown, so the ticket stays with its holder, or in the queue.
    """
    with working_on(ticket):
        Message.objects.put_into(ticket, [message], now=now)
        if not message.says_something:  # a reaction, an edit: shown on the message that it is about
            return ticket
        if ticket.state == State.INTAKE:
            enqueue(ticket, now=now, why=Why.ANSWERED_ON_PHONE)
        elif ticket.state not in states.FINAL:
            enter(ticket, now=now)
        shown = last_message.after_arriving(ticket, message)
        write(ticket, add={"message_count": 1}, **shown)
        data: dict[str, object] = {"messages": [message.pk], "by": "phone"}
        if ticket.state in states.FINAL:
            nothing_owed(ticket, now=now)
        else:
            data |= answered(ticket, by=None, now=now, at=message.occurred_at)
            _count_the_earlier(ticket, message, now=now)
        record(ticket, Verb.REPLIED, by=None, now=now, data=data)
    return ticket


def _count_the_earlier(ticket: Ticket, message: Message, *, now: dt.datetime) -> None:
    """Count it as the first response if it was written before the one that counted so far."""
    counted = ticket.first_responded_at
    if counted is not None and message.occurred_at < counted:
        ticket.first_responded_at = message.occurred_at
        clock.first_response_was(ticket, by=None, now=now)
