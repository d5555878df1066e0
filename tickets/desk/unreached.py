"""Answers that WhatsApp refused after all: they do not count as the first response."""

from __future__ import annotations

import datetime as dt

import structlog
from django.db.models import Min

from services.models import Staff
from tickets import states
from tickets.desk import clock, owing
from tickets.desk.base import Verb, record, working_on, write
from tickets.models import Message, Ticket

log = structlog.get_logger(__name__)

# WhatsApp reports on a message within a week; the rest is for a sweep that was stopped.
LOOKED_BACK = dt.timedelta(days=30)


def recount_answers(now: dt.datetime, *, limit: int = 500) -> int:
    """Count answers again where a send failed, or a failed one came after all.

    Sets both the first response and since when a reply is owed.

    Returns how many tickets changed.
    """
    since = now - LOOKED_BACK
    changed = (
        Message.objects.first_answers_refused(since=since),
        Message.objects.last_answers_refused(since=since),
        Message.objects.earlier_answers_after_all(since=since),
        Message.objects.last_answers_after_all(since=since),
    )
    keys = {pk for found in changed for pk in found.values_list("ticket", flat=True)[:limit]}
    tickets = Ticket.objects.filter(pk__in=keys).order_by("pk")
    return sum(_recount(ticket, now=now) for ticket in tickets)


def _recount(ticket: Ticket, *, now: dt.datetime) -> bool:
    try:
        with working_on(ticket):
            owed = ticket.state not in states.FINAL and owing.recount(ticket)
            first = count_answers(ticket, now=now)
            if owed and not first:
                data = {"owed_since": owing.iso(ticket.unanswered_since), "state": ticket.state}
                record(ticket, Verb.UNREACHED, by=None, now=now, data=data)
            return owed or first
    except Exception:  # an error on one ticket must not stop the others
        log.exception("desk.recount_failed", ticket=ticket.pk)
        return False


def count_answers(ticket: Ticket, *, now: dt.datetime, by: Staff | None = None) -> bool:
    """Set the first response to the first answer that was not refused; returns whether it changed.

    Call it inside `working_on`. It changes no closed ticket and no talk at the counter.
    """
    before = ticket.first_responded_at
    answers = Message.objects.filter(ticket=ticket).answers()
    if ticket.state in states.FINAL:
        return False
    if before is not None and not answers.filter(occurred_at=before).exists():
        return False
    arrived = answers.exclude(status=Message.Status.FAILED).aggregate(first=Min("occurred_at"))
    if arrived["first"] == before:
        return False
    data = {
        "from": owing.iso(before),
        "to": owing.iso(arrived["first"]),
        "state": ticket.state,
    }
    record(ticket, Verb.UNREACHED, by=None, now=now, data=data)
    ticket.first_responded_at = arrived["first"]
    if ticket.first_responded_at is not None:
        clock.first_response_was(ticket, by=by, now=now)
        return True
    if ticket.state in states.WAITING_FOR_CITIZEN:  # do not wait for a citizen who was never asked
        write(ticket, state=states.at_work(is_held=ticket.assignee_id is not None))
    clock.first_response_is_owed(ticket, now=now)
    return True
