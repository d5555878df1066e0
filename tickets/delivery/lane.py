"""One recipient's messages in their order; different recipients side by side."""

import datetime as dt
from collections.abc import Iterable
from functools import partial

import structlog
from celery import shared_task
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from tickets import wakeups
from tickets.async_commit import async_commit
from tickets.content import FILES
from tickets.delivery import outcomes, recalling, sending
from tickets.models import Channel, Conversation, Message
from tickets.single_flight import SideBySide

log = structlog.get_logger(__name__)

# A send takes at most connect 5 s + read 20 s; what is claimed for longer has lost its process.
STALE_AFTER = dt.timedelta(seconds=45)
LISTED = 500  # messages that are looked at at once
# So long one sweep begins sends; those under way go on without it.
PATIENCE_SECONDS = 5.0
_TO_THE_END = float("inf")  # a worker that is told to stop waits for its tasks
_PENDING = (Message.Status.QUEUED, Message.Status.SENDING)
_with_files = Q(type__in=FILES)
_from_officers = Q(origin=Message.Origin.OFFICER) & ~_with_files
_from_others = ~Q(origin=Message.Origin.OFFICER) & ~_with_files


def deliver_officers(now: dt.datetime | None = None, seconds: float = PATIENCE_SECONDS) -> int:
    """What officers wrote: never behind a thousand invitations, never behind a file."""
    return _officers.run(partial(_due_lanes, now, _from_officers), size=_half(), seconds=seconds)


def deliver_others(now: dt.datetime | None = None, seconds: float = PATIENCE_SECONDS) -> int:
    """Answers of the bot, invitations, everything else that is words."""
    lost = give_up_lost_claims(now or timezone.now())
    due, size = partial(_due_lanes, now, _from_others), settings.DELIVERY_PARALLEL
    return lost + _others.run(due, size=size, seconds=seconds)


def deliver_files(now: dt.datetime | None = None, seconds: float = PATIENCE_SECONDS) -> int:
    """Files, which are uploaded first, and what waits behind them for the same citizen."""
    return _files.run(partial(_due_lanes, now, _with_files), size=_half(), seconds=seconds)


def finish(seconds: float) -> None:
    """Before this process ends: wait for what is being sent, whose outcome were lost otherwise."""
    for lanes in (_officers, _others, _files):
        lanes.finish(seconds)


def _half() -> int:
    parallel: int = settings.DELIVERY_PARALLEL
    return max(1, parallel // 2)


def give_up_lost_claims(now: dt.datetime) -> int:
    """Give up claims whose process died: the message may have left, so an officer has to look."""
    lost = Message.objects.filter(
        status=Message.Status.SENDING, claimed_at__lt=now - STALE_AFTER
    ).select_related("ticket")
    return sum(outcomes.unknown(message, now=now) for message in lost)


def _due_lanes(now: dt.datetime | None, kind: Q) -> Iterable[int]:
    """Conversations with something of this kind to send, oldest first, whose lane is free.

    Words that wait behind a file of the same citizen wait for the file, in its own lane.
    """
    at = max(now or timezone.now(), timezone.now())
    due = Message.objects.to_send(at).filter(kind, _usable_channel(at), _free_lane(at))
    rows = due.order_by("pk").values_list("pk", "conversation_id")[:LISTED]
    first_file = {} if kind is _with_files else _first_files()
    return dict.fromkeys(
        lane for pk, lane in rows if lane is not None and pk < first_file.get(lane, pk + 1)
    )


def _first_files() -> dict[int | None, int]:
    """Of each conversation that has a file to send: the id of the first."""
    waiting = Message.objects.filter(_with_files, status__in=_PENDING).order_by("-pk")
    return dict(waiting.values_list("conversation_id", "pk"))


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


def send_lane(conversation_id: int, *, up_to_a_file: bool = False) -> int:
    """Send one lane's messages until none is due; returns how many were moved.

    `up_to_a_file`: stop before a file; it and the messages behind it go with the runs for files.

    Only the claim of a message waits for the disk: what is lost after it ends as "belum pasti".
    """
    moved = 0
    with async_commit():
        while _claim_lane(conversation_id):
            try:
                done = _send_in_order(conversation_id, up_to_a_file=up_to_a_file)
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


def _send_in_order(conversation_id: int, *, up_to_a_file: bool) -> int:
    moved = 0
    while message := _next(conversation_id):
        now = timezone.now()
        if up_to_a_file and message.type in FILES:
            wakeups.wake(wakeups.DELIVER_FILES)
            break
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
        if recalling.comes_too_late(message):
            return recalling.recall_message(message)
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
    message = (
        Message.objects.filter(conversation_id=conversation_id, status__in=_PENDING)
        .select_related("channel__agency", "conversation", "ticket")
        .order_by("pk")
        .first()
    )
    return message if message and message.status == Message.Status.QUEUED else None


def _has_next(conversation_id: int) -> bool:
    lane = Message.objects.to_send(timezone.now()).filter(conversation_id=conversation_id)
    return lane.exists()


def _send_up_to_a_file(conversation_id: int) -> int:
    return send_lane(conversation_id, up_to_a_file=True)


_officers = SideBySide(_send_up_to_a_file, name="officers")
_others = SideBySide(_send_up_to_a_file, name="deliver")
_files = SideBySide(send_lane, name="files")


@shared_task(name=wakeups.DELIVER, ignore_result=True)
def deliver_task() -> None:
    """Send what is due; may be lost or doubled."""
    deliver_others(seconds=_TO_THE_END)


@shared_task(name=wakeups.DELIVER_OFFICERS, ignore_result=True)
def deliver_officers_task() -> None:
    """Send what is due; may be lost or doubled."""
    deliver_officers(seconds=_TO_THE_END)


@shared_task(name=wakeups.DELIVER_FILES, ignore_result=True)
def deliver_files_task() -> None:
    """Send what is due; may be lost or doubled."""
    deliver_files(seconds=_TO_THE_END)
