"""A job is started, stopped, and undone: rows only, which the worker then works off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from services.models import Staff
from tickets import wakeups
from tickets.desk.base import Refused
from tickets.models import BulkItem, BulkJob, Ticket

MOST = 200  # tickets of one job
UNDO_STANDS = dt.timedelta(hours=1)
Deed = BulkJob.Deed
# What can be taken back: nobody outside was told of it, or they are told of that too (a merge).
UNDOABLE = frozenset(
    {Deed.TAKE, Deed.ASSIGN, Deed.HAND_OVER, Deed.SERVICE, Deed.WAIT, Deed.LABEL, Deed.MERGE}
)


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be done to which tickets, in their order.

    `seen_at`: when the person saw them. `form_key`: a repeated form finds the job of the first.
    """

    deed: str
    tickets: Sequence[Ticket]
    form_key: str
    seen_at: dt.datetime
    given: Mapping[str, Any] = field(default_factory=dict)
    undoes: BulkJob | None = None


def start(order: Order, *, by: Staff, now: dt.datetime) -> BulkJob:
    """Write the job down and wake the worker after the commit. Raises Refused."""
    mine = BulkJob.objects.filter(started_by=by, form_key=order.form_key)
    if (known := mine.first()) is not None:
        return known
    if not order.tickets:
        raise Refused("Pilih tiketnya dahulu.")
    if len(order.tickets) > MOST:
        raise Refused(f"Paling banyak {MOST} tiket sekaligus. Kurangi pilihannya.")
    try:
        with transaction.atomic():
            return _written(order, by, now)
    except IntegrityError:
        if (known := mine.first()) is None:
            raise
        return known


def _written(order: Order, by: Staff, now: dt.datetime) -> BulkJob:
    job = BulkJob.objects.create(
        started_by=by,
        deed=order.deed,
        given=dict(order.given),
        form_key=order.form_key,
        created_at=now,
        seen_at=min(order.seen_at, now),
        undoes=order.undoes,
    )
    BulkItem.objects.bulk_create(
        BulkItem(
            job=job,
            ticket=ticket,
            position=position,
            holder_id=ticket.assignee_id,
            due_at=now,
        )
        for position, ticket in enumerate(order.tickets)
    )
    transaction.on_commit(partial(wakeups.wake, wakeups.BULK), robust=True)
    return job


def stop(job: BulkJob, *, now: dt.datetime) -> int:
    """Leave out the tickets whose turn has not come; returns how many."""
    waiting = job.items.filter(state=BulkItem.State.WAITING)
    return waiting.update(state=BulkItem.State.STOPPED, worked_at=now)


def can_be_undone(job: BulkJob, now: dt.datetime) -> bool:
    """Whether what was done can be taken back as a whole, once and soon after it."""
    if job.deed not in UNDOABLE or now - job.created_at > UNDO_STANDS:
        return False
    if BulkJob.objects.filter(undoes=job).exists():
        return False
    return job.items.filter(state=BulkItem.State.DONE).exists()


def undo(job: BulkJob, *, now: dt.datetime) -> BulkJob:
    """A job that takes back what this one has done; pressing twice gives the same. Raises Refused."""
    known = BulkJob.objects.filter(undoes=job).first()
    if known is not None:
        return known
    if not can_be_undone(job, now):
        raise Refused("Pekerjaan ini tidak dapat dibatalkan lagi.")
    stop(job, now=now)
    done = job.items.filter(state=BulkItem.State.DONE).order_by("position")
    order = Order(
        deed=Deed.UNDO,
        tickets=[item.ticket for item in done.select_related("ticket")],
        form_key=f"undo-job-{job.pk}",
        seen_at=now,
        undoes=job,
    )
    return start(order, by=job.started_by, now=now)
