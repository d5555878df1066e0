"""What a ticket's page says of the tickets that it goes on with (docs/decisions/0072)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from services import access
from services.models import Staff
from tickets import identity, states
from tickets.models import Ticket
from tickets.views.links import Links
from tickets.words import words

_MOST = 50
_FIELDS = ("register_number", "state", "received_at", *identity.FIELDS)


def joined_of(ticket: Ticket, *, staff: Staff, now: dt.datetime) -> dict[str, Any] | None:
    """None, without a query, for nearly all tickets. `leader`: its number and address, both "" where this
    person may not open it; `led`: those that go on here, or wait for it, as far as the person reads them.
    """
    if ticket.leader_id is None and not ticket.leads:
        return None
    readable = Ticket.objects.visible_to(staff)
    leader = ""
    if ticket.leader_id is not None:
        openable = Ticket.objects.openable_by(staff).filter(pk=ticket.leader_id)
        found = openable.values_list("register_number", flat=True)
        leader = found.first() or ""
    heads, zone = access.offices_headed(staff), ticket.agency.zone
    rows = readable.filter(leader=ticket).order_by("pk").values(*_FIELDS) if ticket.leads else []
    return {
        "is_merged": ticket.is_merged,
        "is_following": ticket.is_following,
        "leader": leader,
        "url": Links(leader)["ticket"] if leader else "",
        "led": [
            {
                "url": Links(row["register_number"])["ticket"],
                "register": row["register_number"],
                "service": identity.in_row(row, heads=heads).name,
                "look": states.of(row["state"]).look,
                "state_label": states.of(row["state"]).label,
                "at": words(row["received_at"], zone=zone, now=now),
            }
            for row in rows[:_MOST]
        ],
    }
