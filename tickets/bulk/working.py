"""The worker's part: each waiting ticket of a job, once, in a transaction of its own."""

from __future__ import annotations

import datetime as dt

import structlog
from celery import shared_task
from django.db import transaction
from django.utils import timezone

from tickets import wakeups
from tickets.bulk.deeds import carry_out
from tickets.desk.base import Refused
from tickets.models import BulkItem, BulkJob
from tickets.single_flight import SingleFlight

log = structlog.get_logger(__name__)

KEPT = dt.timedelta(days=30)
_AT_ONCE = 20  # tickets for one look at the clock
_TRIES = 3
_AGAIN = dt.timedelta(seconds=10)
State = BulkItem.State


def work_jobs(now: dt.datetime) -> int:
    """Work some of the tickets that wait; returns how many were settled or put off."""
    due = BulkItem.objects.due(now).values_list("pk", flat=True)[:_AT_ONCE]
    return sum(_work(pk, now) for pk in list(due))


def forget_jobs(now: dt.datetime) -> int:
    """Forget jobs of long ago; what they did stands in the histories of their tickets."""
    old = BulkJob.objects.filter(created_at__lt=now - KEPT)
    return old.delete()[0]


def _work(pk: int, now: dt.datetime) -> int:
    """Work one ticket; 0 where another worker has it.

    The verb and "done" are one transaction: a worker that is killed leaves both or neither.
    """
    with transaction.atomic():
        item = _claimed(pk)
        if item is None:
            return 0
        try:
            with transaction.atomic():
                carry_out(item, now=now)
        except Refused as refusal:
            _settle(item, State.REFUSED, now, why=str(refusal))
        except Exception as error:  # one ticket's fault must not stop the others
            log.exception("bulk.failed", item=item.pk, error=type(error).__name__)
            _put_off(item, now)
        else:
            _settle(item, State.DONE, now, why=item.why)
    return 1


def _claimed(pk: int) -> BulkItem | None:
    """The row, held until the transaction ends; taken before the locks of conversation and ticket."""
    waiting = BulkItem.objects.filter(pk=pk, state=State.WAITING).select_related("job")
    return waiting.select_for_update(of=("self",), skip_locked=True, no_key=True).first()


def _settle(item: BulkItem, state: State, now: dt.datetime, *, why: str = "") -> None:
    item.state, item.why, item.worked_at = state, why, now
    item.before = item.before if state == State.DONE else {}
    item.save(update_fields=["state", "why", "worked_at", "before"])


def _put_off(item: BulkItem, now: dt.datetime) -> None:
    """Try a little later; after some tries it has failed, and the person may do it by hand."""
    item.attempts += 1
    if item.attempts >= _TRIES:
        _settle(item, State.FAILED, now)
    item.due_at = now + item.attempts * _AGAIN
    item.save(update_fields=["attempts", "due_at"])


@shared_task(name=wakeups.BULK)
def bulk_task() -> None:
    """Work what is due."""
    _work_all_due()


@SingleFlight
def _work_all_due() -> None:
    while work_jobs(timezone.now()):
        pass
