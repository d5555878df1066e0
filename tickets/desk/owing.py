"""Replies that the office owes: since when a citizen waits for an answer to words or files.

Only this module writes `Ticket.unanswered_since` (ADR 0026). Reading does not clear it: an answer
does, or an officer who says that none is needed.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from services.access import Action
from services.models import Staff
from tickets.desk import clock
from tickets.desk.base import Refused, Verb, must_be_able, record, working_on, write
from tickets.models import Message, Ticket, TicketEvent
from tickets.models.message_queryset import MessageQuerySet


def citizen_wrote(ticket: Ticket, *, at: dt.datetime) -> dict[str, Any]:
    """The citizen has written at that time what asks for a reply, in any state of the ticket.

    Sets the object; returns the columns that the caller writes with its own UPDATE.
    """
    since = ticket.unanswered_since
    if since is not None and since <= at:
        return {}
    return _owed_since(ticket, at)


def messages_left(ticket: Ticket, *, still: dt.datetime | None) -> dict[str, Any]:
    """Messages were moved to another ticket; `still`: since when the rest asks for a reply.

    Returns the columns to be written, as citizen_wrote does.
    """
    return {} if still == ticket.unanswered_since else _owed_since(ticket, still)


def answered(
    ticket: Ticket, *, by: Staff | None, now: dt.datetime, at: dt.datetime | None = None
) -> dict[str, Any]:
    """The office has answered; every verb that answers calls it, inside `working_on`.

    It is the first response too, if there was none. `at`: the time of the answer, where that is not
    now (a reply from the WhatsApp Business app); later messages are still to be answered. Returns
    data for the event of the answer, so that a refused answer can be undone.
    """
    at = at or now
    data = {
        "owed_since": iso(ticket.unanswered_since),
        "answered_before": iso(ticket.answered_at),
    }
    # An answer from before the last one that reached us late changes nothing that is owed.
    if ticket.answered_at is None or at >= ticket.answered_at:
        # The officer who answered on the phone saw all messages that WhatsApp had by then.
        still = _first_of(ticket.messages.filter(occurred_at__gt=at)) if at < now else None
        _settle(ticket, at=at, still=still)
    clock.first_response(ticket, by=by, now=now, at=at)
    return data


def no_reply_needed(
    ticket: Ticket, *, by: Staff, now: dt.datetime, seen: int | None = None
) -> Ticket:
    """Say that what the citizen wrote asks for no reply ("tidak perlu dibalas").

    `seen`: the newest message that the person had on the page; what came later is still to be
    answered. Raises Refused where nothing is owed.
    """
    with working_on(ticket):
        must_be_able(by, Action.REPLY, ticket)
        if ticket.unanswered_since is None:
            raise Refused("Tidak ada pesan yang menunggu balasan di tiket ini.")
        data = {"owed_since": iso(ticket.unanswered_since)}
        still = _first_of(ticket.messages.filter(pk__gt=seen)) if seen is not None else None
        _settle(ticket, at=now, still=still)
        if still is None:  # the officer has read all of it
            write(ticket, unread_count=0)
        record(ticket, Verb.NO_REPLY_NEEDED, by=by, now=now, data=data)
    return ticket


def nothing_owed(ticket: Ticket, *, now: dt.datetime) -> None:
    """The matter has ended in a way that needs no reply; call it inside `working_on`."""
    if ticket.unanswered_since is not None:
        _settle(ticket, at=now, still=None)


def owes_as(ticket: Ticket, other: Ticket) -> None:
    """The other goes on in this one: what it owes is owed here, and its answer was an answer here; call
    it inside `working_on` of both.
    """
    answers = filter(None, (ticket.answered_at, other.answered_at))
    owed = filter(None, (ticket.unanswered_since, other.unanswered_since))
    _settle(ticket, at=max(answers, default=None), still=min(owed, default=None))
    if other.unanswered_since is not None:
        write(other, **_owed_since(other, None))


def owes_by_itself(
    ticket: Ticket, *, answered_at: dt.datetime | None, still: dt.datetime | None
) -> None:
    """Two tickets that were one are two again; call it inside `working_on`."""
    if (answered_at, still) != (ticket.answered_at, ticket.unanswered_since):
        _settle(ticket, at=answered_at, still=still)


def recount(ticket: Ticket) -> bool:
    """Owe a reply again when its answer was refused after all, and no longer when a refused one came
    after all; returns whether that changed anything. Call it inside `working_on`.
    """
    owed_before = ticket.unanswered_since
    while ticket.answered_at is not None and _is_refused(ticket, ticket.answered_at):
        before, owed = _before(ticket, ticket.answered_at)
        since = [at for at in (owed, ticket.unanswered_since) if at]
        _settle(ticket, at=before, still=min(since, default=None))
    came = _answer_that_came(ticket)
    if came is not None:
        _settle(
            ticket, at=came.occurred_at, still=_first_unanswered_after(ticket, came.occurred_at)
        )
    return ticket.unanswered_since != owed_before


def _is_refused(ticket: Ticket, at: dt.datetime) -> bool:
    """Whether every part of what was answered then was refused."""
    parts = Message.objects.filter(ticket=ticket, occurred_at=at).answers()
    return set(parts.values_list("status", flat=True)) == {Message.Status.FAILED}


def _before(ticket: Ticket, at: dt.datetime) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The office's last answer before that one, and since when a reply was owed then."""
    event = ticket.events.filter(verb__in=TicketEvent.ANSWERING, at=at).order_by("pk").first()
    if event is not None and "owed_since" in event.data:
        before = at_of(event.data.get("answered_before"))
        return before if before and before < at else None, at_of(event.data["owed_since"])
    earlier = Message.objects.filter(ticket=ticket, occurred_at__lt=at).answers()
    last = earlier.exclude(status=Message.Status.FAILED).in_order().last()
    before = last.occurred_at if last else None
    return before, _first_unanswered_after(ticket, before)


def _answer_that_came(ticket: Ticket) -> Message | None:
    """The newest answer that counts as refused and came after all."""
    if not ticket.events.filter(verb=Verb.UNREACHED).exists():
        return None
    came = Message.objects.filter(ticket=ticket, status__in=Message.ARRIVING).answers()
    if ticket.answered_at is not None:
        came = came.filter(occurred_at__gt=ticket.answered_at)
    return came.in_order().last()


def _settle(ticket: Ticket, *, at: dt.datetime | None, still: dt.datetime | None) -> None:
    ticket.answered_at = at
    write(ticket, answered_at=at, **_owed_since(ticket, still))


def _owed_since(ticket: Ticket, since: dt.datetime | None) -> dict[str, Any]:
    """Set it and the order in the queue that follows from it; returns the columns to be written."""
    ticket.unanswered_since = since
    if ticket.paused_since is None or not ticket.is_open:
        return {"unanswered_since": since}
    clock.set_order(ticket)  # while its clock is paused, an officer has to look at it
    return {"unanswered_since": since, **clock.order_of(ticket)}


def _first_unanswered_after(ticket: Ticket, at: dt.datetime | None) -> dt.datetime | None:
    words = ticket.messages.all()
    return _first_of(words if at is None else words.filter(received_at__gt=at))


def _first_of(messages: MessageQuerySet) -> dt.datetime | None:
    return next((message.occurred_at for message in messages.spoken()), None)


def iso(at: dt.datetime | None) -> str | None:
    """A time in the form that the history's data use."""
    return at.isoformat() if at else None


def at_of(iso: str | None) -> dt.datetime | None:
    """The time that `iso` wrote."""
    return dt.datetime.fromisoformat(iso) if iso else None
