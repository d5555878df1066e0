"""Gives a matter its register number: from then on it is counted, reminded of and asked about."""

from __future__ import annotations

import datetime as dt

from services.models import Staff
from tickets.desk import clock, register
from tickets.desk.base import Verb, record, working_on, write
from tickets.models import Ticket


def register_matter(ticket: Ticket, *, now: dt.datetime) -> Ticket:
    """Give the ticket its register number, unless it has one; its due times stay as they are.

    They count from the receipt, so the citizen waits no longer because the bot asked first.
    """
    if ticket.registered_at is None:
        with working_on(ticket):
            enter(ticket, now=now)
    return ticket


def enter(ticket: Ticket, *, now: dt.datetime, by: Staff | None = None) -> None:
    """The same, inside `working_on`; every verb by which an officer works on a ticket calls it."""
    if ticket.registered_at is not None:
        return
    here = ticket.origin_agency_id == ticket.agency_id
    office = ticket.agency if here else ticket.origin_agency
    number = register.next_register_number(office, received_at=ticket.received_at)
    data = {"from": ticket.register_number, "to": number, "by": "" if by else "bot"}
    ticket.registered_at = now
    clock.set_order(ticket)  # a ticket without a number has no reminder
    order = clock.order_of(ticket)
    write(ticket, register_number=number, registered_at=now, **order)
    record(ticket, Verb.REGISTERED, by=by, now=now, data=data)
