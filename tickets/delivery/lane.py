"""One recipient's messages in their order; different recipients side by side."""

import datetime as dt
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import structlog
from celery import shared_task
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.db.models import Q
from django.utils import timezone

from tickets import bell
from tickets.delivery import outcomes, sending
from tickets.models import Channel, Conversation, Message
from tickets.redoable import redoable

log = structlog.get_logger(__name__)

# A send takes at most connect 5 s + read 20 s; what is claimed for longer has lost its process.
STALE_AFTER = dt.timedelta(seconds=45)


def deliver_pending(now: dt.datetime | None = None, limit: int = 500) -> int:
    """Send what is due on every free lane; returns how many messages were moved.

    Safe to run anywhere at any time: lanes and messages are taken by compare-and-set.
    """
    now = now or timezone.now()
    moved = give_up_lost_claims(now)
    while lanes := list(_due_lanes(now, limit)):
        done = sum(_drain_all(lanes))
        moved += done
        if not done:  # every lane is held by another process, or waits
            break
        now = timezone.now()
    return moved


def deliver(message_id: int) -> int:
    """Send one message's lane now, if nobody else does."""
    lane = Message.objects.filter(pk=message_id).values_list("conversation_id", flat=True).first()
    return drain(lane) if lane else 0


def give_up_lost_claims(now: dt.datetime) -> int:
    """A claim whose process died: nobody knows whether it left, so a person has to look."""
    lost = Message.objects.filter(
        status=Message.Status.SENDING, claimed_at__lt=now - STALE_AFTER
    ).select_related("ticket")
    return sum(outcomes.unknown(message, now=now) for message in lost)


def _due_lanes(now: dt.datetime, limit: int) -> Iterable[int]:
    """Conversations with something to send, whose lane and number are free, oldest first."""
    due = Message.objects.to_send(now).filter(_usable_channel(now), _free_lane(now))
    rows = due.order_by("pk").values_list("conversation_id", flat=True)[:limit]
    return dict.fromkeys(pk for pk in rows if pk is not None)


def _usable_channel(now: dt.datetime) -> Q:
    """A stopped number is tried again after a while, so that it heals by itself."""
    rested = Q(channel__resume_at__isnull=True) | Q(channel__resume_at__lte=now)
    stopped_for_good = Q(channel__health=Channel.Health.STOPPED, channel__resume_at__isnull=True)
    return Q(channel__is_active=True) & rested & ~stopped_for_good


def _free_lane(now: dt.datetime) -> Q:
    free = Q(conversation__sending_since__isnull=True) | Q(
        conversation__sending_since__lt=now - STALE_AFTER
    )
    rested = Q(conversation__next_send_at__isnull=True) | Q(conversation__next_send_at__lte=now)
    return free & rested


def _drain_all(lanes: list[int]) -> Iterable[int]:
    if len(lanes) == 1 or settings.DELIVERY_PARALLEL < 2:
        return [drain(lane) for lane in lanes]
    return _pool(settings.DELIVERY_PARALLEL).map(_drain_in_thread, lanes)


@cache
def _pool(size: int) -> ThreadPoolExecutor:
    """Threads that stay, so that their database connections stay too."""
    return ThreadPoolExecutor(max_workers=size, thread_name_prefix="deliver")


def _drain_in_thread(lane: int) -> int:
    close_old_connections()
    return drain(lane)


def drain(conversation_id: int) -> int:
    """Send one lane's messages until none is due; returns how many were moved.

    Only the claim of a message waits for the disk: what is lost after it ends as "belum pasti".
    """
    moved = 0
    with redoable():
        while _claim_lane(conversation_id):
            try:
                done = _send_in_order(conversation_id)
            finally:
                Conversation.objects.filter(pk=conversation_id).update(sending_since=None)
            moved += done
            # A message queued between the last look and the release would wait for the sweep.
            if not done or not _has_next(conversation_id):
                break
    return moved


def _claim_lane(conversation_id: int) -> bool:
    now = timezone.now()
    free = Q(sending_since__isnull=True) | Q(sending_since__lt=now - STALE_AFTER)
    rested = Q(next_send_at__isnull=True) | Q(next_send_at__lte=now)
    lane = Conversation.objects.filter(free, rested, pk=conversation_id)
    return bool(lane.update(sending_since=now))


def _send_in_order(conversation_id: int) -> int:
    moved = 0
    while message := _next(conversation_id):
        now = timezone.now()
        if message.next_attempt_at and message.next_attempt_at > now:
            break  # what comes after it must not overtake it
        if _rests(message.channel, now):  # since the lanes were listed
            break
        if moved:  # the lane is ours for longer than one send
            Conversation.objects.filter(pk=conversation_id).update(sending_since=now)
        if not _send(message, now):
            break
        moved += 1
    return moved


def _send(message: Message, now: dt.datetime) -> bool:
    """One message's fault must not keep the other lanes waiting."""
    try:
        return sending.send(message, now=now)
    except DatabaseError:
        raise  # nothing can be recorded; the claim, if there is one, ends as "belum pasti"
    except Exception:
        log.exception("delivery.stumbled", message=message.pk)
        return outcomes.stumbled(message, now=now)


def _rests(channel: Channel | None, now: dt.datetime) -> bool:
    return channel is not None and channel.resume_at is not None and channel.resume_at > now


def _next(conversation_id: int) -> Message | None:
    """The oldest message of the lane that still has to go, unless one is under way."""
    pending = (Message.Status.QUEUED, Message.Status.SENDING)
    message = (
        Message.objects.filter(conversation_id=conversation_id, status__in=pending)
        .select_related("channel__agency", "conversation", "ticket")
        .order_by("pk")
        .first()
    )
    return message if message and message.status == Message.Status.QUEUED else None


def _has_next(conversation_id: int) -> bool:
    lane = Message.objects.to_send(timezone.now()).filter(conversation_id=conversation_id)
    return lane.exists()


@shared_task(name=bell.DELIVER, ignore_result=True)
def deliver_task() -> None:
    """Send what is due; may be lost or doubled.

    Several side by side: one recipient's slow answer must not hold up the others.
    """
    deliver_pending()
