"""A deed is taken back by the verbs that a person would use, unless the ticket went on meanwhile."""

from __future__ import annotations

import datetime as dt

from services.models import Service, Staff
from tickets import desk
from tickets.desk.base import Refused, State
from tickets.models import BulkItem, BulkJob, Label, Ticket

Deed = BulkJob.Deed
_WHY = "Pekerjaan bersama dibatalkan."
_WENT_ON = "Tiket ini sudah berubah sejak itu, jadi dibiarkan."
_NO_SERVICE = "Sebelumnya tiket ini belum punya layanan, dan layanan tidak dapat dikosongkan."


def take_back(ticket: Ticket, was: BulkItem, *, by: Staff, now: dt.datetime) -> None:
    """Bring the ticket back to how it was before this item; call it inside `working_on`."""
    deed = was.job.deed
    if deed == Deed.MERGE:
        _apart(ticket, was, by, now)
        return
    if deed == Deed.SERVICE:
        _service_back(ticket, was, by, now)
        return
    if deed == Deed.LABEL:
        _labels_back(ticket, was, by, now)
        return
    if deed == Deed.WAIT:
        awaited = State.WAITING_OTHER if was.job.given["other"] else State.WAITING_CITIZEN
        if ticket.state != awaited:
            raise Refused(_WENT_ON)
        desk.resume(ticket, by=by, now=now)
    holder = was.job.given.get("to", by.pk)  # who got it by the deed
    _holder_back(ticket, was, holder=holder, by=by, now=now)


def _apart(ticket: Ticket, was: BulkItem, by: Staff, now: dt.datetime) -> None:
    if ticket.leader_id != was.job.given["leader"]:
        raise Refused(_WENT_ON)
    if ticket.is_merged:
        desk.undo_merge(ticket, by=by, now=now)
    elif ticket.is_following:
        desk.let_go(ticket, by=by, now=now)
    else:
        raise Refused(_WENT_ON)


def _labels_back(ticket: Ticket, was: BulkItem, by: Staff, now: dt.datetime) -> None:
    """What this item put on comes off, and what it took off comes back; other labels stay."""
    before, given = {*was.before["labels"]}, was.job.given
    added = Label.objects.filter(pk__in={*given["add"]} - before)
    removed = Label.objects.filter(pk__in={*given["remove"]} & before)
    desk.label(ticket, by=by, now=now, add=removed, remove=added)


def _service_back(ticket: Ticket, was: BulkItem, by: Staff, now: dt.datetime) -> None:
    before = was.before["service"]
    if ticket.service_id != was.job.given["service"]:
        raise Refused(_WENT_ON)
    if before is None:
        raise Refused(_NO_SERVICE)
    desk.choose_service(ticket, service=Service.objects.get(pk=before), by=by, now=now)


def _holder_back(
    ticket: Ticket, was: BulkItem, *, holder: int, by: Staff, now: dt.datetime
) -> None:
    """Give it back to who had it, or to the queue; nothing where the deed did not change that."""
    before = was.before["assignee"]
    if before == holder:
        return
    if ticket.assignee_id != holder:
        raise Refused(_WENT_ON)
    if before is not None:
        to = Staff.objects.get(pk=before)
        desk.assign(ticket, by=by, now=now, to=to, note=_WHY)
    else:
        desk.release(ticket, by=by, now=now, reason=_WHY)
