"""A matter of the counter that was tied to the wrong WhatsApp goes on without it (docs/decisions/0075)."""

from __future__ import annotations

import datetime as dt

from services.access import Action
from services.models import Staff
from tickets import states
from tickets.desk.base import (
    Refused,
    Verb,
    because,
    cleaned,
    must_be_able,
    record,
    working_on,
    write,
)
from tickets.desk.splitting import take_from_bot
from tickets.desk.telling import tell_untied
from tickets.desk.tying import was_tied_by_merge
from tickets.event_reasons import Why
from tickets.models import Conversation, Message, Ticket, TicketEvent

_LEAVING = (Message.Status.QUEUED, Message.Status.SENDING)


def can_untie(ticket: Ticket) -> bool:
    """Whether it is tied to a conversation and not over; the verb looks closer."""
    is_tied = ticket.is_from_counter and ticket.conversation_id is not None
    return is_tied and ticket.state not in states.FINAL


def untie(ticket: Ticket, *, by: Staff, now: dt.datetime, reason: str) -> Ticket:
    """Nothing of this matter goes to that WhatsApp any more, and nobody there can tie it again.

    What was said stays in the history. They hear once, within the window, that it is over. Repeating it
    changes nothing. Raises Refused while words or messages to there are on their way.
    """
    reason = cleaned(reason, what="Alasan melepas")
    with working_on(ticket):
        must_be_able(by, Action.TRANSFER, ticket)
        conversation = ticket.conversation
        if conversation is None:
            return ticket
        if not can_untie(ticket):
            raise Refused("Tiket ini tidak dihubungkan dari loket, atau sudah ditutup.")
        _must_be_quiet(ticket, conversation)
        take_from_bot(ticket, {*ticket.messages.values_list("pk", flat=True)})
        data = {**tell_untied(ticket, now=now).data, "conversation": conversation.pk}
        write(ticket, conversation=None, channel=None, window_expires_at=None)
        record(ticket, Verb.UNTIED, by=by, now=now, reason=reason, data=data)
    return ticket


def let_go_of_chat(ticket: Ticket, *, by: Staff, now: dt.datetime) -> None:
    """The merge that tied it is undone: it goes on without that WhatsApp, unless somebody there or an
    officer has said something in it since. Call it inside `working_on`.
    """
    conversation = ticket.conversation
    if conversation is None or not was_tied_by_merge(ticket):
        return
    said = ticket.messages.filter(conversation=conversation).exclude(origin=Message.Origin.SYSTEM)
    others = Ticket.objects.filter(leader=ticket, conversation=conversation)
    if said.exists() or others.exists():
        return
    write(ticket, conversation=None, channel=None, window_expires_at=None)
    data = because(Why.MERGE_UNDONE)
    record(ticket, Verb.UNTIED, by=by, now=now, data=data)


def was_untied_from(ticket: Ticket, conversation: Conversation) -> bool:
    """Whether an officer has said that this WhatsApp is not that of the matter."""
    lines = TicketEvent.objects.filter(ticket=ticket, verb=Verb.UNTIED)
    return lines.filter(data__conversation=conversation.pk).exists()


def _must_be_quiet(ticket: Ticket, conversation: Conversation) -> None:
    if ticket.unanswered_since is not None:
        raise Refused(
            "Pesan dari WhatsApp itu masih menunggu balasan. Balas dahulu, pisahkan menjadi tiket baru "
            "bila itu urusan lain, atau tandai tidak perlu dibalas."
        )
    if ticket.approval_asked_at is not None:
        raise Refused("Tulisan di tiket ini masih menunggu persetujuan. Tunggu dahulu.")
    if ticket.messages.filter(conversation=conversation, status__in=_LEAVING).exists():
        raise Refused("Masih ada pesan yang sedang dikirim. Tunggu sebentar, lalu coba lagi.")
    doubles = Ticket.objects.filter(leader=ticket, conversation=conversation)
    if any(one.is_merged for one in doubles):
        raise Refused(
            "Tiket dari WhatsApp itu sudah digabungkan ke sini. Batalkan dahulu penggabungannya."
        )
