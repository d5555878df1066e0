"""What WhatsApp tells of a message after it was sent: kept as it came, applied forward only."""

import datetime as dt
from functools import partial

from django.db import transaction

from tickets.delivery import trouble
from tickets.delivery.consequences import follow
from tickets.models import Channel, Message, StatusEvent
from tickets.whatsapp.errors import rule
from tickets.whatsapp.items import StatusUpdate

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
        wamid=status.wamid,
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
    troubled = event.status == "failed" or message.status in trouble.TROUBLED
    if troubled:
        trouble.lock(message)
    if not apply(message, event):
        return None
    if troubled:
        trouble.tell(message)
    return message


def apply_orphans(message: Message, *, wamid: str, now: dt.datetime) -> bool:
    """Statuses that came before we knew the wamid; whether there were any."""
    orphans = StatusEvent.objects.filter(
        channel_id=message.channel_id or 0, wamid=wamid, message__isnull=True
    )
    waiting = list(orphans)
    for event in waiting:
        apply(message, event)
    if waiting:
        orphans.update(message=message)
    return bool(waiting)


def apply(message: Message, event: StatusEvent) -> bool:
    """Move the row forward, if this status is further than what it has."""
    allowed = FROM.get(event.status)
    if allowed is None:  # "deleted", "warning" and what is yet to come: kept, moves nothing
        return False
    changes: dict[str, object] = {
        "status": event.status,
        "status_at": event.occurred_at,
        "sealed_payload": "",
        "error_code": None,
        "error_text": "",
    }
    answer = None
    if event.status == "failed":
        code = event.errors[0].get("code") if event.errors else None
        answer = rule(code)
        changes |= {"error_code": code, "error_text": answer.text[:300]}
    row = Message.objects.filter(pk=message.pk, status__in=allowed)
    moved = bool(row.update(**changes))
    if moved and answer is not None:
        # Afterwards: it writes to the conversation, which is locked before the ticket.
        told = partial(follow, answer, message=message, now=event.received_at)
        transaction.on_commit(told, robust=True)
    return moved


def _message_of(status: StatusUpdate, channel: Channel) -> Message | None:
    """By wamid, else by our own id that the status carries back (our HTTP answer was lost)."""
    sent = Message.objects.filter(direction=Message.Direction.OUT).select_related("ticket")
    message = sent.filter(channel=channel, wamid=status.wamid).first()
    if message or not status.callback_data.isdecimal():
        return message
    ours = sent.filter(channel=channel, pk=int(status.callback_data[:18])).first()
    # Our HTTP answer may have been written down between the two looks.
    if ours is None or ours.wamid not in (None, status.wamid):
        return None
    Message.objects.filter(pk=ours.pk, wamid__isnull=True).update(wamid=status.wamid)
    return ours
