"""An outage holds up the tickets that it touches: each gets a span, made again when the outage is corrected.

Rows are the work: a ticket without a span, or with one of an earlier version of the outage. Each is put right
in a transaction of its own under the ticket's lock, so a sweep that is killed goes on where it was, and two
of them do no harm (docs/decisions/0084).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import structlog

from tickets import states
from tickets.desk import clock
from tickets.desk.base import Verb, record, working_on
from tickets.event_reasons import Why, outage_why
from tickets.figures import marking
from tickets.models import ClockSpan, Outage, Ticket, TicketEvent
from tickets.models.outage import times_of

log = structlog.get_logger(__name__)

_BATCH = 200
_MOVES = (TicketEvent.Verb.SERVICE_CHOSEN, TicketEvent.Verb.TRANSFERRED)


def apply_outages(now: dt.datetime) -> int:
    """Put right the tickets of all outages that still change any; returns how many were looked at."""
    found = Outage.objects.to_apply().select_related("agency").order_by("pk")
    return sum(_apply(outage, now) for outage in found)


def _apply(outage: Outage, now: dt.datetime) -> int:
    keys = _left(outage)
    for pk in keys:
        _put_right(pk, outage, now)
    if not keys:  # unless it was changed meanwhile
        done = Outage.objects.filter(pk=outage.pk, version=outage.version)
        done.update(applied_version=outage.version)
    return len(keys)


def _left(outage: Outage) -> list[int]:
    """Some of the tickets that do not have the outage as it is now, the most urgent first."""
    found: list[int] = []
    if outage.applied_version < outage.version:
        old = ClockSpan.objects.filter(outage=outage, outage_version__lt=outage.version)
        found += old.order_by("pk").values_list("ticket_id", flat=True)[:_BATCH]
    if outage.withdrawn_at is None:
        new = outage.tickets_without_span().order_by("sort_due_at", "pk")
        found += new.values_list("pk", flat=True)[:_BATCH]
    return list(dict.fromkeys(found))


def _put_right(pk: int, outage: Outage, now: dt.datetime) -> None:
    try:
        ticket = Ticket.objects.select_related("agency").get(pk=pk)
        with working_on(ticket):
            # As it is by now: a correction that came before this lock is in it, a later one is a new version.
            _hold(ticket, Outage.objects.select_related("agency").get(pk=outage.pk), now)
    except Exception:  # one ticket's fault must not stop the sweep
        log.exception("desk.outage_failed", ticket=pk, outage=outage.pk)


def _hold(ticket: Ticket, outage: Outage, now: dt.datetime) -> None:
    spans = list(ClockSpan.objects.filter(ticket=ticket, outage=outage).order_by("came_at", "pk"))
    before = [_length(span) for span in spans]
    if outage.withdrawn_at is not None:
        ClockSpan.objects.filter(ticket=ticket, outage=outage).delete()
        spans = []
    else:
        for span in spans:
            _see_where_it_went(span, ticket, outage)
        if _needs_one(ticket, outage, spans):
            spans.append(_new(ticket, outage, spans))
        for span in spans:
            span.starts_at, span.ends_at = times_of(span, outage)
            span.why, span.reason = outage_why(outage.kind), outage.name
            span.outage_version = outage.version
            span.save()
    after = [_length(span) for span in spans]
    if [one for one in before if one] != [one for one in after if one]:
        _recount(ticket, outage, [span for span in spans if _length(span)], now)


def _length(span: ClockSpan) -> tuple[dt.datetime, dt.datetime | None] | None:
    """What counts of it; None where it holds up nothing."""
    return None if span.starts_at == span.ends_at else (span.starts_at, span.ends_at)


def _recount(ticket: Ticket, outage: Outage, spans: list[ClockSpan], now: dt.datetime) -> None:
    what = {"outage_kind": outage.kind, "outage_name": outage.name}
    data: dict[str, Any] = {"outage": outage.pk, **what}
    if spans:
        last, zone = spans[-1], outage.agency.zone
        until = last.ends_at.astimezone(zone).isoformat() if last.ends_at else ""
        data |= {"since": last.starts_at.astimezone(zone).isoformat(), "until": until}
    record(
        ticket,
        Verb.OUTAGE if spans else Verb.OUTAGE_WITHDRAWN,
        by=None,
        now=now,
        data=data,
    )
    clock.recount(ticket, now=now, why=Why.OUTAGE if spans else Why.OUTAGE_WITHDRAWN, **what)
    marking.mark_length(ticket)


def _needs_one(ticket: Ticket, outage: Outage, spans: list[ClockSpan]) -> bool:
    """As `Outage.tickets_without_span`, of the row as it is now."""
    if ticket.registered_at is None or ticket.state == states.State.INTAKE:
        return False
    if not outage.touches(agency=ticket.agency_id, service=ticket.service_id):
        return False
    return not spans or (ticket.is_open and all(span.left_at is not None for span in spans))


def _new(ticket: Ticket, outage: Outage, earlier: list[ClockSpan]) -> ClockSpan:
    """From when it came to where it is; one that has ended left then."""
    came = [ticket.received_at, *(span.left_at for span in earlier if span.left_at is not None)]
    if (moved := _last_move(ticket)) is not None:
        came.append(moved)
    return ClockSpan(
        ticket=ticket,
        outage=outage,
        kind=ClockSpan.Kind.OUTAGE,
        service_id=ticket.service_id,
        came_at=max(came),
        left_at=None if ticket.is_open else ticket.resolved_at,
    )


def _see_where_it_went(span: ClockSpan, ticket: Ticket, outage: Outage) -> None:
    """Complete a span of a ticket that ended or went elsewhere after the outage was over."""
    if span.left_at is not None:
        return
    if not ticket.is_open:
        span.left_at = ticket.resolved_at
    elif (ticket.service_id, ticket.agency_id) != (span.service_id, outage.agency_id):
        if outage.touches(agency=ticket.agency_id, service=ticket.service_id):
            span.service_id = ticket.service_id
        else:
            span.left_at = _last_move(ticket)


def _last_move(ticket: Ticket) -> dt.datetime | None:
    """When it came to its service and office from another one; None where it began there."""
    lines = ticket.events.filter(verb__in=_MOVES).order_by("-at", "-pk")
    return next(
        (one.at for one in lines if one.verb == Verb.TRANSFERRED or one.data.get("from")), None
    )
