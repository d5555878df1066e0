"""Stores an inbound message: its citizen, conversation and files, and its effects on others."""

import datetime as dt
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.utils import timezone

from tickets.faults import refusal
from tickets.inbound.identities import apply_change, citizen_of
from tickets.models import Attachment, Channel, Citizen, Conversation, Message
from tickets.models.message_queryset import MessageQuerySet
from tickets.transports.items import IdentityChange, InboundMessage, OfficeEcho
from tickets.transports.registry import token_of, transport_of

# So long after the last message a conversation is worked: an album arrives in pieces.
QUIET = dt.timedelta(seconds=2.5)
# A citizen who never pauses waits no longer than this.
LONGEST_WAIT = dt.timedelta(seconds=15)
# A redelivery may be seven days old; it must not be answered as if it had come now.
STALE = dt.timedelta(hours=1)
_MARKS = ("reaction", "edit", "revoke")  # what they say stands on the message that they are about
_ADDRESS = 160  # characters; SQLite keeps more than the column is wide, PostgreSQL refuses


def store_message(item: InboundMessage, *, channel: Channel, received_at: dt.datetime) -> bool:
    """Insert the message unless it is there; needs a transaction. False: it was there.

    `received_at` is when its webhook arrived.
    """
    same = Message.objects.filter(channel=channel, external_id=item.external_id)
    if same.exists():
        return False
    occurred_at = min(item.timestamp or received_at, received_at)
    conversation, is_new = _conversation(item, channel, at=occurred_at)
    if not is_new and (same.exists() or _came_by_another_id(item, conversation)):
        return False  # another worker was first, while we waited for the lock
    message = _message(item, conversation, occurred_at=occurred_at, received_at=received_at)
    message.save(force_insert=True)
    _attach(item, message)
    if not is_new:
        _link(message)
    _note_arrival(conversation, message, address=item.sender.address)
    return True


def _came_by_another_id(item: InboundMessage, conversation: Conversation) -> bool:
    """Redelivered with the same token in the other scope; needs the conversation's lock."""
    if not (token := token_of(item.external_id)):
        return False
    direction, _, _ = _came_as(item)
    there = Message.objects.filter(conversation=conversation, external_token=token)
    return there.filter(direction=direction, type=item.type).exists()


def change_identity(item: IdentityChange, *, channel: Channel, received_at: dt.datetime) -> None:
    """Follow a change that was told outside of any message; needs a transaction."""
    at = min(item.timestamp or received_at, received_at)
    apply_change(channel.agency, item.system, at=at)


def _conversation(
    item: InboundMessage, channel: Channel, *, at: dt.datetime
) -> tuple[Conversation, bool]:
    """The conversation, locked, of the citizen who wrote; and whether it has just begun."""
    while True:
        citizen = _citizen(item, channel, at=at)
        pair = Conversation.objects.filter(channel=channel, citizen=citizen)
        locked = pair.select_for_update(no_key=True).first()
        if locked is not None:
            locked.channel = channel
        else:
            begun = Conversation(
                channel=channel, citizen=citizen, address=item.sender.address[:_ADDRESS]
            )
            with suppress(IntegrityError), transaction.atomic():
                begun.save(force_insert=True)
                return begun, True  # no other worker can see it before our commit
            continue
        # Merged into another while we waited for the lock: look again.
        if not Citizen.objects.filter(pk=locked.citizen_id, merged_into__isnull=False).exists():
            return locked, False


def _citizen(item: InboundMessage, channel: Channel, *, at: dt.datetime) -> Citizen:
    system = item.system
    if system and (system.new_number or system.new_user_id or system.new_parent_user_id):
        return apply_change(channel.agency, system, at=at)
    return citizen_of(channel.agency, item.sender, at=at)


