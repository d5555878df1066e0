"""Where a matter has been: office by office and service by service, how long at each, and in time or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from tickets.models import Ticket, TicketEvent
from tickets.words import amount_words, words


class Hop(NamedTuple):
    """One stay: the place, how long it took, and the due time there in words ("" where none ran)."""

    place: str
    length: str
    due: str
    is_late: bool
    is_now: bool


def was_passed_on(ticket: Ticket, events: Sequence[TicketEvent]) -> bool:
    """Whether there may be hops to show, by what the page has read already."""
    moved = ticket.agency_id != ticket.origin_agency_id
    return moved or any(event.verb == TicketEvent.Verb.TRANSFERRED for event in events)


def hops_of(ticket: Ticket, *, now: dt.datetime) -> list[Hop]:
    """All stays in order, the present one last; none where it was never passed on. One query."""
    moves = list(ticket.events.filter(verb=TicketEvent.Verb.TRANSFERRED).order_by("at", "pk"))
    if not moves:
        return []
    stays, since = [], ticket.received_at
    for move in moves:
        due = _moment(move.data.get("due"))
        stays.append(
            _hop(ticket, str(move.data.get("from", "")), (since, move.at), due=due, now=now)
        )
        since = move.at
    ended = ticket.resolved_at or ticket.closed_at
    due = ticket.due_at if ticket.registered_at and ticket.paused_since is None else None
    last = str(moves[-1].data.get("to", ""))
    hop = _hop(ticket, last, (since, max(ended or now, since)), due=due, now=now)
    return [*stays, hop._replace(is_now=ticket.is_open)]


def _hop(
    ticket: Ticket,
    place: str,
    stay: tuple[dt.datetime, dt.datetime],
    *,
    due: dt.datetime | None,
    now: dt.datetime,
) -> Hop:
    begins, ends = stay
    said = words(due, zone=ticket.agency.zone, now=now) if due else ""
    return Hop(
        place=place,
        length=amount_words(ends - begins),
        due=said,
        is_late=due is not None and ends > due,
        is_now=False,
    )


def _moment(value: object) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(str(value))
    except ValueError:
        return None
