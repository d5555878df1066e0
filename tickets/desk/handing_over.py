"""A ticket goes from colleague to colleague: handed over, asked for, or taken by mistake."""

from __future__ import annotations

import datetime as dt

from services.access import Action
from services.models import Membership, Role, Staff
from services.presence import away_on
from tickets.desk.assigning import (
    NOT_ASKED,
    back_to_queue,
    begin_work,
    must_be_held_as,
    must_work_it,
    tell_former_holder,
)
from tickets.desk.base import (
    Refused,
    Verb,
    cleaned,
    must_be_able,
    must_be_open,
    record,
    working_on,
    write,
)
from tickets.models import Ticket, TicketEvent
from tickets.notifications import Kind, Occasion, cause_of, tell
from tickets.words import amount_words

# For so long the holder can agree; then the request has lapsed and can be made again.
REQUEST_STANDS = dt.timedelta(hours=2)
# For so long a take can be undone without a note.
UNDO_TAKE = dt.timedelta(minutes=1)


def hand_over(ticket: Ticket, *, by: Staff, now: dt.datetime, to: Staff, note: str) -> Ticket:
    """Give it to a colleague who works it and is there, with a note. Raises Refused."""
    note = cleaned(note, what="Catatan untuk rekan", field="note")
    expected = ticket.assignee_id
    with working_on(ticket):
        must_be_open(ticket)
        must_be_held_as(ticket, expected)
        must_be_able(by, Action.HAND_OVER, ticket)
        if to.pk == ticket.assignee_id:
            raise Refused(f"Tiket ini sudah dipegang {to}. Pilih petugas yang lain.", field="to")
        must_work_it(to, ticket)
        must_be_there(to, ticket, now)
        _give(ticket, to, by=by, now=now, note=note)
    return ticket


def must_be_there(to: Staff, ticket: Ticket, now: dt.datetime) -> None:
    """Raise Refused when this person is absent today, by the office's calendar."""
    if to.pk in away_on(now.astimezone(ticket.agency.zone).date()):
        raise Refused(f"{to} sedang tidak bertugas. Pilih petugas yang lain.", field="to")


def ask_over(ticket: Ticket, *, by: Staff, now: dt.datetime, note: str = "") -> Ticket:
    """Ask the holder for it; the holder, or the supervisors where the holder is away, are told.

    Asking twice changes nothing; a second colleague is refused while the first one's request
    stands. Raises Refused.
    """
    with working_on(ticket):
        must_be_able(by, Action.TAKE, ticket)
        must_be_open(ticket)
        if ticket.assignee is None or ticket.assignee_id == by.pk:
            raise Refused("Tiket ini tidak dipegang rekan. Muat ulang halaman ini.")
        if is_asked(ticket, now):
            if ticket.asked_over_by_id == by.pk:
                return ticket
            raise Refused(f"{ticket.asked_over_by} sudah lebih dahulu memintanya.")
        write(ticket, asked_over_by=by, asked_over_until=now + REQUEST_STANDS)
        data = {"of": ticket.assignee_id}
        event = record(ticket, Verb.ASKED_OVER, by=by, now=now, reason=note.strip(), data=data)
        _tell(ticket, Kind.ASKED_OVER, event, people=_who_agrees(ticket, now))
    return ticket


def is_asked(ticket: Ticket, now: dt.datetime) -> bool:
    """Whether a colleague's request to take it over stands."""
    until = ticket.asked_over_until
    return ticket.is_open and until is not None and now < until


def agree_over(ticket: Ticket, *, by: Staff, now: dt.datetime) -> Ticket:
    """The holder or a supervisor agrees: the colleague who asked gets it. Raises Refused."""
    with working_on(ticket):
        asker = _asker(ticket, by, now)
        must_work_it(asker, ticket)
        _give(ticket, asker, by=by, now=now, note="")
    return ticket


def decline_over(ticket: Ticket, *, by: Staff, now: dt.datetime) -> Ticket:
    """The holder or a supervisor does not agree; the colleague is told. Raises Refused."""
    with working_on(ticket):
        asker = _asker(ticket, by, now)
        write(ticket, **NOT_ASKED)
        data = {"asker": asker.pk, "asker_name": str(asker)}
        event = record(ticket, Verb.DECLINED_OVER, by=by, now=now, data=data)
        _tell(ticket, Kind.DECLINED_OVER, event, people=[asker])
    return ticket


def undo_take(ticket: Ticket, *, by: Staff, now: dt.datetime) -> Ticket:
    """It was taken by mistake a moment ago: back to the queue as if nobody had begun.

    What was sent meanwhile stays a first response; only then the citizen's page keeps the line that
    an officer began. Raises Refused.
    """
    with working_on(ticket):
        must_be_open(ticket)
        taken = newest_take(ticket)
        if taken is None or not can_undo(taken, ticket, by=by, now=now):
            raise Refused(
                f"Pengambilan hanya dapat dibatalkan dalam {amount_words(UNDO_TAKE)}. "
                "Kembalikan tiket ini ke antrean dengan catatan."
            )
        sent = ticket.events.filter(pk__gt=taken.pk, verb__in=TicketEvent.ANSWERING).exists()
        back_to_queue(ticket)
        data = {"from": by.pk, "to": None, "sent": sent}
        record(ticket, Verb.TAKE_UNDONE, by=by, now=now, data=data)
    return ticket


def newest_take(ticket: Ticket) -> TicketEvent | None:
    """How its holder got it last."""
    return ticket.events.filter(verb__in=TicketEvent.GIVING).order_by("at", "pk").last()


def can_undo(taken: TicketEvent, ticket: Ticket, *, by: Staff, now: dt.datetime) -> bool:
    """Whether this person took the ticket by this line of its history, a moment ago."""
    mine = taken.verb == Verb.TAKEN and taken.actor_id == by.pk == ticket.assignee_id
    return mine and now - taken.at <= UNDO_TAKE


def _asker(ticket: Ticket, by: Staff, now: dt.datetime) -> Staff:
    must_be_able(by, Action.HAND_OVER, ticket)
    if not is_asked(ticket, now) or ticket.asked_over_by is None:
        raise Refused("Permintaan itu sudah tidak berlaku. Muat ulang halaman ini.")
    return ticket.asked_over_by


def _give(ticket: Ticket, to: Staff, *, by: Staff, now: dt.datetime, note: str) -> None:
    """Hand it to this person; who had asked for it is said in the history."""
    before, asked = ticket.assignee, ticket.asked_over_by_id == to.pk
    data = {"from": ticket.assignee_id, "to": to.pk, "to_name": str(to)}
    begin_work(ticket, to, now)
    data |= {"asked": True} if asked else {}
    event = record(ticket, Verb.HANDED_OVER, by=by, now=now, reason=note, data=data)
    _tell(ticket, Kind.HANDED_OVER, event, people=[to])
    tell_former_holder(ticket, before, event, to=str(to))


def _tell(ticket: Ticket, kind: Kind, event: TicketEvent, *, people: list[Staff]) -> None:
    occasion = Occasion(kind=kind, cause=cause_of(event), people=people)
    tell(occasion, ticket=ticket, by=event.actor, now=event.at)


def _who_agrees(ticket: Ticket, now: dt.datetime) -> list[Staff]:
    holder = ticket.assignee
    today = now.astimezone(ticket.agency.zone).date()
    if holder is not None and holder.is_active and holder.pk not in away_on(today):
        return [holder]
    rows = Membership.objects.in_force().filter(agency=ticket.agency_id, role=Role.SUPERVISOR)
    return [row.staff for row in rows.select_related("staff")]
