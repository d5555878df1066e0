"""The tickets of an officer who is away or has left go to others: listed, proposed, passed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q

from services import access
from services.access import Action
from services.models import Agency, Membership, Role, Staff
from services.presence import presence_at
from services.reach import works_on
from tickets import assignment
from tickets.desk.assigning import assign
from tickets.desk.base import Refused
from tickets.desk.colleagues import Colleague
from tickets.models import Ticket
from tickets.models.ticket_queryset import TicketQuerySet


@dataclass(frozen=True, kw_only=True)
class Relief:
    """The tickets of one officer that must go to others, and who can get each of them.

    `able`: the people (by id) who can get a ticket; `proposal`: who would, shared out by open work.
    """

    tickets: list[Ticket]
    colleagues: list[Colleague]
    able: Mapping[int, frozenset[int]] = field(default_factory=dict)
    proposal: Mapping[int, int | None] = field(default_factory=dict)


def left_to_pass_on(tickets: TicketQuerySet, staff: Staff) -> TicketQuerySet:
    """Of these tickets those that this officer holds, or had to leave, and nobody has yet."""
    left = Q(left_by=staff, assignee__isnull=True)
    return tickets.open().filter(Q(assignee=staff) | left)


def whose_tickets_lie(tickets: TicketQuerySet, agency: Agency, now: dt.datetime) -> dict[int, int]:
    """Officers (by id) who are away today or have left, with how many tickets wait for a colleague."""
    open_here = tickets.open().filter(agency=agency).order_by()
    held = dict(_counted(open_here.exclude(assignee=None), "assignee"))
    left = dict(_counted(open_here.unassigned().exclude(left_by=None), "left_by"))
    at_work = access.offices_where_each_may(Action.TAKE, held)
    away = presence_at(agency, now).away
    lies = {
        one: count for one, count in held.items() if one in away or (one, agency.pk) not in at_work
    }
    return {one: lies.get(one, 0) + left.get(one, 0) for one in {*lies, *left}}


def _counted(tickets: TicketQuerySet, field: str) -> Sequence[tuple[int, int]]:
    return list(tickets.values(field).annotate(held=Count("pk")).values_list(field, "held"))


def relief_of(tickets: Sequence[Ticket], *, agency: Agency, of: Staff, now: dt.datetime) -> Relief:
    """Who can get these tickets of one office, and how they would be shared out.

    By open work, never to whoever is absent or has no room; supervisors can be chosen and are
    proposed for nothing.
    """
    there = presence_at(agency, now)
    held = Membership.objects.in_force().filter(
        agency=agency, role__in=(Role.OPERATOR, Role.SUPERVISOR)
    )
    rows = held.exclude(staff__in=there.away).exclude(staff=of).select_related("staff")
    members = rows.order_by("staff__full_name", "pk").with_service_ids()
    loads = Ticket.objects.loads_of([row.staff_id for row in members], now)
    known: dict[tuple[int | None, int | None], tuple[frozenset[int], frozenset[int]]] = {}
    able, workers = {}, {}
    for ticket in tickets:
        line = (ticket.service_id, None if ticket.service_id else ticket.channel_id)
        if line not in known:
            known[line] = _who(members, ticket)
        able[ticket.pk], workers[ticket.pk] = known[line]
    room = {row.staff_id: row.capacity for row in members if row.role == Role.OPERATOR}
    people = [assignment.Candidate(pk, loads[pk].open, cap) for pk, cap in room.items()]
    wanted = [(ticket.pk, workers[ticket.pk]) for ticket in tickets]
    colleagues = {
        row.staff_id: Colleague(
            staff=row.staff,
            open_count=loads[row.staff_id].open,
            late_count=loads[row.staff_id].late,
            is_on_duty=row.staff_id in there.on_duty,
        )
        for row in members
    }
    return Relief(
        tickets=list(tickets),
        colleagues=list(colleagues.values()),
        able=able,
        proposal=assignment.share_out(wanted, people=people),
    )


def _who(members: Sequence[Membership], ticket: Ticket) -> tuple[frozenset[int], frozenset[int]]:
    """Those who can be chosen for it, and of them those who work such tickets every day."""
    work = frozenset(
        row.staff_id for row in members if row.role == Role.OPERATOR and works_on(row, ticket)
    )
    lead = frozenset(row.staff_id for row in members if row.role == Role.SUPERVISOR)
    return work | lead, work


def pass_on(
    chosen: Mapping[Ticket, Staff], *, by: Staff, now: dt.datetime, note: str
) -> dict[Ticket, str]:
    """Give each ticket to its new officer, with the one note; returns what was refused, and why.

    Each ticket is a step of its own: what is done stays done when a later one is refused.
    """
    refused: dict[Ticket, str] = {}
    for ticket, to in chosen.items():
        try:
            assign(ticket, by=by, now=now, to=to, note=note)
        except Refused as refusal:
            refused[ticket] = str(refusal)
    Agency.objects.filter(pk__in={ticket.agency_id for ticket in chosen}).say_anew()
    return refused
