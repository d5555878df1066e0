"""Which tickets are worked together with one of a job: their locks are taken all at once, in the order of
desk/locking.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.models import Staff
from tickets import desk
from tickets.models import BulkItem, BulkJob, Ticket

Deed = BulkJob.Deed


@dataclass(frozen=True, kw_only=True)
class Beside:
    """`leader`: under which it goes on; `doubles`: others of the job, of the same citizen as both."""

    leader: Ticket | None = None
    doubles: Sequence[Ticket] = ()

    @property
    def all(self) -> list[Ticket]:
        return [*([self.leader] if self.leader is not None else []), *self.doubles]


def beside_of(item: BulkItem, ticket: Ticket, *, by: Staff) -> Beside:
    """As they are before anything is locked; the verb looks again."""
    job = item.job
    if job.deed == Deed.UNDO and job.undoes is not None and job.undoes.deed == Deed.MERGE:
        return Beside(leader=ticket.leader)
    if job.deed != Deed.MERGE:
        return Beside()
    readable = Ticket.objects.visible_to(by)
    leader = readable.filter(pk=job.given["leader"]).exclude(pk=ticket.pk).first()
    if leader is None or not desk.are_one_person(ticket, leader):
        return Beside(leader=leader)
    waiting = job.items.filter(state=BulkItem.State.WAITING).values("ticket")
    others = readable.filter(pk__in=waiting).exclude(pk__in=(ticket.pk, leader.pk))
    doubles = [one for one in others if desk.are_one_person(one, leader)]
    return Beside(leader=leader, doubles=doubles)
