"""Answers that never came: what WhatsApp refused after all does not end the first promise."""

from __future__ import annotations

import datetime as dt

from django.db.models import Min

from services.models import Staff
from tickets.desk import clock
from tickets.desk.base import Verb, record, working_on
from tickets.models import Message, Ticket

# WhatsApp tells the fate of a message within a week; a day more for a late webhook.
_MAY_COME_LATE = dt.timedelta(days=8)


def recount_answers(now: dt.datetime, *, limit: int = 500) -> int:
    """Count first responses anew where a send failed, or a failed one came after all.

    Returns how many tickets changed.
    """
    lost = Message.objects.first_answers_refused()
    late = Message.objects.first_answers_after_all(since=now - _MAY_COME_LATE)
    keys = {pk for rows in (lost, late) for pk in rows.values_list("ticket", flat=True)[:limit]}
    return sum(_recount(ticket, now=now) for ticket in Ticket.objects.filter(pk__in=keys))


def _recount(ticket: Ticket, *, now: dt.datetime) -> bool:
    with working_on(ticket):
        before = ticket.first_responded_at
        if not count_answers(ticket, by=None, now=now):
            return False
        data = {"from": _iso(before), "to": _iso(ticket.first_responded_at)}
        record(ticket, Verb.UNREACHED, by=None, now=now, data=data)
    return True


def count_answers(ticket: Ticket, *, by: Staff | None, now: dt.datetime) -> bool:
    """Set the first response to the first answer that was not refused; whether it changed."""
    answers = Message.objects.filter(ticket=ticket).answers()
    before = ticket.first_responded_at
    # What an officer said face to face no failed send takes back.
    if before is not None and not answers.filter(occurred_at=before).exists():
        return False
    standing = answers.exclude(status=Message.Status.FAILED).aggregate(first=Min("occurred_at"))
    if standing["first"] == before:
        return False
    ticket.first_responded_at = standing["first"]
    if ticket.first_responded_at is None:
        clock.first_response_is_owed(ticket, now=now)
    else:
        clock.first_response_was(ticket, by=by, now=now)
    return True


def _iso(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None
