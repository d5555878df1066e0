"""What is old enough to need a mark where it changes; marks of messages that come into a ticket, or leave one, after their
hour was made.
"""

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


def end_of_made_hours(now: dt.datetime) -> dt.datetime:
    """Until when hours may be made by now: a change of what happened before it needs a mark. Every zone of the country is
    whole hours off (`Agency.Zone`).
    """
    return (now - AT_ONCE).replace(minute=0, second=0, microsecond=0)


def of_messages(said: Iterable[tuple[int, dt.datetime]], *, now: dt.datetime) -> list[Statement]:
    """Marks the hours of those that are in a ticket, told by key and moment; nothing for what was said
    just now.
    """
    before = end_of_made_hours(now)
    late = [pk for pk, at in said if at < before]
    if not late:
        return []
    places = ", ".join(["%s"] * len(late))
    return [Statement(f"{_MARK} ({places})", [rows.moment(before), *late])]
