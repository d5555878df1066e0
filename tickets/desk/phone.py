"""Answers that an officer gave on the office's own phone, in the WhatsApp Business app."""

from __future__ import annotations

import datetime as dt

from django.db.models import F

from services.masking import shortened
from tickets.desk import clock
from tickets.desk.base import State, Verb, record, working_on, write
from tickets.desk.opening import enqueue
from tickets.desk.owing import answered, nothing_owed
from tickets.kinds import kind_words
from tickets.models import Message, Ticket

_SHOWN = 160  # characters of the last message on a queue row


def answered_on_phone(ticket: Ticket, *, message: Message, now: dt.datetime) -> Ticket:
    """Take what the office wrote on its phone into the ticket; words or a file are an answer.

    It ends the bot's part, the first promise and what is owed, as of WhatsApp's time of it. Nobody
    is known to have written it, so the ticket stays with whoever holds it, or in the queue.
    """
    with working_on(ticket):
        Message.objects.filter(pk=message.pk).update(ticket=ticket, worked_at=now)
        if not message.says_something:  # a reaction, an edit: a mark on what it is about
            return ticket
        if ticket.state == State.INTAKE:
            enqueue(ticket, now=now, reason="Kantor membalas dari aplikasi WhatsApp Business")
        write(ticket, message_count=F("message_count") + 1, **_last(ticket, message))
        ticket.refresh_from_db(fields=["message_count"])
        data: dict[str, object] = {"messages": [message.pk], "by": "phone"}
        if ticket.state == State.CLOSED:
            nothing_owed(ticket, now=now)
        else:
            data |= answered(ticket, by=None, now=now, at=message.occurred_at)
            _count_the_earlier(ticket, message, now=now)
        record(ticket, Verb.REPLIED, by=None, now=now, data=data)
    return ticket


def _count_the_earlier(ticket: Ticket, message: Message, *, now: dt.datetime) -> None:
    """It may have been said before what counted as the first response, and arrive after it."""
    counted = ticket.first_responded_at
    if counted is not None and message.occurred_at < counted:
        ticket.first_responded_at = message.occurred_at
        clock.first_response_was(ticket, by=None, now=now)


def _last(ticket: Ticket, message: Message) -> dict[str, object]:
    if ticket.last_message_at is not None and ticket.last_message_at > message.occurred_at:
        return {}
    words = shortened(" ".join(message.text.split()), _SHOWN)
    return {
        "last_message_at": message.occurred_at,
        "last_message_text": words or f"[{kind_words(message.type)}]",
        "last_message_direction": message.direction,
    }
