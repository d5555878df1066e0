"""What becomes of the tickets that follow one that ends: whoever ends it says so, by whatever way it ends
(docs/decisions/0072). Where nothing is said they go on by themselves: a sweep lets go of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef

from services.models import Staff
from tickets import wakeups
from tickets.desk.joining import followers_of
from tickets.models import BulkItem, BulkJob, Ticket

_ENDS = (BulkJob.Deed.REPLY, BulkJob.Deed.RESOLVE, BulkJob.Deed.MACRO)


@dataclass(frozen=True, kw_only=True)
class EndLed:
    """The followers end too, with the same outcome and sentence. `text`: they are answered with these
    words first, whose blanks are filled in for each of them.
    """

    text: str = ""


@dataclass(frozen=True, kw_only=True)
class End:
    """How the leader ends, and with which form: the same form ends its followers once."""

    outcome: str
    summary: str = ""
    form_key: str = ""


def end_led(
    leader: Ticket, led: EndLed | None, *, by: Staff | None, now: dt.datetime, end: End
) -> None:
    """Write down the job that ends its followers; call it in the transaction of the leader's own end.

    One that is still to be answered or ended by itself, by a job of this person, is left to that job.
    """
    if led is None or by is None or end_led_job(leader, by=by, form_key=end.form_key):
        return
    left = _to_end(followers_of(leader), by)
    if not left:
        return
    job = BulkJob.objects.create(
        started_by=by,
        deed=BulkJob.Deed.END_LED,
        given={
            "leader": leader.pk,
            "outcome": end.outcome,
            "summary": end.summary,
            "text": led.text,
        },
        form_key=_key(leader, end.form_key),
        created_at=now,
        seen_at=now,
    )
    BulkItem.objects.bulk_create(
        BulkItem(job=job, ticket=one, position=place, holder_id=one.assignee_id, due_at=now)
        for place, one in enumerate(left)
    )
    transaction.on_commit(partial(wakeups.wake, wakeups.BULK), robust=True)


def end_led_job(leader: Ticket, *, by: Staff, form_key: str) -> BulkJob | None:
    """The job that a form has written down; asks the database only where the ticket leads others."""
    if not leader.leads or not form_key:
        return None
    return BulkJob.objects.filter(started_by=by, form_key=_key(leader, form_key)).first()


def _key(leader: Ticket, form_key: str) -> str:
    return f"{form_key or leader.version}-led-{leader.pk}"[-64:]


def _to_end(followers: list[Ticket], by: Staff) -> list[Ticket]:
    waits = BulkItem.objects.filter(ticket=OuterRef("pk"), state=BulkItem.State.WAITING)
    waits = waits.filter(job__started_by=by, job__deed__in=_ENDS)
    keys = [one.pk for one in followers]
    busy = set(Ticket.objects.filter(Exists(waits), pk__in=keys).values_list("pk", flat=True))
    return [one for one in followers if one.pk not in busy]
