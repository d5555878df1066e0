"""Events into rows: every item of every webhook, each in a short transaction of its own.

May be killed anywhere and run again, by several workers at once: a message is inserted or it is
there already, and the first worker to finish an event counts.
"""

import datetime as dt
import random
from collections.abc import Callable
from functools import partial

import structlog
from celery import shared_task
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from tickets import wakeups
from tickets.async_commit import async_commit
from tickets.delivery import record_status
from tickets.inbound import storing
from tickets.inbound.account import take_account_news, take_template_news
from tickets.models import Channel, WebhookEvent
from tickets.parking import Parked, Why, why
from tickets.single_flight import SingleFlight
from tickets.transports.items import (
    AccountError,
    AccountNews,
    Broken,
    Foreign,
    IdentityChange,
    InboundMessage,
    Item,
    StatusUpdate,
    TemplateNews,
)
from tickets.transports.registry import transport_of

log = structlog.get_logger(__name__)

LEASE = dt.timedelta(seconds=20)
LONGEST_WAIT = dt.timedelta(minutes=5)
ATTEMPTS = 6
TOGETHER = 20  # events with one claim; a body may be 4 MB
Items = list[Why]  # each with its path
Channels = dict[str, Channel | None]  # by their own address, read once for the events of a claim


def receive_pending(now: dt.datetime, limit: int = 100) -> int:
    """Work the events that are due, oldest first; returns how many were finished."""
    due = WebhookEvent.objects.unprocessed().filter(_is_due(now)).values_list("pk", flat=True)
    keys = list(due[:limit])
    return sum(_receive(keys[at : at + TOGETHER], now) for at in range(0, len(keys), TOGETHER))


def receive(event_id: int, *, now: dt.datetime | None = None) -> bool:
    """Work one event; False when another worker has it or it has to be tried again."""
    return bool(_receive([event_id], now or timezone.now()))


def _is_due(now: dt.datetime) -> Q:
    return Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=now)


def _receive(keys: list[int], now: dt.datetime) -> int:
    """Claim these events, work them one by one, and finish all that went well with one write."""
    with async_commit():
        channels: Channels = {}
        done = [event.pk for event in _claim(keys, now) if _finished(event, channels, now)]
        rows_done = WebhookEvent.objects.filter(pk__in=done, processed_at__isnull=True)
        rows_done.update(processed_at=timezone.now(), next_attempt_at=None)
    return len(done)


def _claim(keys: list[int], now: dt.datetime) -> list[WebhookEvent]:
    """What of these is ours until the lease ends; a second look at the same work is harmless."""
    free = WebhookEvent.objects.filter(_is_due(now), pk__in=keys, processed_at__isnull=True)
    lease = now + LEASE - dt.timedelta(microseconds=random.randrange(1_000_000))  # noqa: S311  # no secret
    if not free.update(next_attempt_at=lease, attempts=F("attempts") + 1):
        return []
    return list(WebhookEvent.objects.unprocessed().filter(pk__in=keys, next_attempt_at=lease))


def _finished(event: WebhookEvent, channels: Channels, now: dt.datetime) -> bool:
    """Work one event; what has to be shown or tried again is noted on its row."""
    parked, again = _work(event, channels)
    row = WebhookEvent.objects.filter(pk=event.pk, processed_at__isnull=True)
    if again and event.attempts < ATTEMPTS:
        wait = min(dt.timedelta(seconds=2**event.attempts), LONGEST_WAIT)
        row.update(next_attempt_at=now + wait)
        return False
    if parked or again:
        row.update(parked=parked + again, is_parked=True)
    return True


def _work(event: WebhookEvent, channels: Channels) -> tuple[Items, Items]:
    """What has to be shown to a person, and what failed for reasons that may pass."""
    try:
        items = transport_of(event.kind).parse(bytes(event.body or b""))
    except ValueError:
        return [{"path": "", **why(Parked.NOT_JSON)}], []
    parked: Items = []
    again: Items = []
    for item in items:
        try:
            reason = _take(item, event, channels)
        except (DatabaseError, InterfaceError) as error:
            if not connection.is_usable():
                raise  # the database is away: the whole event waits for it
            log.exception("receive.item_refused", stored=event.pk, path=item.path)
            found = why(Parked.NOT_STORED, error=type(error).__name__)
            again.append({"path": item.path, **found})
        except Exception as error:  # one item's fault must not cost its siblings
            log.exception("receive.item_failed", stored=event.pk, path=item.path)
            found = why(Parked.UNFORESEEN, error=type(error).__name__)
            again.append({"path": item.path, **found})
        else:
            if reason:
                parked.append({"path": item.path, **reason})
    return parked, again


def _take(item: Item, event: WebhookEvent, channels: Channels) -> Why:
    """Make an item's rows; returns why it was parked, {} when all is well."""
    if isinstance(item, Broken):
        return why(item.reason)
    if isinstance(item, Foreign):
        return why(item.reason, name=f"{item.field} {item.event}".strip())
    if isinstance(item, AccountNews):
        return take_account_news(item, received_at=event.received_at)
    if isinstance(item, TemplateNews):
        return take_template_news(item, received_at=event.received_at)
    channel = _channel(item.channel_address, channels)
    if channel is None:
        return why(Parked.NUMBER_UNKNOWN, number=item.channel_address)
    if isinstance(item, AccountError):
        code = f"{item.problem.code}: " if item.problem.code is not None else ""
        told = f"{code}{item.problem.details or item.problem.title}"
        return why(Parked.ACCOUNT_ERROR, told=told[:300])
    return _take_ours(item, channel, event)


def _channel(address: str, channels: Channels) -> Channel | None:
    if address not in channels:
        found = Channel.objects.select_related("agency").filter(phone_number_id=address)
        channels[address] = found.first()
    return channels[address]


def _take_ours(
    item: InboundMessage | StatusUpdate | IdentityChange, channel: Channel, event: WebhookEvent
) -> Why:
    if isinstance(item, InboundMessage):
        if item.group_id:
            return why(Parked.GROUP)
        if not item.sender.known:
            return why(Parked.NO_SENDER)
        with transaction.atomic():
            if storing.store_message(item, channel=channel, received_at=event.received_at):
                _after_commit(
                    partial(wakeups.wake, wakeups.CONVERSE, delay=storing.QUIET.total_seconds())
                )
                if item.media:
                    _after_commit(partial(wakeups.wake, wakeups.MEDIA))
        return {}
    if isinstance(item, StatusUpdate):
        record_status(item, channel=channel, now=event.received_at)
        return {}
    with transaction.atomic():
        storing.change_identity(item, channel=channel, received_at=event.received_at)
    return {}


def _after_commit(wake: Callable[[], None]) -> None:
    transaction.on_commit(wake, robust=True)


@shared_task(name=wakeups.RECEIVE)
def receive_task() -> None:
    """Work what is due."""
    _receive_all_due()


@SingleFlight
def _receive_all_due() -> None:
    while receive_pending(timezone.now()):
        pass
