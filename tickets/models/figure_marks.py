"""Marks for figures that a message changes by coming into a ticket, or leaving one, after its own day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from services import rows
from services.rows import Statement

# What changes sooner after it happened needs no mark: its day is not made yet (tickets.figures.rebuilding).
AT_ONCE = dt.timedelta(minutes=10)
_MARK = (
    "INSERT INTO tickets_figurechange (agency_id, at)"
    " SELECT ticket.agency_id, message.occurred_at FROM tickets_message message"
    " JOIN tickets_ticket ticket ON ticket.id = message.ticket_id"
    " WHERE message.occurred_at < %s AND message.id IN"
)


def of_messages(said: Iterable[tuple[int, dt.datetime]], *, now: dt.datetime) -> list[Statement]:
    """Marks the days of those that are in a ticket, told by key and moment; nothing for what was said
    just now.
    """
    before = now - AT_ONCE
    late = [pk for pk, at in said if at < before]
    if not late:
        return []
    places = ", ".join(["%s"] * len(late))
    return [Statement(f"{_MARK} ({places})", [rows.moment(before), *late])]
