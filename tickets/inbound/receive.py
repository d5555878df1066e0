"""Events into rows: every item of every webhook, each in a short transaction of its own.

May be killed anywhere and run again, by several workers at once: a message is inserted or it is
there already, an event is finished by whoever is first.
"""

import datetime as dt
import json
from collections.abc import Callable
from functools import partial

import structlog
from celery import shared_task
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from tickets import bell
from tickets.delivery import record_status
from tickets.inbound import rows
from tickets.models import Channel, WebhookEvent
from tickets.whatsapp.payloads import (
    AccountError,
    Broken,
    Foreign,
    IdentityChange,
    InboundMessage,
    Item,
    StatusUpdate,
    parse,
)

log = structlog.get_logger(__name__)

LEASE = dt.timedelta(seconds=20)
LONGEST_WAIT = dt.timedelta(minutes=5)
ATTEMPTS = 6
_DIGITS = 400  # no number that WhatsApp sends has as many
Parked = list[dict[str, str]]


def receive_pending(now: dt.datetime, limit: int = 100) -> int:
    """Work the events that are due, oldest first; returns how many were finished."""
    due = WebhookEvent.objects.unprocessed().filter(
        Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=now)
    )
    return sum(receive(pk, now=now) for pk in list(due.values_list("pk", flat=True)[:limit]))


def receive(event_id: int, *, now: dt.datetime | None = None) -> bool:
    """Work one event; False when somebody else has it or it has to be tried again."""
    now = now or timezone.now()
    claim = WebhookEvent.objects.filter(pk=event_id, processed_at__isnull=True).filter(
        Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=now)
    )
    if not claim.update(next_attempt_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    event = WebhookEvent.objects.get(pk=event_id)
    parked, again = _work(event)
    if again and event.attempts < ATTEMPTS:
        wait = min(dt.timedelta(seconds=2**event.attempts), LONGEST_WAIT)
        WebhookEvent.objects.filter(pk=event_id, processed_at__isnull=True).update(
            next_attempt_at=now + wait
        )
        return False
    parked += again
    done = WebhookEvent.objects.filter(pk=event_id, processed_at__isnull=True).update(
        processed_at=timezone.now(), parked=parked, is_parked=bool(parked), next_attempt_at=None
    )
    return bool(done)


def _work(event: WebhookEvent) -> tuple[Parked, Parked]:
    """What has to be shown to a person, and what failed for reasons that may pass."""
    try:
        envelope = json.loads(bytes(event.body or b""), parse_int=_number)
    except (ValueError, RecursionError):
        return [{"path": "", "reason": "Isi kiriman bukan JSON."}], []
    parked: Parked = []
    again: Parked = []
    for item in parse(envelope):
        try:
            reason = _take(item, event)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the whole event waits for it
        except DatabaseError as error:
            log.exception("receive.item_refused", stored=event.pk, path=item.path)
            again.append(
                {"path": item.path, "reason": f"Tidak dapat disimpan: {type(error).__name__}."}
            )
        except Exception as error:  # one item's fault must not cost its siblings
            log.exception("receive.item_failed", stored=event.pk, path=item.path)
            again.append(
                {"path": item.path, "reason": f"Galat tak terduga: {type(error).__name__}."}
            )
        else:
            if reason:
                parked.append({"path": item.path, "reason": reason})
    return parked, again


def _number(digits: str) -> int | None:
    """Python refuses to read numbers of thousands of digits; one must not cost its siblings."""
    return int(digits) if len(digits) < _DIGITS else None


def _take(item: Item, event: WebhookEvent) -> str:
    """Make an item's rows; returns why it was parked, empty when all is well."""
    if isinstance(item, Broken):
        return item.reason
    if isinstance(item, Foreign):
        return f"Bukan pesan: {item.field or 'tanpa nama'}."
    channel = Channel.objects.filter(phone_number_id=item.phone_number_id).first()
    if channel is None:
        return f"Nomor {item.phone_number_id or '(kosong)'} tidak terdaftar di sini."
    if isinstance(item, AccountError):
        code = f"{item.problem.code}: " if item.problem.code is not None else ""
        return f"Galat akun {code}{item.problem.details or item.problem.title}"[:300]
    return _take_ours(item, channel, event)


def _take_ours(
    item: InboundMessage | StatusUpdate | IdentityChange, channel: Channel, event: WebhookEvent
) -> str:
    if isinstance(item, InboundMessage):
        if item.group_id:
            return "Pesan grup tidak dilayani."
        if not item.sender.known:
            return "Pesan tanpa pengirim."
        with transaction.atomic():
            if rows.store_message(item, channel=channel, received_at=event.received_at):
                _after_commit(partial(bell.kick, bell.CONVERSE, delay=rows.QUIET.total_seconds()))
                if item.media:
                    _after_commit(partial(bell.kick, bell.MEDIA))
        return ""
    with transaction.atomic():
        if isinstance(item, StatusUpdate):
            record_status(item, channel=channel, now=event.received_at)
        else:
            rows.change_identity(item, channel=channel, received_at=event.received_at)
    return ""


def _after_commit(ring: Callable[[], None]) -> None:
    transaction.on_commit(ring, robust=True)


@shared_task(name=bell.RECEIVE)
def receive_task() -> None:
    """Drain what is due here."""
    while receive_pending(timezone.now()):
        pass
