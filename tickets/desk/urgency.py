"""Emergencies: on top of the queue, and told at once to those who are there."""

from __future__ import annotations

import datetime as dt

from services.access import Action
from services.models import Membership, Role, Staff
from services.reach import works_on
from tickets.desk.assigning import on_hand
from tickets.desk.base import Verb, must_be_able, must_be_open, record, working_on, write
from tickets.desk.registering import enter
from tickets.models import Ticket
from tickets.notifications import Kind, Occasion, tell


def mark_urgent(ticket: Ticket, *, now: dt.datetime, by: Staff | None = None) -> Ticket:
    """Put it before all due times and tell its holder, the supervisors and the officers on duty.

    `by` None: the bot. Each person is told once for a ticket, also when it is marked again. Marking
    twice changes nothing. Raises Refused where the ticket is not open.
    """
    with working_on(ticket):
        must_be_able(by, Action.MARK_URGENT, ticket)
        must_be_open(ticket)
        if ticket.is_urgent:
            return ticket
        enter(ticket, now=now, by=by)
        write(ticket, is_urgent=True)
        record(ticket, Verb.MARKED_URGENT, by=by, now=now, data={"by": "" if by else "bot"})
        people = _people(ticket, now)
        occasion = Occasion(kind=Kind.URGENT, at=ticket.received_at, people=people)
        tell(occasion, ticket=ticket, by=by, now=now)
    return ticket


def unmark_urgent(ticket: Ticket, *, by: Staff, now: dt.datetime) -> Ticket:
    """It is no emergency, or none any more; unmarking twice changes nothing. Raises Refused."""
    with working_on(ticket):
        must_be_able(by, Action.MARK_URGENT, ticket)
        if ticket.is_urgent:
            write(ticket, is_urgent=False)
            record(ticket, Verb.UNMARKED_URGENT, by=by, now=now)
    return ticket


def _people(ticket: Ticket, now: dt.datetime) -> list[Staff]:
    """Holder, supervisors of the office, and of the officers on duty (else present) those who work
    on such a ticket; each once.
    """
    supervisors = Membership.objects.in_force().filter(
        agency=ticket.agency_id, role=Role.SUPERVISOR
    )
    people = [row.staff for row in supervisors.select_related("staff").order_by("staff_id")]
    holder = ticket.assignee
    if holder is not None and holder.is_active:
        people.append(holder)
    present = on_hand(ticket.agency, now).values()
    people += [row.staff for row in present if works_on(row, ticket)]
    return list({person.pk: person for person in people}.values())
