"""Internal notes of officers on a ticket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from services import access
from services.access import Action
from services.models import Staff
from tickets.desk.base import Refused, Verb, cleaned, must_be_able, record, working_on, write
from tickets.desk.registering import enter
from tickets.models import Message, Ticket
from tickets.notifications import Kind, Occasion, cause_of, tell


def note(  # noqa: PLR0913  # a note is its words and whom it mentions
    ticket: Ticket,
    *,
    by: Staff,
    now: dt.datetime,
    text: str,
    form_key: str = "",
    mentions: Sequence[Staff] = (),
) -> Message:
    """Add an internal note, never sent to the citizen; a repeated form gives the one that exists.

    Those whom it mentions are told, and the ticket's officer. Raises Refused for an empty note, and
    for the mention of a person who may not read this ticket. A closed ticket may still be noted on.
    """
    text = cleaned(text, what="Catatan", field="text")
    with working_on(ticket):
        must_be_able(by, Action.NOTE, ticket)
        if form_key:
            known = Message.objects.filter(author=by, form_key=form_key).first()
            if known is not None:
                return known
        _must_read(mentions, ticket)
        if ticket.is_open:
            enter(ticket, now=now, by=by)
        message = _note(ticket, by=by, now=now, text=text)
        message.payload = {"mentions": sorted({one.pk for one in mentions})} if mentions else {}
        message.form_key = form_key or None
        message.save()
        write(ticket)
        record(ticket, Verb.NOTED, by=by, now=now, data={"message": message.pk})
        _tell(message, ticket=ticket, mentions=mentions)
    return message


def _note(ticket: Ticket, *, by: Staff, now: dt.datetime, text: str) -> Message:
    return Message(
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
    )


def who_can_be_mentioned(ticket: Ticket, *, by: Staff) -> QuerySet[Staff]:
    """The colleagues who may read this ticket."""
    return access.people_who_can(Action.READ_TICKET, ticket).exclude(pk=by.pk)


def _must_read(mentions: Sequence[Staff], ticket: Ticket) -> None:
    for one in mentions:
        if not (one.is_active and access.can(one, Action.READ_TICKET, ticket)):
            raise Refused(
                f"{one} tidak dapat membaca tiket ini. Sebut rekan yang lain.", field="mentions"
            )


def _tell(message: Message, *, ticket: Ticket, mentions: Sequence[Staff]) -> None:
    """The mention comes first: who is told of it is not told of the note as well."""
    for kind, people in ((Kind.MENTIONED, mentions), (Kind.NOTED, None)):
        told = Occasion(
            kind=kind, cause=cause_of(message), people=people, values={"message": message.pk}
        )
        tell(told, ticket=ticket, by=message.author, now=message.occurred_at)
