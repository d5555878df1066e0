"""The steps that all verbs share: lock, check, write, record, tell the queue pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import transaction

from services import access, rows
from services.calendars import calendar_of
from services.models import Agency, Staff
from services.workdays import WorkCalendar
from tickets.delivery.recalling import recall
from tickets.desk.locking import lock_all
from tickets.event_reasons import Why
from tickets.figures import marking
from tickets.models import QueueVersion, Ticket, TicketEvent, holding
from tickets.models.ticket_waits import NOT_AWAITED
from tickets.states import WAITING_FOR_CITIZEN
from tickets.states import State as State

Verb = TicketEvent.Verb


class Refused(Exception):
    """The verb was not carried out and nothing has changed; the text is for the officer.

    `field`: the argument of the verb that it is about, so that a form can mark it.
    """

    def __init__(self, text: str, *, field: str = "") -> None:
        super().__init__(text)
        self.field = field


def calendar_for(agency: Agency) -> WorkCalendar:
    """The office's calendar, as this piece of work knows it."""
    held = holding.held()
    return held.calendar(agency) if held is not None else calendar_of(agency)


def _is_at_hand(ticket: Ticket) -> bool:
    """Whether this very object is up to date; what is resolved can be closed by the sweep."""
    held = holding.held()
    return held is not None and ticket.is_open and held.has(ticket)


@contextmanager
def working_on(ticket: Ticket) -> Iterator[Ticket]:
    """A transaction that holds the conversation, then the ticket, and brings `ticket` up to date."""
    with holding.as_a_whole(refusal=Refused):
        if _is_at_hand(ticket):
            yield from _marked(ticket)
            return
        holding.flush()
        while True:
            with transaction.atomic():
                if lock_all([ticket]):
                    yield from _marked(ticket)
                    return
                transaction.set_rollback(True)  # lets go of both rows, so that the order holds


@contextmanager
def working_on_all(tickets: Sequence[Ticket]) -> Iterator[None]:
    """`working_on` for several different tickets: all of it happens, or nothing.

    Not for a piece of work that holds a conversation already (`holding`): it would wait for others.
    """
    while True:
        with transaction.atomic():
            if lock_all(tickets):
                with ExitStack() as stack:
                    for ticket in tickets:
                        stack.enter_context(working_on(ticket))
                    yield
                return
            transaction.set_rollback(True)


def _marked(ticket: Ticket) -> Iterator[Ticket]:
    before = marking.picture_of(ticket)
    yield ticket
    marking.mark_changed(ticket, before=before)


def must_be_able(by: Staff | None, action: access.Action, where: access.Where) -> None:
    """Raise Refused when this person may not do it; None is the system itself and may."""
    if by is not None and not access.can(by, action, where):
        raise Refused(
            "Anda tidak berhak melakukan ini pada tiket ini. Minta penyelia bila memang perlu."
        )


def must_be_open(ticket: Ticket) -> None:
    """Raise Refused when the ticket is not open."""
    if not ticket.is_open:
        raise Refused(
            f"Tiket ini sudah {ticket.get_state_display().lower()}. "
            "Buka kembali dahulu bila masih ada yang harus dikerjakan."
        )


def write(ticket: Ticket, *, add: Mapping[str, int] | None = None, **values: Any) -> None:
    """Set these fields on the row and on the object, add to counters, and count the write.

    With any state in which the citizen is not awaited, the day until which they were ends. Where a
    wait ends or gets another day, a reminder that was not sent yet is none any more.
    """
    if (
        ticket.waits_until is not None
        and values.get("state", ticket.state) not in WAITING_FOR_CITIZEN
    ):
        values = {**NOT_AWAITED, **values}
    if ticket.nudged_at is not None and values.get("nudged_at", ticket.nudged_at) is None:
        values = {**recall(ticket), **values}
    holding.write(ticket, values, add=add or {})
    tell_queue(ticket.agency_id)


def tell_queue(agency_id: int) -> None:
    """Make the queue pages of an agency load again, after the commit."""
    QueueVersion.bump_after_commit(agency_id)


def record(
    ticket: Ticket,
    verb: TicketEvent.Verb,
    *,
    by: Staff | None,
    now: dt.datetime,
    **more: Any,
) -> TicketEvent:
    """Append to the history; `more` may hold `reason` (typed by a person) and `data` (JSON)."""
    holding.note_write()
    event = TicketEvent(
        ticket=ticket,
        verb=verb,
        at=now,
        actor=by,
        reason=str(more.get("reason", ""))[:500],
        data=more.get("data", {}),
    )
    rows.insert(event)
    return event


def add_data(event: TicketEvent, **values: str | int) -> None:
    """Add what turned out later in the same transaction to a line that was just recorded."""
    event.data = {**event.data, **values}
    TicketEvent.objects.filter(pk=event.pk).update(data=event.data)


def because(why: Why | None) -> dict[str, str]:
    """The entry in a history row's data that says why the product did it."""
    return {"why": why} if why else {}


def cleaned(text: str, *, what: str, field: str = "reason") -> str:
    """The text without blanks at its ends; raises Refused when nothing is left."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise Refused(f"{what} masih kosong. Isi dahulu, lalu coba lagi.", field=field)
    return text
