"""Citizens who wait are told of an outage, once each, while it goes on and in the office's hours."""

from __future__ import annotations

import datetime as dt

import structlog
from django.db.models import QuerySet

from services.calendars import calendar_of
from tickets import waiting_dates
from tickets.desk.base import working_on
from tickets.desk.telling import tell_outage
from tickets.models import ClockSpan, Outage, OutageNotice, Ticket

log = structlog.get_logger(__name__)

_BATCH = 100


def tell_outages(now: dt.datetime) -> int:
    """Tell some of those who are still to be told; returns how many were.

    The message and the line that says "told" are one transaction under the lock of the conversation, so
    a sweep that is killed leaves both or neither, and two of them tell nobody twice.
    """
    return sum(_tell(outage, now) for outage in Outage.objects.to_tell().select_related("agency"))


def _tell(outage: Outage, now: dt.datetime) -> int:
    if waiting_dates.opening_from(calendar_of(outage.agency), now) > now:
        return 0  # nobody is woken
    waiting = outage.waiting_tickets().filter(pk__in=_held_up(outage).values("ticket"))
    keys = list(waiting.order_by("sort_due_at", "pk").values_list("pk", flat=True)[:_BATCH])
    return sum(_tell_one(pk, outage, now) for pk in keys)


def _held_up(outage: Outage) -> QuerySet[ClockSpan]:
    return ClockSpan.objects.filter(outage=outage, ends_at__isnull=True)


def _tell_one(pk: int, outage: Outage, now: dt.datetime) -> bool:
    try:
        ticket = Ticket.objects.select_related("agency", "conversation__channel").get(pk=pk)
        with working_on(ticket):
            return _told(ticket, outage, now)
    except Exception:  # one ticket's fault must not stop the sweep
        log.exception("desk.outage_not_told", ticket=pk, outage=outage.pk)
        return False


def _told(ticket: Ticket, outage: Outage, now: dt.datetime) -> bool:
    """Look again, and tell; of all matters of the citizen that wait for it at this number."""
    if not Outage.objects.to_tell().filter(pk=outage.pk).exists():
        return False
    theirs = outage.waiting_tickets().filter(
        citizen=ticket.citizen_id,
        conversation=ticket.conversation_id,
        pk__in=_held_up(outage).values("ticket"),
    )
    registers = list(theirs.order_by("pk").values_list("register_number", flat=True))
    if ticket.register_number not in registers:
        return False
    notice = tell_outage(ticket, registers, outage=outage, now=now)
    OutageNotice.objects.create(
        outage=outage, citizen_id=ticket.citizen_id, ticket=ticket, told=notice.told, at=now
    )
    return True
