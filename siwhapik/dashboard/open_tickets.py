"""What is open now, for the dashboard: statements that stand as text, one way there and back (docs/decisions/0074).

The rules are those of `tickets.models.ticket_promises`; a test compares the two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from services import rows
from services.rows import Question, Statement, places
from tickets import states
from tickets.models import Ticket
from tickets.sla import SOON

_COUNTED = "(paused_since IS NULL OR look_due_at IS NOT NULL OR (outage_id IS NOT NULL AND first_responded_at IS NULL))"
_NAMES = ("open", "soon", "overdue")
_WAITING = (
    f"COUNT(*), COUNT(*) FILTER (WHERE {_COUNTED} AND sort_due_at >= %s AND sort_due_at < %s),"
    f" COUNT(*) FILTER (WHERE {_COUNTED} AND sort_due_at < %s)"
)
_SMALLEST = "MIN(received_at) FILTER (WHERE received_at IS NOT NULL)"
_MATTERS = "registered_at IS NOT NULL AND agency_id IN"
_OPEN = "state IN ('" + "', '".join(sorted(states.OPEN)) + "')"


@dataclass(frozen=True)
class OpenTickets:
    """Counts of the open tickets for each service (or office) and officer together: all that is said of them is
    added up from these. Over the partial index of open tickets. `trouble`: what failed to be sent is counted in
    every state, as the queue lists it.
    """

    waiting: Sequence[dict[str, Any]]
    trouble: int
    oldest: Ticket | None


def open_tickets(
    offices: Collection[int], *, now: dt.datetime, by: str = "service_id"
) -> OpenTickets:
    """Those of these offices, as they are now."""
    matters = f"{_MATTERS} {places(offices)}"
    soon, late = rows.moment(now + SOON), rows.moment(now)
    waiting = " ".join(
        ("SELECT", f"{by}, assignee_id,", _WAITING, "FROM tickets_ticket WHERE", matters)
    )
    trouble = " ".join(("SELECT COUNT(*) FROM tickets_ticket WHERE", matters, "AND has_trouble"))
    # By its moment: asked for the first by time, the database begins with the oldest that is done, as it does for
    # a smallest one without a filter.
    are = f"WHERE {matters} AND {_OPEN}"
    since = " ".join(("(SELECT", _SMALLEST, "FROM tickets_ticket", are, ")"))
    oldest = " ".join((are, "AND received_at =", since, "ORDER BY id LIMIT 1"))
    found, ((failed,),), first = rows.read(
        [
            Statement(f"{waiting} AND {_OPEN} GROUP BY 1, 2", [late, soon, late, *offices]),
            Statement(trouble, [*offices]),
            Question(Ticket, oldest, [*offices, *offices]),
        ],
        planned=True,
    )
    names = (by, "assignee_id", *_NAMES)
    counts = [dict(zip(names, row, strict=True)) for row in found]
    return OpenTickets(counts, failed, next(iter(first), None))
