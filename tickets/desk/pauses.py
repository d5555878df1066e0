"""Since when the clock of a ticket stands still: by a pause of its own, by outages, or by both.

Pauses may lie over each other: `sla` counts that time once. The row keeps the earliest beginning of what is
open (`paused_since`) and the earliest open outage (`outage`), so that pages need not read the spans.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from tickets.desk.base import write
from tickets.models import ClockSpan, Ticket


def is_paused_itself(ticket: Ticket) -> bool:
    """Whether a pause of its own is open; asks the rows only where an outage is, too."""
    if ticket.paused_since is None:
        return False
    return ticket.outage_id is None or _own(ticket).exists()


def end_own(ticket: Ticket, *, now: dt.datetime) -> None:
    """End its own pause; where an outage goes on, the clock does not run yet."""
    _own(ticket).update(ends_at=now)
    if ticket.outage_id is None:
        write(ticket, paused_since=None)
    else:
        read_open(ticket)


def leave_outages(ticket: Ticket, *, now: dt.datetime, ended: bool = False) -> None:
    """End the spans of outages that do not touch it any more: it is elsewhere, or has `ended`."""
    for span in _open(ticket).filter(outage__isnull=False).select_related("outage"):
        outage = span.outage
        assert outage is not None  # noqa: S101  # for the type checker
        if not ended and outage.touches(agency=ticket.agency_id, service=ticket.service_id):
            span.service_id = ticket.service_id
            span.save(update_fields=["service"])
        else:
            span.left_at = span.ends_at = max(now, span.starts_at)
            span.save(update_fields=["left_at", "ends_at"])
    read_open(ticket)


def read_open(ticket: Ticket) -> None:
    """Write since when, and by which outage, it stands still, as its open spans say."""
    found = list(_open(ticket).select_related("outage").order_by("starts_at", "pk"))
    since = found[0].starts_at if found else None
    outage = next((span.outage for span in found if span.outage is not None), None)
    is_new = (outage.pk if outage else None) != ticket.outage_id
    if is_new or since != ticket.paused_since:
        write(ticket, paused_since=since, outage=outage)


def _open(ticket: Ticket) -> QuerySet[ClockSpan]:
    return ClockSpan.objects.filter(ticket=ticket, ends_at__isnull=True)


def _own(ticket: Ticket) -> QuerySet[ClockSpan]:
    return _open(ticket).filter(outage__isnull=True)
