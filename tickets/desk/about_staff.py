"""A complaint about the office's own people: those above them are told, not only who works it."""

from __future__ import annotations

import datetime as dt

from services.access import Action
from services.models import Membership, Role, Staff
from tickets.desk.base import Verb, must_be_able, record, working_on, write
from tickets.desk.opening import as_complaint
from tickets.desk.registering import enter
from tickets.models import Ticket
from tickets.notifications import Kind, Occasion, tell


def mark_about_staff(ticket: Ticket, *, now: dt.datetime, by: Staff | None = None) -> Ticket:
    """Mark it, and tell the office's supervisors and officials; each person once for a ticket.

    `by` None: the bot. Marking twice changes nothing. Raises Refused.
    """
    with working_on(ticket):
        must_be_able(by, Action.MARK_ABOUT_STAFF, ticket)
        if ticket.is_about_staff:
            return ticket
        enter(ticket, now=now, by=by)
        if by is None:  # an officer corrects the kind by hand
            write(ticket, **as_complaint(ticket))
        _mark(ticket, by=by, now=now)
    return ticket


def mark_as_in(source: Ticket, ticket: Ticket, *, by: Staff, now: dt.datetime) -> None:
    """A part of a complaint about staff is one, until somebody above unmarks it; call it inside
    `working_on`. Who moved its words need not work the other service.
    """
    if source.is_about_staff and not ticket.is_about_staff:
        _mark(ticket, by=by, now=now)


def _mark(ticket: Ticket, *, by: Staff | None, now: dt.datetime) -> None:
    write(ticket, is_about_staff=True)
    data = {"by": "" if by else "bot"}
    record(ticket, Verb.MARKED_ABOUT_STAFF, by=by, now=now, data=data)
    occasion = Occasion(kind=Kind.ABOUT_STAFF, at=ticket.received_at, people=_above(ticket))
    tell(occasion, ticket=ticket, by=by, now=now)


def unmark_about_staff(ticket: Ticket, *, by: Staff, now: dt.datetime) -> Ticket:
    """It is about somebody else; unmarking twice changes nothing. Raises Refused."""
    with working_on(ticket):
        must_be_able(by, Action.UNMARK_ABOUT_STAFF, ticket)
        if ticket.is_about_staff:
            write(ticket, is_about_staff=False)
            record(ticket, Verb.UNMARKED_ABOUT_STAFF, by=by, now=now)
    return ticket


def _above(ticket: Ticket) -> list[Staff]:
    held = Membership.objects.in_force().filter(
        agency=ticket.agency_id, role__in=(Role.SUPERVISOR, Role.OFFICIAL)
    )
    rows = held.select_related("staff").order_by("staff_id")
    return list({row.staff_id: row.staff for row in rows}.values())
