"""Who works a ticket: officers take, assign and release it, or a sweep shares it out."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from services import access
from services.access import Action
from services.models import Agency, Membership, Role, Staff
from services.presence import presence_at
from services.reach import works_on
from tickets import assignment, states
from tickets.desk.base import (
    Refused,
    State,
    Verb,
    cleaned,
    must_be_able,
    must_be_open,
    record,
    working_on,
    write,
)
from tickets.desk.registering import enter
from tickets.models import Ticket, TicketEvent
from tickets.notifications import Kind, Occasion, cause_of, tell

# Nobody asks to take the ticket over; so it is whenever it changes hands.
NOT_ASKED: dict[str, None] = {"asked_over_by": None, "asked_over_until": None}


def take(ticket: Ticket, *, by: Staff, now: dt.datetime) -> Ticket:
    """Assign it to `by`; of two officers at the same moment one gets it. Raises Refused."""
    with working_on(ticket):
        must_be_able(by, Action.TAKE, ticket)
        must_be_open(ticket)
        if ticket.assignee_id == by.pk:
            return ticket
        if ticket.assignee is not None:
            raise Refused(f"Tiket ini sudah diambil {ticket.assignee}.")
        begin_work(ticket, by, now)
        record(ticket, Verb.TAKEN, by=by, now=now, data={"to": by.pk})
    return ticket


def assign(ticket: Ticket, *, by: Staff, now: dt.datetime, to: Staff, note: str = "") -> Ticket:
    """Give it to an officer who works this service; both officers are told.

    Refused when it changed hands since the page was opened: a colleague's work must not be taken
    away unnoticed.
    """
    expected = ticket.assignee_id
    with working_on(ticket):
        must_be_able(by, Action.ASSIGN, ticket)
        must_be_open(ticket)
        must_be_held_as(ticket, expected)
        must_work_it(to, ticket)
        if ticket.assignee_id != to.pk:
            before = ticket.assignee
            data = {"from": ticket.assignee_id, "to": to.pk, "to_name": str(to)}
            begin_work(ticket, to, now)
            event = record(ticket, Verb.ASSIGNED, by=by, now=now, reason=note.strip(), data=data)
            told = Occasion(kind=Kind.ASSIGNED, cause=cause_of(event))
            tell(told, ticket=ticket, by=by, now=now)
            tell_former_holder(ticket, before, event, to=str(to))
    return ticket


def must_be_held_as(ticket: Ticket, expected: int | None) -> None:
    """Raise Refused when another officer holds it than the page that asks has shown."""
    if ticket.assignee_id != expected:
        holder = ticket.assignee or "tidak ada petugas"
        raise Refused(
            f"Sementara itu pemegang tiket berubah menjadi {holder}. Periksa lagi.", field="to"
        )


def must_work_it(to: Staff, ticket: Ticket) -> None:
    """Raise Refused when tickets like this one are not given to this person."""
    if not (to.is_active and access.can(to, Action.TAKE, ticket)):
        raise Refused(f"{to} tidak mengerjakan layanan ini. Pilih petugas yang lain.", field="to")


def release(ticket: Ticket, *, by: Staff, now: dt.datetime, reason: str = "") -> Ticket:
    """Hand it back to the queue: its holder with a note, or a supervisor. Raises Refused."""
    with working_on(ticket):
        must_be_open(ticket)
        if ticket.assignee is None:
            raise Refused("Tiket ini belum dipegang siapa pun.")
        must_be_able(by, Action.HAND_BACK, ticket)
        if ticket.assignee_id == by.pk:
            reason = cleaned(reason, what="Catatan untuk petugas berikutnya")
        before = ticket.assignee
        back_to_queue(ticket)
        data = {"from": before.pk, "to": None}
        event = record(ticket, Verb.RELEASED, by=by, now=now, reason=reason, data=data)
        tell_former_holder(ticket, before, event)
    return ticket


def back_to_queue(ticket: Ticket, *, left_by: Staff | None = None) -> None:
    """Unassign it; a ticket in progress goes back to the queue.

    `left_by`: the officer who is away or has left; it is listed until somebody gets it.
    """
    state = State.NEW if ticket.state == State.IN_PROGRESS else ticket.state
    write(ticket, assignee=None, state=state, left_by=left_by, **NOT_ASKED)


def tell_former_holder(
    ticket: Ticket, holder: Staff | None, event: TicketEvent, *, to: str = ""
) -> None:
    """Tell the officer whose ticket it was that it is in the queue, or who has it now (`to`)."""
    told = Occasion(
        kind=Kind.TAKEN_OVER if to else Kind.TAKEN_BACK,
        cause=cause_of(event),
        people=[holder] if holder is not None else [],
        values={"to": to} if to else {},
    )
    tell(told, ticket=ticket, by=event.actor, now=event.at)


def begin_work(ticket: Ticket, staff: Staff, now: dt.datetime) -> None:
    """Set the assignee; a queued ticket is in progress from now on, and registered by then."""
    enter(ticket, now=now, by=staff)
    starts = ticket.state in states.NOT_BEGUN
    write(
        ticket,
        assignee=staff,
        state=State.IN_PROGRESS if starts else ticket.state,
        queued_at=ticket.queued_at or now,
        left_by=None,
        **NOT_ASKED,
    )


def auto_assign_everywhere(now: dt.datetime) -> int:
    """Share out tickets in every office that wants it; returns how many were assigned."""
    chosen = Agency.objects.active().exclude(auto_assign=Agency.AutoAssign.OFF)
    return sum(auto_assign(agency, now) for agency in chosen)


def auto_assign(agency: Agency, now: dt.datetime, *, limit: int = 100) -> int:
    """Share out queued tickets by the agency's method; returns how many were assigned.

    Never to an officer who is absent, over capacity, or without the service. While an officer is on
    duty (piket), only officers on duty get tickets. Complaints about staff wait for a supervisor.
    """
    if agency.auto_assign == Agency.AutoAssign.OFF:
        return 0
    waiting = list(
        Ticket.objects.filter(agency=agency, state=State.NEW, is_about_staff=False)
        .unassigned()
        .for_queue()[:limit]
    )
    if not waiting:
        return 0
    return _share_out(waiting, agency=agency, staff=on_hand(agency, now), now=now)


def _share_out(
    waiting: list[Ticket], *, agency: Agency, staff: dict[int, Membership], now: dt.datetime
) -> int:
    given = 0
    load = Counter(
        Ticket.objects.open().filter(assignee__in=list(staff)).values_list("assignee_id", flat=True)
    )
    last = _last_given(agency)
    for ticket in waiting:
        candidates = [
            assignment.Candidate(pk, open_count=load[pk], capacity=row.capacity)
            for pk, row in staff.items()
            if works_on(row, ticket)
        ]
        if agency.auto_assign == Agency.AutoAssign.ROUND_ROBIN:
            chosen = assignment.round_robin(candidates, last=last)
        else:
            chosen = assignment.least_loaded(candidates)
        if chosen is not None and _give(ticket, staff[chosen].staff, now):
            load[chosen] += 1
            last = chosen
            given += 1
    return given


def _give(ticket: Ticket, to: Staff, now: dt.datetime) -> bool:
    """False when an officer took it in the meantime, or it went to another service or office."""
    place = (ticket.agency_id, ticket.service_id)
    with working_on(ticket):
        moved = place != (ticket.agency_id, ticket.service_id)
        if moved or ticket.state != State.NEW or ticket.assignee_id is not None:
            return False
        begin_work(ticket, to, now)
        data = {"to": to.pk, "to_name": str(to), "by": "auto"}
        event = record(ticket, Verb.ASSIGNED, by=None, now=now, data=data)
        tell(Occasion(kind=Kind.ASSIGNED, cause=cause_of(event)), ticket=ticket, now=now)
    return True


def on_hand(agency: Agency, now: dt.datetime) -> dict[int, Membership]:
    """The operators who are present today, by id of the person."""
    there = presence_at(agency, now)
    rows = Membership.objects.filter(
        agency=agency, role=Role.OPERATOR, is_active=True, staff__is_active=True
    )
    return {
        row.staff_id: row
        for row in rows.select_related("staff").with_service_ids()
        if row.staff_id not in there.away and (not there.on_duty or row.staff_id in there.on_duty)
    }


def _last_given(agency: Agency) -> int | None:
    event = (
        TicketEvent.objects.filter(verb=Verb.ASSIGNED, actor__isnull=True, ticket__agency=agency)
        .order_by("-at", "-pk")
        .first()
    )
    return event.data.get("to") if event else None
