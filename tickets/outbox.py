"""The only way out: each message to a citizen becomes a row here; delivery/ sends it at most once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from functools import partial

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from services.models import Staff
from tickets import last_message, wakeups
from tickets.content import FILES, Content, Template, with_plain_line_breaks
from tickets.models import Attachment, Conversation, Message, QueueVersion, Ticket, holding
from tickets.models.attachment import stored_name
from tickets.transports.protocol import Transport
from tickets.transports.registry import transport_of


class WindowClosed(Exception):
    """Free text may not be sent any more; only a template may. The text is for the officer."""

    def __init__(self) -> None:
        super().__init__(
            "Sudah lebih dari 24 jam sejak pesan terakhir pemohon, jadi WhatsApp hanya menerima "
            "templat. Pilih salah satu templat untuk menyapa pemohon lagi."
        )


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file whose bytes are already in the private storage; `size` in bytes, `sha256` in hex."""

    name: str
    filename: str
    mime_type: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message to be sent.

    `sealed`: the content is encrypted, never shown and wiped once it was sent; staff read
    `shown_as`. `form_key` (at most 64 characters) makes a repeated POST find the same row.
    """

    content: Content
    origin: Message.Origin
    ticket: Ticket | None = None
    author: Staff | None = None
    form_key: str = ""
    quoted: Message | None = None
    retry_of: Message | None = None
    sealed: bool = False
    shown_as: str = ""
    file: StoredFile | None = None


def queue(
    conversation: Conversation,
    letter: Letter,
    *,
    now: dt.datetime | None = None,
    is_locked: bool = False,
) -> Message:
    """Put a letter into the outbox and wake delivery after the commit.

    `is_locked`: the caller holds the conversation's row since it read it, so it is as it is here.
    Free text is refused outside the channel's window, templates never are. A form key that this
    author has used returns the row that exists. Raises WindowClosed, or InvalidContent for what
    does not fit the channel; nothing is written then.
    """
    now = now or timezone.now()
    if (known := _already_there(letter)) is not None:
        return known
    transport, window_expires_at = _road(conversation, is_locked=is_locked)
    is_template = isinstance(letter.content, Template)
    if not is_template and not transport.may_send(window_expires_at, now):
        raise WindowClosed
    transport.render(letter.content)
    try:
        # Only what may be there already is tried in a savepoint.
        with transaction.atomic(savepoint=bool(letter.form_key or letter.retry_of)):
            message = _insert(conversation, letter, now)
    except IntegrityError:
        if (known := _already_there(letter)) is None:
            raise
        return known
    transaction.on_commit(partial(wakeups.wake, _wakeup_of(message)), robust=True)
    return message


def _wakeup_of(message: Message) -> str:
    if message.type in FILES:
        return wakeups.DELIVER_FILES
    by_officer = message.origin == Message.Origin.OFFICER
    return wakeups.DELIVER_OFFICERS if by_officer else wakeups.DELIVER


def window_is_open(conversation: Conversation, now: dt.datetime) -> bool:
    """Whether free text may go to this citizen now, by what the database says at this moment."""
    transport, window_expires_at = _road(conversation)
    return transport.may_send(window_expires_at, now)


def _road(
    conversation: Conversation, *, is_locked: bool = False
) -> tuple[Transport, dt.datetime | None]:
    """By what this goes out, and until when the window is open: as the database has it now."""
    if is_locked:
        return transport_of(conversation.channel.kind), conversation.window_expires_at
    rows = Conversation.objects.filter(pk=conversation.pk)
    [(kind, expires_at)] = rows.values_list("channel__kind", "window_expires_at")
    return transport_of(kind), expires_at


def store(file: File[bytes], *, filename: str, mime_type: str) -> StoredFile:
    """Write the bytes of a file that is to be sent; call it before the transaction begins."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    name = default_storage.save(stored_name(Attachment(), filename), file)
    return StoredFile(
        name=name,
        filename=filename[:255],
        mime_type=mime_type,
        size=file.size or 0,
        sha256=digest.hexdigest(),
    )


def discard(file: StoredFile) -> None:
    """Remove stored bytes whose message was refused after all."""
    default_storage.delete(file.name)


def _already_there(letter: Letter) -> Message | None:
    if letter.retry_of is not None:
        return Message.objects.filter(retry_of=letter.retry_of).first()
    if not letter.form_key:
        return None
    return Message.objects.filter(author=letter.author, form_key=letter.form_key).first()


def _insert(conversation: Conversation, letter: Letter, now: dt.datetime) -> Message:
    payload = letter.content.payload()
    said = with_plain_line_breaks(letter.content.text)
    message = Message(
        channel_id=conversation.channel_id,
        conversation=conversation,
        ticket=letter.ticket,
        direction=Message.Direction.OUT,
        origin=letter.origin,
        author=letter.author,
        type=letter.content.type,
        text=letter.shown_as or ("" if letter.sealed else said),
        payload={} if letter.sealed else payload,
        sealed_payload=json.dumps(payload) if letter.sealed else "",
        occurred_at=now,
        received_at=now,
        worked_at=now,
        quoted=letter.quoted,
        quoted_external_id=(letter.quoted.external_id or "") if letter.quoted else "",
        status=Message.Status.QUEUED,
        status_at=now,
        retry_of=letter.retry_of,
        form_key=letter.form_key or None,
    )
    message.insert()
    if letter.file is not None:
        _attach(message, letter.file)
    if letter.ticket is not None:
        _show_on_ticket(letter.ticket, message)
    return message


def _attach(message: Message, file: StoredFile) -> None:
    Attachment.objects.create(
        message=message,
        file=file.name,
        filename=file.filename,
        mime_type=file.mime_type,
        size=file.size,
        sha256=file.sha256,
        state=Attachment.State.READY,
    )


def _show_on_ticket(ticket: Ticket, message: Message) -> None:
    """Keep the queue row's copy of the last message, in the row and in the object at hand."""
    shown = last_message.after_sending(ticket, message)
    holding.write(ticket, shown, add={"message_count": 1})
    QueueVersion.bump_after_commit(ticket.agency_id)
