"""Sends again, by hand, what failed or is "belum pasti"."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from services.access import Action
from services.models import Staff
from tickets import media, outbox, states
from tickets.content import Template
from tickets.delivery import has_trouble
from tickets.desk.base import Refused, Verb, must_be_able, record, working_on, write
from tickets.desk.checking import is_checked, was_approved
from tickets.desk.owing import answered, recount
from tickets.desk.unreached import count_answers
from tickets.models import Attachment, Channel, Message, MessageTemplate, Ticket
from tickets.transports.registry import content_in

CAN_BE_RETRIED = (Message.Status.FAILED, Message.Status.UNKNOWN)


def retry_message(message: Message, *, by: Staff, now: dt.datetime) -> Message:
    """Queue it once more as a message of its own, with `retry_of`; the old row stays as it is.

    A second click gives the retry that exists. Raises Refused for what is on its way, what was
    wiped after sending (a survey link), free text outside the 24-hour window, a template that is
    paused, and a number that cannot send.
    """
    ticket = message.ticket
    if ticket is None:
        raise Refused("Pesan ini tidak ada di tiket mana pun.")
    with working_on(ticket):
        must_be_able(by, Action.REPLY, ticket)
        message.refresh_from_db()
        known = Message.objects.filter(retry_of=message).first()
        if known is not None:
            return known
        _must_be_retriable(ticket, message, now)
        if message.origin == Message.Origin.OFFICER and is_checked(ticket, by):
            _must_have_been_approved(message)
        try:
            again = outbox.queue(_conversation(message), _letter(ticket, message, by), now=now)
        except outbox.WindowClosed as error:
            raise Refused(str(error)) from error
        write(ticket)
        data = {"message": again.pk, "retry_of": message.pk}
        if again.origin == Message.Origin.OFFICER:
            recount(ticket)
            count_answers(ticket, now=now, by=by)
            data |= answered(ticket, by=by, now=now)
        has_trouble.refresh(ticket.pk)
        record(ticket, Verb.RETRIED, by=by, now=now, data=data)
    return again


def retry_file(attachment: Attachment, *, by: Staff, now: dt.datetime) -> None:
    """Ask WhatsApp for a citizen's file once more. Raises Refused where that is no use."""
    ticket = attachment.message.ticket
    if ticket is None:
        raise Refused("Berkas ini tidak ada di tiket mana pun.")
    with working_on(ticket):
        must_be_able(by, Action.NOTE, ticket)
        if not media.retry(attachment, now=now):
            raise Refused("Berkas ini tidak perlu atau tidak dapat diambil lagi.")
        write(ticket)
        record(ticket, Verb.RETRIED, by=by, now=now, data={"attachment": attachment.pk})


class Road:
    """How a number stands for sending again: read once for a whole page, the templates when asked."""

    def __init__(self, channel: Channel | None, *, window_is_open: bool) -> None:
        self.channel = channel
        self.window_is_open = window_is_open

    @cached_property
    def approved(self) -> frozenset[tuple[str, str]]:
        """(name, language) of the templates that may be sent now."""
        found = MessageTemplate.objects.filter(
            channel=self.channel, status=MessageTemplate.Status.APPROVED
        )
        return frozenset(found.values_list("name", "language"))


def why_not_again(ticket: Ticket, message: Message, *, road: Road) -> str:
    """Why this message cannot be sent again now; empty where it can. The page's button asks too."""
    if ticket.state in states.FINAL:
        return "Tiket ini sudah ditutup; pesannya tidak dapat dikirim ulang."
    if message.direction != Message.Direction.OUT or message.status not in CAN_BE_RETRIED:
        return "Pesan ini tidak perlu dikirim ulang: sudah terkirim atau sedang dikirim."
    if message.conversation_id is not None and message.conversation_id != ticket.conversation_id:
        return "Tiket ini sudah dilepas dari WhatsApp itu, jadi pesan ini tidak dikirim lagi."
    if not message.payload:
        return "Isi pesan ini sudah dihapus demi keamanan, jadi tidak dapat dikirim ulang."
    return _why_closed(message, road)


def _why_closed(message: Message, road: Road) -> str:
    """Why nothing of this kind goes out by this road now."""
    if message.conversation_id is None or road.channel is None:
        return "Pesan ini tidak terhubung ke percakapan WhatsApp."
    if not road.channel.is_active:
        return "Nomor kantor ini tidak aktif. Minta admin OPD mengaktifkannya, lalu kirim ulang."
    if road.channel.health == Channel.Health.STOPPED:
        return "Nomor kantor sedang tidak dapat mengirim. Minta admin OPD memeriksanya dahulu."
    if message.type != Template.type:
        return "" if road.window_is_open else str(outbox.WindowClosed())
    content = content_in(message.payload)
    named = (content.name, content.language) if isinstance(content, Template) else ("", "")
    if named not in road.approved:
        return "Templat pesan ini sedang tidak dapat dipakai. Pilih templat yang lain."
    return ""


def _must_be_retriable(ticket: Ticket, message: Message, now: dt.datetime) -> None:
    conversation = message.conversation
    is_open = conversation is not None and outbox.window_is_open(conversation, now)
    channel = conversation.channel if conversation else None
    if why := why_not_again(ticket, message, road=Road(channel, window_is_open=is_open)):
        raise Refused(why)


def _must_have_been_approved(message: Message) -> None:
    """Words from before the service asked for a second pair of eyes had none."""
    if not was_approved(message):
        raise Refused(
            "Pesan ini belum pernah diperiksa penyelia. Minta penyelia mengirim ulang, atau tulis "
            "balasan baru."
        )


def _conversation(message: Message) -> Any:
    if message.conversation is None:
        raise Refused("Pesan ini tidak terhubung ke percakapan WhatsApp.")
    return message.conversation


def _letter(ticket: Ticket, message: Message, by: Staff) -> outbox.Letter:
    content = content_in(message.payload)
    if content is None:
        raise Refused("Isi pesan ini sudah dihapus demi keamanan, jadi tidak dapat dikirim ulang.")
    return outbox.Letter(
        content=content,
        shown_as=message.text,
        origin=Message.Origin(message.origin),
        ticket=ticket,
        author=by,
        quoted=message.quoted,
        retry_of=message,
        file=_file_of(message),
    )


def _file_of(message: Message) -> outbox.StoredFile | None:
    attachment: Attachment | None = message.attachments.first()
    if attachment is None:
        return None
    return outbox.StoredFile(
        name=attachment.file.name or "",
        filename=attachment.filename,
        mime_type=attachment.mime_type,
        size=attachment.size or 0,
        sha256=attachment.sha256,
    )
