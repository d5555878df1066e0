"""A complaint about the office's own people: those above them are told, not only who works it."""

from __future__ import annotations

import datetime as dt

from services.models import Membership, Role
from tickets.desk.base import working_on
from tickets.desk.registering import enter
from tickets.models import Ticket
from tickets.notifications import Kind, Occasion, tell


def tell_of_staff_complaint(ticket: Ticket, *, now: dt.datetime) -> Ticket:
    """Tell the office's supervisors and officials; each person is told once for a ticket."""
    with working_on(ticket):
        enter(ticket, now=now)
        above = Membership.objects.in_force().filter(
            agency=ticket.agency_id, role__in=(Role.SUPERVISOR, Role.OFFICIAL)
        )
        rows = above.select_related("staff").order_by("staff_id")
        people = {row.staff_id: row.staff for row in rows}.values()
        occasion = Occasion(kind=Kind.ABOUT_STAFF, at=ticket.received_at, people=people)
        tell(occasion, ticket=ticket, now=now)
    return ticket