def _message(
    item: InboundMessage,
    conversation: Conversation,
    *,
    occurred_at: dt.datetime,
    received_at: dt.datetime,
) -> Message:
    target = item.edit_target or item.revoke_target or item.quoted_external_id
    direction, origin, status = _came_as(item)
    return Message(
        channel_id=conversation.channel_id,
        conversation=conversation,
        direction=direction,
        origin=origin,
        external_id=item.external_id,
        type=item.type,
        text=item.text,
        payload=item.received.payload(item.raw),
        occurred_at=occurred_at,
        received_at=received_at,
        is_stale=received_at - occurred_at > STALE,
        quoted_external_id=item.reaction.target if item.reaction else target,
        status=status,
        status_at=received_at,
        error_code=item.error_code,
    )


def _came_as(
    item: InboundMessage,
) -> tuple[Message.Direction, Message.Origin, Message.Status]:
    if isinstance(item, OfficeEcho):
        return Message.Direction.OUT, Message.Origin.APP, Message.Status.SENT
    origin = Message.Origin.SYSTEM if item.type == "system" else Message.Origin.CITIZEN
    return Message.Direction.IN, origin, Message.Status.RECEIVED


def _attach(item: InboundMessage, message: Message) -> None:
    media = item.media
    if media:
        Attachment.objects.create(
            message=message,
            media_id=media.id[:100],
            mime_type=media.mime_type,
            filename=media.filename,
            declared_sha256=media.sha256,
            is_voice=media.voice,
            next_attempt_at=timezone.now(),
        )
    elif item.file_code is not None:
        Attachment.objects.create(
            message=message, state=Attachment.State.FAILED, error=refusal(item.file_code)
        )


def _link(message: Message) -> None:
    """Quotes, reactions, edits and deletions, whichever of the two came first."""
    others = message.beside()
    if message.quoted_external_id and (target := others.known_as(message.quoted_external_id)):
        message.quoted = target
        message.save(update_fields=["quoted"])
        if message.type in _MARKS:
            _apply_effects(target)
    if early := _about(message.external_id or "", others):
        Message.objects.filter(pk__in=[each.pk for each in early]).update(quoted=message)
        _apply_effects(message)


def _about(external_id: str, others: MessageQuerySet) -> list[Message]:
    """Those that came before what they are about: they name this id, or its token in the other."""
    token = token_of(external_id)
    waiting = others.filter(quoted__isnull=True).exclude(quoted_external_id="")
    return [
        message
        for message in waiting
        if message.quoted_external_id == external_id
        or (token and token_of(message.quoted_external_id) == token)
    ]


def _apply_effects(target: Message) -> None:
    """What the later messages about it make of it: the newest of each kind counts."""
    newest: dict[str, Message] = {}
    about = Message.objects.filter(conversation=target.conversation, quoted=target, type__in=_MARKS)
    for message in about.in_order():
        # Either side may react, but only the writer changes what was written.
        if message.type == "reaction" or message.direction == target.direction:
            newest[message.type] = message
    changed = []
    if "reaction" in newest:
        target.reaction = newest["reaction"].text[:40]
        changed.append("reaction")
    if "edit" in newest:
        target.edited_text = newest["edit"].text
        changed.append("edited_text")
    if "revoke" in newest:
        target.withdrawn_at = newest["revoke"].occurred_at
        changed.append("withdrawn_at")
    if changed:
        target.save(update_fields=changed)


def _note_arrival(conversation: Conversation, message: Message, *, address: str) -> None:
    now = timezone.now()
    if not _has_waited_long(conversation, now):
        conversation.converse_at = now + QUIET
    fields = ["converse_at"]
    heard = message.direction == Message.Direction.IN
    if heard and message.type != "edit" and message.says_something:
        opened = transport_of(conversation.channel.kind).window_until(message.occurred_at)
        if opened is not None:
            conversation.window_expires_at = max(conversation.window_expires_at or opened, opened)
        last = conversation.last_inbound_at
        if last is None or message.occurred_at >= last:
            conversation.last_inbound_at = message.occurred_at
            conversation.address = address[:_ADDRESS]
        fields += ["window_expires_at", "last_inbound_at", "address"]
    conversation.save(update_fields=fields)


def _has_waited_long(conversation: Conversation, now: dt.datetime) -> bool:
    if conversation.converse_at is None:
        return False
    first = conversation.messages.unworked().values_list("received_at", flat=True).first()
    return first is not None and now - first > LONGEST_WAIT
