"""What WhatsApp tells of a message after it was sent: stored as it came, applied forward only."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from tickets.delivery import has_trouble, telling_refused
from tickets.delivery.consequences import follow
from tickets.faults import refusal
from tickets.figures.marking import mark_said
from tickets.models import Channel, CitizenIdentity, Conversation, Message, StatusEvent
from tickets.transports.items import StatusUpdate
from tickets.transports.registry import named, transport_of

_S = Message.Status
_BEFORE_SENT = (_S.QUEUED, _S.SENDING, _S.UNKNOWN, _S.ACCEPTED)
# What a row must be for a status to move it; a later `delivered` beats `failed`.
FROM: dict[str, tuple[str, ...]] = {
    "sent": _BEFORE_SENT,
    "delivered": (*_BEFORE_SENT, _S.SENT, _S.FAILED),
    "read": (*_BEFORE_SENT, _S.SENT, _S.FAILED, _S.DELIVERED),
    "played": (*_BEFORE_SENT, _S.SENT, _S.FAILED, _S.DELIVERED, _S.READ),
    "failed": (*_BEFORE_SENT, _S.SENT),
}


@transaction.atomic
def record_status(status: StatusUpdate, *, channel: Channel, now: dt.datetime) -> Message | None:
    """Keep one status and apply it; without a message it waits for our own HTTP answer.

    Returns the message that it moved, if any. Repeating it changes nothing.
    """
    message = _message_of(status, channel)
    event = StatusEvent(
        channel=channel,
        **named(status.external_id),
        message=message,
        callback_data=status.callback_data[:512],
        status=status.status[:30],
        occurred_at=status.timestamp or now,
        received_at=now,
        errors=[{"code": e.code, "title": e.title, "details": e.details} for e in status.errors],
        pricing_category=status.pricing_category[:30],
    )
    StatusEvent.objects.bulk_create([event], ignore_conflicts=True)
    if message is None:
        return None
    troubled = event.status == "failed" or message.status in has_trouble.TROUBLED
    if troubled:
        has_trouble.lock(message)
    if not apply(message, event):
        return None
    if troubled:
        has_trouble.tell(message)
    return message


def apply_orphans(message: Message, *, external_id: str, now: dt.datetime) -> bool:
    """Statuses that came before we knew the message's id; whether there were any."""
    orphans = StatusEvent.objects.waiting_for(external_id, channel=message.channel_id or 0)
    waiting = list(orphans)
    for event in waiting:
        apply(message, event)
    if waiting:
        orphans.update(message=message)
    return bool(waiting)


def apply(message: Message, event: StatusEvent) -> bool:
    """Move the row forward, if this status is further than what it has."""
    allowed = FROM.get(event.status)
    if allowed is None:  # "deleted", "warning" and what is yet to come: stored, changes nothing
        return False
    changes: dict[str, object] = {
        "status": event.status,
        "status_at": event.occurred_at,
        "sealed_payload": "",
        "error_code": None,
        "error": {},
    }
    answer, why = None, refusal(None)
    if event.status == "failed":
        code = event.errors[0].get("code") if event.errors else None
        answer, why = transport_of(event.channel.kind).rule(code), refusal(code)
        changes |= {"error_code": code, "error": why}
    row = Message.objects.filter(pk=message.pk, status__in=allowed)
    moved = bool(row.update(**changes))
    if moved and (event.status == "failed" or message.status == Message.Status.FAILED):
        mark_said(message)
    if moved and answer is not None:
        # Afterwards: it writes to the conversation, which is locked before the ticket.
        told = partial(follow, answer, why, message=message, now=event.received_at)
        transaction.on_commit(told, robust=True)
        telling_refused.tell_officers(message, now=event.received_at)
    return moved


def _message_of(status: StatusUpdate, channel: Channel) -> Message | None:
    """By the channel's id; else by our own id that the status carries back, under any id that the
    channel gives the message; else by the token of its id, within the recipient's conversation.
    """
    out = Message.objects.filter(direction=Message.Direction.OUT, channel=channel)
    sent = out.select_related("ticket")
    if message := sent.filter(external_id=status.external_id).first():
        return message
    if status.callback_data.isdecimal():
        ours = sent.filter(pk=int(status.callback_data[:18])).first()
        if ours is not None:  # our HTTP answer may be lost, or on its way
            out.filter(pk=ours.pk, external_id__isnull=True).update(**named(status.external_id))
            return ours
    if not (token := transport_of(channel.kind).token_of(status.external_id)):
        return None
    theirs = _conversation_of(status, channel)
    return sent.filter(conversation__in=theirs, external_token=token).first()


def _conversation_of(
    status: StatusUpdate, channel: Channel
) -> QuerySet[Conversation, Conversation]:
    told = {
        status.scope,
        status.recipient_number,
        status.recipient_user_id,
        status.recipient_parent_user_id,
    }
    identities = CitizenIdentity.objects.filter(
        agency=channel.agency_id,
        kind__in=CitizenIdentity.Kind.values,
        value__in=told - {""},
        valid_until__isnull=True,
    )
    return Conversation.objects.filter(channel=channel, citizen__in=identities.values("citizen"))
