"""The result, told to the citizen with the closing (docs/decisions/0028)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from services.models import Staff
from tickets import outbox
from tickets.content import Content, InvalidContent, Template, Text
from tickets.models import Conversation, Message, MessageTemplate, Ticket
from tickets.rendering import render
from tickets.transports.registry import transport_of


class Told(StrEnum):
    """Whether the citizen was told the result, and if not, why; the history keeps it."""

    TEXT = "text"
    TEMPLATE = "template"
    NOT_ASKED = "not_asked"  # the citizen asked for nothing: nothing is to be told
    NO_CHAT = "no_chat"
    NUMBER_OFF = "number_off"
    NO_TEMPLATE = "no_template"  # the 24 hours are over and no update is approved

    @property
    def is_sent(self) -> bool:
        return self in (Told.TEXT, Told.TEMPLATE)


def tell_result(
    ticket: Ticket, *, by: Staff | None, now: dt.datetime, form_key: str, days: int
) -> Told:
    """Queue the result of a ticket that was resolved just now; call it inside `working_on`.

    `days`: how long it can be opened again. A result in the officer's own sentence is the officer's
    message, and an answer (the caller counts it); without one it is a notice of the system.
    """
    conversation = ticket.conversation
    if ticket.outcome in Ticket.UNASKED_OUTCOMES:
        return Told.NOT_ASKED
    if conversation is None or not conversation.address:
        return Told.NO_CHAT
    if not conversation.channel.is_active:
        return Told.NUMBER_OFF
    content: Content | None = Text(_text(ticket, days=days))
    if not outbox.window_is_open(conversation, now):
        content = _as_template(ticket, conversation, days=days)
    if content is None:
        return Told.NO_TEMPLATE
    letter = outbox.Letter(
        content=content,
        origin=Message.Origin.OFFICER if is_answer(ticket, by) else Message.Origin.SYSTEM,
        ticket=ticket,
        author=by if is_answer(ticket, by) else None,
        form_key=form_key,
    )
    outbox.queue(conversation, letter, now=now)
    return Told.TEXT if isinstance(content, Text) else Told.TEMPLATE


def is_answer(ticket: Ticket, by: Staff | None) -> bool:
    """Whether what is told holds an officer's own words."""
    return by is not None and bool(ticket.outcome_note)


def _text(ticket: Ticket, *, days: int) -> str:
    return render(
        "resolved",
        {
            "register": ticket.register_number,
            "kind": ticket.kind,
            "outcome": ticket.outcome,
            "summary": ticket.outcome_note,
            "days": days,
        },
    )


def _as_template(ticket: Ticket, conversation: Conversation, *, days: int) -> Template | None:
    """The number's approved update with the result in it; None where there is none that takes it."""
    transport = transport_of(conversation.channel.kind)
    told = " ".join(_text(ticket, days=days).split())
    for template in MessageTemplate.objects.updates(conversation.channel_id).order_by("pk"):
        blanks = (ticket.register_number, told)
        update = Template(
            name=template.name,
            language=template.language,
            body_parameters=blanks,
            preview=template.filled(blanks),
        )
        try:
            transport.render(update)
        except InvalidContent:
            continue  # too long for its blank
        return update
    return None
