"""Marks for figures that a message changes by coming into a ticket, or leaving one, after its own day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from services import rows
from services.rows import Statement

# What changes so soon after its hour was over needs no mark: the hour is not made yet (tickets.figures.rebuilding).
AT_ONCE = dt.timedelta(minutes=10)
_MARK = (
    "INSERT INTO tickets_figurechange (agency_id, at)"
    " SELECT ticket.agency_id, message.occurred_at FROM tickets_message message"
    " JOIN tickets_ticket ticket ON ticket.id = message.ticket_id"
    " WHERE message.occurred_at < %s AND message.id IN"
)


def may_be_made(now: dt.datetime) -> dt.datetime:
    """The end of the hours that may be made by now, so of what happened before it a change needs a mark. Every zone of the
    country is whole hours off (`Agency.Zone`).
    """
    return (now - AT_ONCE).replace(minute=0, second=0, microsecond=0)


def of_messages(said: Iterable[tuple[int, dt.datetime]], *, now: dt.datetime) -> list[Statement]:
    """Marks the hours of those that are in a ticket, told by key and moment; nothing for what was said
    just now.
    """
    before = may_be_made(now)
    late = [pk for pk, at in said if at < before]
    if not late:
        return []
    places = ", ".join(["%s"] * len(late))
    return [Statement(f"{_MARK} ({places})", [rows.moment(before), *late])]
