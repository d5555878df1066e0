"""Internal notes of officers on a ticket."""

import datetime as dt

from services.access import Action
from services.models import Staff
from tickets.desk.base import Verb, cleaned, must_be_able, record, working_on, write
from tickets.desk.registering import enter
from tickets.models import Message, Ticket


def note(ticket: Ticket, *, by: Staff, now: dt.datetime, text: str, form_key: str = "") -> Message:
    """Add an internal note, never sent to the citizen; a repeated form gives the one that exists.

    Raises Refused for an empty note. A closed ticket may still be noted on.
    """
    text = cleaned(text, what="Catatan", field="text")
    with working_on(ticket):
        must_be_able(by, Action.NOTE, ticket)
        if form_key:
            known = Message.objects.filter(author=by, form_key=form_key).first()
            if known is not None:
                return known
        if ticket.is_open:
            enter(ticket, now=now, by=by)
        message = Message.objects.create(
            ticket=ticket,
            conversation_id=ticket.conversation_id,
            direction=Message.Direction.NOTE,
            origin=Message.Origin.OFFICER,
            author=by,
            type="note",
            text=text,
            occurred_at=now,
            received_at=now,
            worked_at=now,
            status=Message.Status.RECEIVED,
            form_key=form_key or None,
        )
        write(ticket)
        record(ticket, Verb.NOTED, by=by, now=now, data={"message": message.pk})
    return message
