"""Which tickets are worked together with one of a job: their locks are taken all at once, in the order of
desk/locking.py. And which jobs go back to one click.
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


def jobs_of_one_click(job: BulkJob) -> list[BulkJob]:
    """The job that a person started, and those by which its tickets end what follows them."""
    first = _begun_by(job) if job.deed == Deed.END_LED else job
    if first is None:
        return [job]
    leaders = first.items.filter(ticket__leads=True).select_related("ticket")
    ends = (
        desk.end_led_job(item.ticket, by=first.started_by, form_key=item.key) for item in leaders
    )
    return [first, *filter(None, ends)]


def _begun_by(job: BulkJob) -> BulkJob | None:
    """The job in which the leader ended; None where it ended on its own page."""
    items = BulkItem.objects.filter(ticket=job.given["leader"], job__started_by=job.started_by)
    for item in items.select_related("job__started_by", "ticket").order_by("-pk"):
        if desk.end_led_job(item.ticket, by=item.job.started_by, form_key=item.key) == job:
            return item.job
    return None
