"""What the citizen is told by itself: the result with the closing (docs/decisions/0028), that another
office has the matter, that an answer is awaited (0061), that a result can be fetched (0067), that a
second matter has a number of its own (0071), which number goes on (0072), and of an outage (0084).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from services.hours_words import hours_in_words
from services.models import Staff
from tickets import outbox
from tickets.content import Content, InvalidContent, Template, Text
from tickets.desk import explaining
from tickets.desk.base import calendar_for
from tickets.intake.wording import listed
from tickets.models import Conversation, Message, MessageTemplate, Outage, Ticket
from tickets.rendering import render
from tickets.transports.registry import transport_of
from tickets.words import in_sentence, words


class Told(StrEnum):
    """Whether the citizen was told the result, and if not, why; the history keeps it."""

    TEXT = "text"
    TEMPLATE = "template"
    NOT_ASKED = "not_asked"  # the citizen asked for nothing: nothing is to be told
    NO_CHAT = "no_chat"
    NUMBER_OFF = "number_off"
    NO_TEMPLATE = "no_template"  # the 24 hours are over and no update is approved
    WINDOW_CLOSED = "window_closed"  # the 24 hours are over, and this is worth no template

    @property
    def is_sent(self) -> bool:
        return self in (Told.TEXT, Told.TEMPLATE)


class Notice(NamedTuple):
    """Whether the citizen was told, and by which message."""

    told: Told
    message: Message | None = None

    @property
    def data(self) -> dict[str, Any]:
        """As the history keeps it: what becomes of the message later is read from the message."""
        sent = {"message": self.message.pk} if self.message is not None else {}
        return {"told": self.told, **sent}


def tell_result(
    ticket: Ticket, *, by: Staff | None, now: dt.datetime, form_key: str, days: int
) -> Notice:
    """Queue the result of a ticket that was resolved just now; call it inside `working_on`.

    `days`: how long it can be opened again. A result in the officer's own sentence is the officer's
    message, and an answer (the caller counts it); without one it is a notice of the system.
    """
    if ticket.outcome in Ticket.UNASKED_OUTCOMES:
        return Notice(Told.NOT_ASKED)
    author = by if is_answer(ticket, by) else None
    text = _text(ticket, days=days)
    return _send(ticket, text, author=author, form_key=form_key, now=now)


def tell_transfer(ticket: Ticket, *, now: dt.datetime, not_ours: str = "") -> Notice:
    """Queue the news that another office has it now; call it inside `working_on`, after the move.

    `not_ours`: the name of the office that is not competent. It promises what the page promises: no
    time while the clock waits or stands still.
    """
    zone = ticket.agency.zone
    is_promised = ticket.paused_since is None and not explaining.counted_from_files(ticket)
    values = {
        "register": ticket.register_number,
        "to": ticket.agency.name,
        "service": ticket.service.name if ticket.service else "",
        "not_ours": not_ours,
        "due": words(ticket.due_at, zone=zone, now=now) if is_promised else "",
    }
    return _send(ticket, render("transferred", values), author=None, form_key="", now=now)


def tell_awaited(ticket: Ticket, *, now: dt.datetime) -> Notice:
    """Queue the reminder that an answer is awaited; call it inside `working_on`. With the message."""
    service = ticket.service.name if ticket.service else ""
    values = {"register": ticket.register_number, "service": service}
    return _send(ticket, render("awaited", values), author=None, form_key="", now=now)


def tell_ready(ticket: Ticket, *, now: dt.datetime) -> Notice:
    """Queue the news that the result can be fetched; call it inside `working_on`."""
    zone = ticket.agency.zone
    hours = hours_in_words(calendar_for(ticket.agency).hours, on=now.astimezone(zone).date())
    values = {
        "register": ticket.register_number,
        "service": ticket.service.name if ticket.service else "",
        "place": ticket.collect_place,
        "until": explaining.last_day_to_collect(ticket),
        "hours": "; ".join(hours),
    }
    return _send(ticket, render("ready", values), author=None, form_key="", now=now)


def tell_not_ready(ticket: Ticket, *, now: dt.datetime) -> Notice:
    """Queue that it cannot be fetched yet after all; call it inside `working_on`."""
    values = {"register": ticket.register_number}
    return _send(ticket, render("not_ready", values), author=None, form_key="", now=now)


def tell_split(ticket: Ticket, *, out_of: Ticket, now: dt.datetime) -> Notice:
    """Queue the number of a matter that was split off, within the window; call it inside
    `working_on`. With the message, which names the service where that is another one.
    """
    is_other = ticket.service_id != out_of.service_id
    values = {
        "register": ticket.register_number,
        "service": ticket.service.name if ticket.service and is_other else "",
        "out_of": out_of.register_number,
    }
    return _send_within(ticket, render("split", values), now=now)


def tell_split_undone(ticket: Ticket, *, register: str, now: dt.datetime) -> Notice:
    """Queue that this number is not used any more, within the window; call it inside `working_on`."""
    values = {"register": register, "into": ticket.register_number}
    return _send_within(ticket, render("split_undone", values), now=now)


def tell_merged(ticket: Ticket, registers: Sequence[str], *, now: dt.datetime) -> Notice | None:
    """Queue that these numbers go on under that of `ticket`; call it inside `working_on`. Without any
    there is nothing to tell.
    """
    if not registers:
        return None
    values = {"registers": listed(registers), "register": ticket.register_number}
    return _send(ticket, render("merged", values), author=None, form_key="", now=now)


def tell_merge_undone(ticket: Ticket, *, register: str, now: dt.datetime) -> Notice:
    """Queue that this number is worked by itself again, within the window; call it inside
    `working_on`.
    """
    values = {"register": register, "into": ticket.register_number}
    return _send_within(ticket, render("merge_undone", values), now=now)


def tell_untied(ticket: Ticket, *, now: dt.datetime) -> Notice:
    """Queue that this matter does not go on in this WhatsApp any more, within the window; call it inside
    `working_on`, before it is so.
    """
    values = {"register": ticket.register_number}
    return _send_within(ticket, render("untied", values), now=now)


def tell_outage(
    ticket: Ticket, registers: Sequence[str], *, outage: Outage, now: dt.datetime
) -> Notice:
    """Queue that these matters are held up; call it inside `working_on`."""
    return _send(ticket, outage_text(outage, registers, now=now), author=None, form_key="", now=now)


def outage_text(outage: Outage, registers: Sequence[str], *, now: dt.datetime) -> str:
    """What citizens are told of an outage, also for those who look at it before it is sent."""
    what = str(outage)
    values = {
        "registers": listed(registers),
        "outage": in_sentence(what),
        "since": words(outage.starts_at, zone=outage.agency.zone, now=now),
    }
    return render("outage", values)


def _send_within(ticket: Ticket, text: str, *, now: dt.datetime) -> Notice:
    conversation = ticket.conversation
    if conversation is not None and not outbox.window_is_open(conversation, now):
        return Notice(Told.WINDOW_CLOSED)
    return _send(ticket, text, author=None, form_key="", now=now)


def _send(
    ticket: Ticket, text: str, *, author: Staff | None, form_key: str, now: dt.datetime
) -> Notice:
    """Queue a text, outside the 24 hours in the number's approved update; or say why not."""
    conversation = ticket.conversation
    if conversation is None or not conversation.address:
        return Notice(Told.NO_CHAT)
    if not conversation.channel.is_active:
        return Notice(Told.NUMBER_OFF)
    content: Content | None = Text(text)
    if not outbox.window_is_open(conversation, now):
        content = as_update(ticket, conversation, text)
    if content is None:
        return Notice(Told.NO_TEMPLATE)
    letter = outbox.Letter(
        content=content,
        origin=Message.Origin.OFFICER if author else Message.Origin.SYSTEM,
        ticket=ticket,
        author=author,
        form_key=form_key,
    )
    message = outbox.queue(conversation, letter, now=now)
    return Notice(Told.TEXT if isinstance(content, Text) else Told.TEMPLATE, message)


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


def as_update(ticket: Ticket, conversation: Conversation, text: str) -> Template | None:
    """The number's approved update with the text in it; None where there is none that takes it."""
    transport = transport_of(conversation.channel.kind)
    told = " ".join(text.split())
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
