"""Which message an answer may quote: one of the citizen's own, as long as their telephone shows it."""

from __future__ import annotations

import datetime as dt

from tickets.desk.base import Refused
from tickets.models import Message, Ticket
from tickets.models.search_entries import MARKS
from tickets.transports.registry import transport_of

_TAKE_OFF = "Lepas kutipannya, lalu kirim lagi."


def quotable(ticket: Ticket, pk: int, *, now: dt.datetime) -> Message:
    """The message of this id, to be quoted in an answer on this ticket. Raises Refused."""
    found = Message.objects.filter(pk=pk, ticket=ticket).select_related("channel").first()
    if found is None:
        raise Refused(f"Pesan yang dikutip tidak ada lagi di tiket ini. {_TAKE_OFF}")
    if why := why_not_quoted(found, ticket, now=now):
        raise Refused(f"{why} {_TAKE_OFF}")
    return found


def why_not_quoted(message: Message, ticket: Ticket, *, now: dt.datetime) -> str:
    """Why this message of the ticket cannot be quoted; "" where it can."""
    by_citizen = message.origin == Message.Origin.CITIZEN and message.type not in MARKS
    if not by_citizen or not message.external_id:
        return "Yang dapat dikutip hanya pesan pemohon."
    if message.conversation_id != ticket.conversation_id:
        return (
            "Pesan yang dikutip dari percakapan lain, jadi pemohon tidak akan melihat kutipannya."
        )
    if message.withdrawn_at is not None:
        return "Pesan yang dikutip sudah ditarik pemohon."
    return _too_old(message, now)


def _too_old(message: Message, now: dt.datetime) -> str:
    """Channels forget: then the answer would arrive without what it is about."""
    if message.channel is None:
        return ""
    limit = transport_of(message.channel.kind).limits.quoted_within
    if now - message.occurred_at <= limit:
        return ""
    return (
        f"Pesan yang dikutip lebih dari {limit.days} hari yang lalu; WhatsApp tidak menampilkan "
        "kutipan setua itu."
    )
