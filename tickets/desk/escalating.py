"""A matter is put before the head of the office: why, until when, and what the head answered."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from services.access import Action
from services.calendars import calendar_of
from services.models import Agency, Membership, Role, Staff
from services.workdays import NoOfficeHours, add_working_days
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
from tickets.desk.registering import enter
from tickets.models import Escalation, Notification, Ticket, TicketEvent
from tickets.notifications import Kind, Occasion, cause_of, tell
from tickets.waiting_dates import why_not_at


def usual_answer_by(agency: Agency, now: dt.datetime) -> dt.datetime:
    """One working day from now; a day on the clock where an office has no hours."""
    try:
        return add_working_days(calendar_of(agency), start=now, days=1)
    except NoOfficeHours:
        return now + dt.timedelta(days=1)


def open_escalation(ticket: Ticket) -> Escalation | None:
    """What the head was asked and has not answered; asks nothing where there is none."""
    if ticket.escalated_until is None:
        return None
    rows = Escalation.objects.filter(ticket=ticket, answered_at__isnull=True, is_void=False)
    return rows.select_related("asked_by").first()


def escalate(
    ticket: Ticket, *, by: Staff, now: dt.datetime, reason: str, until: dt.datetime
) -> Escalation:
    """Ask the head of the office, who is told and may open the ticket. The clock runs on.

    The same once more, as a second click sends it, changes nothing. Raises Refused while the head is asked already, where the office has no head, and for a moment that has passed.
    """
    reason = cleaned(reason, what="Yang perlu diputuskan")
    with working_on(ticket):
        must_be_able(by, Action.ESCALATE, ticket)
        must_be_open(ticket)
        if (known := open_escalation(ticket)) is not None:
            if (known.asked_by_id, known.reason, known.due_at) == (by.pk, reason[:500], until):
                return known
            raise Refused("Pimpinan sudah diminta menjawab dan belum menjawab.")
        if words := why_not_at(until, now):
            raise Refused(words, field="until")
        if not (heads := _heads(ticket)):
            raise Refused(
                "Instansi ini belum punya akun kepala kantor. Minta admin instansi membuatnya."
            )
        enter(ticket, now=now, by=by)
        asked = Escalation.objects.create(
            ticket=ticket,
            agency_id=ticket.agency_id,
            asked_by=by,
            asked_at=now,
            reason=reason[:500],
            due_at=until,
        )
        write(ticket, escalated_until=until)
        data = {"until": until.isoformat()}
        event = record(ticket, Verb.ESCALATED, by=by, now=now, reason=reason, data=data)
        occasion = Occasion(kind=Kind.ESCALATED, at=until, cause=cause_of(event), people=heads)
        tell(occasion, ticket=ticket, by=by, now=now)
    return asked


def answer_escalation(ticket: Ticket, *, by: Staff, now: dt.datetime, answer: str) -> Escalation:
    """The head answers, in any state of the ticket; who asked and who holds it are told.

    The same once more changes nothing. Raises Refused where nothing is asked.
    """
    answer = cleaned(answer, what="Jawaban", field="answer")
    with working_on(ticket):
        must_be_able(by, Action.ANSWER_ESCALATION, ticket)
        asked = open_escalation(ticket)
        if asked is None:
            return _answered_so(ticket, by=by, answer=answer)
        asked.answered_by, asked.answered_at, asked.answer = by, now, answer[:500]
        asked.save(update_fields=["answered_by", "answered_at", "answer"])
        write(ticket, escalated_until=None)
        event = record(ticket, Verb.ESCALATION_ANSWERED, by=by, now=now, reason=answer)
        people = [one for one in (asked.asked_by, ticket.assignee) if one is not None]
        occasion = Occasion(kind=Kind.HEAD_ANSWERED, cause=cause_of(event), people=people)
        tell(occasion, ticket=ticket, by=by, now=now)
    return asked


def _answered_so(ticket: Ticket, *, by: Staff, answer: str) -> Escalation:
    last = Escalation.objects.filter(ticket=ticket, is_void=False).order_by("-answered_at").first()
    if last is None or (last.answered_by_id, last.answer) != (by.pk, answer[:500]):
        raise Refused("Tidak ada yang menunggu jawaban pimpinan di tiket ini.")
    return last


def tell_new_heads(now: dt.datetime, limit: int = 100) -> int:
    """Whoever became head after an open question was asked is told of it; returns of how many questions.

    Otherwise one whose head has left waits for ever: it can be asked once at a time. Harmless to run
    twice or side by side: a person is told once of the same line of the history.
    """
    told = Notification.objects.filter(
        ticket=OuterRef(OuterRef("ticket")),
        staff=OuterRef("staff"),
        kind=Kind.ESCALATED,
        created_at__gte=OuterRef(OuterRef("asked_at")),
    )
    heads = Membership.objects.in_force().filter(agency=OuterRef("agency"), role=Role.OFFICIAL)
    new = heads.exclude(staff=OuterRef("asked_by")).filter(~Exists(told))
    waiting = Escalation.objects.filter(Exists(new), answered_at__isnull=True, is_void=False)
    found = waiting.select_related("ticket__agency", "asked_by").order_by("pk")[:limit]
    return sum(_tell_heads(one, now) for one in found)


def _tell_heads(asked: Escalation, now: dt.datetime) -> bool:
    ticket = asked.ticket
    with working_on(ticket):
        here = Q(ticket=ticket) | Q(ticket__leader=ticket)  # it may have been asked in a double
        lines = TicketEvent.objects.filter(here, verb=Verb.ESCALATED, at=asked.asked_at)
        if ticket.escalated_until is None or (event := lines.last()) is None:
            return False
        cause, people = cause_of(event), _heads(ticket)
        occasion = Occasion(kind=Kind.ESCALATED, at=asked.due_at, cause=cause, people=people)
        tell(occasion, ticket=ticket, by=asked.asked_by, now=now)
    return True


def tell_late_heads(now: dt.datetime, limit: int = 100) -> int:
    """What the head has not answered in time is told once: to the head, to who asked, and to who holds the ticket.

    Returns of how many questions. Harmless to run twice or side by side: a person is told once of a due time.
    """
    told = Notification.objects.filter(
        ticket=OuterRef("ticket"), kind=Kind.HEAD_LATE, due_at=OuterRef("due_at")
    )
    late = Escalation.objects.filter(answered_at__isnull=True, is_void=False, due_at__lte=now)
    found = late.filter(~Exists(told)).select_related("ticket__agency", "asked_by")
    return sum(_tell_late(one, now) for one in found.order_by("pk")[:limit])


def _tell_late(asked: Escalation, now: dt.datetime) -> bool:
    ticket = asked.ticket
    with working_on(ticket):
        if ticket.escalated_until != asked.due_at:
            return False  # answered or brought elsewhere meanwhile
        people = [*_heads(ticket), asked.asked_by, *([ticket.assignee] if ticket.assignee else [])]
        occasion = Occasion(kind=Kind.HEAD_LATE, at=asked.due_at, people=people)
        tell(occasion, ticket=ticket, now=now)
    return True


def bring_escalation(one: Ticket, *, into: Ticket) -> int | None:
    """What the head is asked in a double is asked in the ticket that goes on, which the sweep tells the
    head of; returns the key for the way back. Call it inside `working_on_all`. Raises Refused where
    both ask something.
    """
    asked = open_escalation(one)
    if asked is None:
        return None
    if into.escalated_until is not None:
        raise Refused(
            f"Pimpinan diminta menjawab di {one} dan di {into}. Tunggu satu jawabannya dahulu, baru "
            "gabungkan."
        )
    _move(asked, one, into)
    return asked.pk


def give_escalation_back(one: Ticket, *, out_of: Ticket, key: int | None) -> None:
    """What was brought and is not answered yet; an answer stays where it was given."""
    asked = open_escalation(out_of)
    if asked is not None and asked.pk == key:
        _move(asked, out_of, one)


def _move(asked: Escalation, ticket: Ticket, to: Ticket) -> None:
    Escalation.objects.filter(pk=asked.pk).update(ticket=to)
    write(ticket, escalated_until=None)
    write(to, escalated_until=asked.due_at)


def leave_escalation(ticket: Ticket) -> None:
    """The ticket goes to another office, whose head was not asked; call it inside `working_on`."""
    if ticket.escalated_until is None:
        return
    open_ones = Escalation.objects.filter(ticket=ticket, answered_at__isnull=True, is_void=False)
    open_ones.update(is_void=True)
    write(ticket, escalated_until=None)


def _heads(ticket: Ticket) -> list[Staff]:
    held = Membership.objects.in_force().filter(agency=ticket.agency_id, role=Role.OFFICIAL)
    rows = held.select_related("staff").order_by("staff_id")
    return list({row.staff_id: row.staff for row in rows if row.staff.is_active}.values())
