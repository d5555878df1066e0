"""One message on its way: checks, upload, claim, the call. No transaction is open here."""

import datetime as dt
import json
import time
from dataclasses import replace
from typing import IO, cast

from django.conf import settings
from django.db.models import F

from services.crypto import CannotDecrypt, readable
from tickets import faults
from tickets.async_commit import durable
from tickets.content import Content, File, InvalidContent, Template
from tickets.delivery import outcomes
from tickets.faults import Fault
from tickets.models import Attachment, Conversation, Message
from tickets.transports.deadline import Deadline, Watched
from tickets.transports.protocol import (
    Client,
    NotSent,
    OutcomeUnknown,
    Outgoing,
    Rejected,
    UnusableChannel,
)
from tickets.transports.registry import content_in, transport_of

# So often a long upload says that its lane is not abandoned (`lane.STALE_AFTER`).
KEEP_SECONDS = 10.0


def send(message: Message, *, now: dt.datetime) -> bool:
    """Send one queued message and record what came of it.

    False: the lane has to rest (another process has the message, or it is to be tried later).
    """
    if not _is_in_time(message, now):
        return outcomes.window_closed(message, now=now)
    try:
        client = _client_of(message)
        outgoing = _with_uploaded_file(message, _outgoing(message), client)
    except UnusableChannel as error:
        return outcomes.channel_stopped(message, why=faults.error(error.fault), now=now)
    except (CannotDecrypt, FileNotFoundError, InvalidContent) as error:  # nothing has left
        gone = isinstance(error, FileNotFoundError)
        why = faults.error(Fault.NO_FILE if gone else Fault.UNREADABLE)
        return outcomes.failed(message, code=None, why=why, now=now)
    except Rejected as error:
        return outcomes.refused(_counted(message), error, now=now)
    except (NotSent, OutcomeUnknown):  # only the upload was under way: nothing has been sent
        return outcomes.not_sent(_counted(message), now=now)
    now = dt.datetime.now(dt.UTC)  # an upload takes its time
    if not _is_in_time(message, now):
        return outcomes.window_closed(message, now=now)
    if not _claim(message, now):
        return False
    return _call(message, outgoing, client)


def _is_in_time(message: Message, now: dt.datetime) -> bool:
    if message.type == Template.type or message.channel is None:
        return True
    return transport_of(message.channel.kind).may_send(_window_of(message), now)


def _counted(message: Message) -> Message:
    """An upload that failed is an attempt too, or it would be tried for ever."""
    Message.objects.filter(pk=message.pk).update(attempts=F("attempts") + 1)
    message.attempts += 1
    return message


def _claim(message: Message, now: dt.datetime) -> bool:
    """The process that moves the row from queued to sending is the one that sends it."""
    row = Message.objects.filter(pk=message.pk, status=Message.Status.QUEUED)
    with durable():
        won = row.update(
            status=Message.Status.SENDING, claimed_at=now, status_at=now, attempts=F("attempts") + 1
        )
    message.attempts += 1
    return bool(won)


def _call(message: Message, outgoing: Outgoing, client: Client) -> bool:
    try:
        external_id = client.send(outgoing)
    except Rejected as error:
        return outcomes.refused(message, error, now=dt.datetime.now(dt.UTC))
    except NotSent:
        return outcomes.not_sent(message, now=dt.datetime.now(dt.UTC))
    except OutcomeUnknown:
        return outcomes.unknown(message, now=dt.datetime.now(dt.UTC))
    return outcomes.accepted(message, external_id=external_id, now=dt.datetime.now(dt.UTC))


def _client_of(message: Message) -> Client:
    if message.channel is None:
        raise UnusableChannel(Fault.NO_NUMBER)
    return transport_of(message.channel.kind).client(message.channel)


def _window_of(message: Message) -> dt.datetime | None:
    return message.conversation.window_expires_at if message.conversation else None


def _outgoing(message: Message) -> Outgoing:
    conversation = message.conversation
    if conversation is None:
        raise ValueError("A message to send has a conversation")
    return Outgoing(
        content=_content_of(message),
        to=conversation.address,
        quoted=message.quoted_external_id,
        reference=str(message.pk),
    )


def _content_of(message: Message) -> Content:
    """What it says; what is sealed is decrypted only here.

    Raises InvalidContent while nothing is claimed: of what the channel cannot say, nothing has left.
    """
    sealed = readable(message.sealed_payload)
    content = content_in(json.loads(sealed) if sealed else message.payload)
    if content is None:
        raise CannotDecrypt("nothing in the row says what to send")
    if message.channel is not None:
        transport_of(message.channel.kind).render(content)
    return content


def _with_uploaded_file(message: Message, outgoing: Outgoing, client: Client) -> Outgoing:
    """Upload the file that goes with the message, once: its id is kept on the attachment."""
    if not isinstance(outgoing.content, File):
        return outgoing
    attachment: Attachment | None = message.attachments.first()
    if attachment is None:
        return outgoing
    if not attachment.media_id:
        attachment.media_id = _upload(attachment, message, client)
        Attachment.objects.filter(pk=attachment.pk).update(media_id=attachment.media_id)
    return replace(outgoing, file_id=attachment.media_id)


def _upload(attachment: Attachment, message: Message, client: Client) -> str:
    """As long as bytes keep going; the lane stays ours meanwhile."""
    seconds, slowest = settings.MEDIA_PATIENCE_SECONDS, settings.MEDIA_SLOWEST
    lane = Conversation.objects.filter(pk=message.conversation_id or 0)
    with (
        attachment.file.open("rb") as file,
        Deadline(seconds, slowest=slowest) as deadline,
    ):
        keep_at = time.monotonic() + KEEP_SECONDS

        def keep(count: int) -> None:
            nonlocal keep_at
            deadline.got(count)
            if time.monotonic() > keep_at:
                keep_at = time.monotonic() + KEEP_SECONDS
                lane.update(sending_since=dt.datetime.now(dt.UTC))

        return client.upload(
            cast("IO[bytes]", Watched(file, keep)),
            filename=attachment.filename,
            mime_type=attachment.mime_type,
            deadline=deadline,
        )
