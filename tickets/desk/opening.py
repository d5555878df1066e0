"""How a matter begins: its clock runs from its receipt, and it is registered once it is a matter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from services.access import Action
from services.models import Agency, Service, ServiceStandard, Staff
from services.models.service import Group, Kind
from services.workdays import WorkCalendar
from tickets.desk import clock, register, teaching
from tickets.desk.base import (
    Refused,
    State,
    Verb,
    because,
    must_be_able,
    must_be_open,
    record,
    tell_queue,
    working_on,
    write,
)
from tickets.desk.locking import lock_conversation
from tickets.desk.registering import enter
from tickets.event_reasons import Why
from tickets.figures import marking
from tickets.models import Channel, Citizen, Conversation, Ticket, holding

GROUP_OF = {
    Kind.APPLICATION: Group.GENERAL,
    Kind.CONSULTATION: Group.INFORMATION,
    Kind.INFORMATION: Group.INFORMATION,
    Kind.COMPLAINT: Group.COMPLAINT,
}
SUBJECT = 200


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a new ticket is made of; `received_at` is WhatsApp's time, never later than arrival.

    `is_matter` False: nothing has been asked for yet, so it uses up no register number.
    """

    agency: Agency
    source: Ticket.Source
    received_at: dt.datetime
    state: Ticket.State = Ticket.State.INTAKE
    channel: Channel | None = None
    conversation: Conversation | None = None
    citizen: Citizen | None = None  # where it is not that of the conversation
    service: Service | None = None
    kind: str = ""
    subject: str = ""
    location: dict[str, Any] | None = None
    applicant_name: str = ""
    proxy_name: str = ""
    is_matter: bool = True
    follows: Ticket | None = None
    by: Staff | None = None
    now: dt.datetime | None = None
    calendar: WorkCalendar | None = None  # of the agency, where the caller has it


def open_ticket(opening: Opening) -> Ticket:
    """Register a new matter: number, tracking code, due times, history; see `Opening.is_matter`.

    Raises Refused when the conversation has a ticket in intake already.
    """
    now = opening.now or opening.received_at
    conversation = opening.conversation
    is_held = conversation is not None and holding.holds(conversation.pk)
    holding.flush()  # a matter that has just left the bot
    with transaction.atomic(savepoint=not is_held):
        if conversation is not None and not is_held:
            lock_conversation(conversation.pk)
            _must_be_the_only_intake(opening)
        ticket = _ticket_of(opening, now)
        clock.set_due_times(ticket, calendar=opening.calendar)
        ticket.tracking_code = register.new_tracking_code()
        ticket.register_number = _number_of(ticket)
        Ticket.objects.insert(ticket)
        data = {"to": ticket.state, "by": "" if opening.by else "system"}
        record(ticket, Verb.OPENED, by=opening.by, now=now, data=data)
        marking.mark_changed(ticket)
        tell_queue(ticket.agency_id)
    return ticket


def choose_service(
    ticket: Ticket, *, service: Service, now: dt.datetime, by: Staff | None = None
) -> Ticket:
    """Say which service the matter is about; its standard in force gives new due times."""
    with working_on(ticket):
        must_be_able(by, Action.TRANSFER, ticket)
        must_be_open(ticket)
        if service.agency_id != ticket.agency_id or not service.is_active:
            raise Refused("Layanan itu tidak ada di instansi ini. Pilih layanan yang lain.")
        if service.pk != ticket.service_id:
            if by is not None:
                enter(ticket, now=now, by=by)
            before = ticket.service.name if ticket.service else ""
            set_service(ticket, service, now=now)
            data = {"from": before, "to": service.name, "by": "" if by else "bot"}
            record(ticket, Verb.SERVICE_CHOSEN, by=by, now=now, data=data)
            clock.restart(ticket, by=by, now=now, why=Why.SERVICE, service=service.name)
            clock.stand_still_without_files(ticket, by=by, now=now)
            teaching.offer_first_words(ticket, service=service, by=by, now=now)
    return ticket


def set_service(ticket: Ticket, service: Service | None, *, now: dt.datetime) -> None:
    """Set the service and what follows from it: standard in force, kind, group."""
    standard = standard_in_force(service, now)
    values: dict[str, Any] = {"service": service, "standard": standard}
    if service is not None:
        values |= {"kind": service.kind, "group": service.group}
    write(ticket, **values)


def standard_in_force(service: Service | None, now: dt.datetime) -> ServiceStandard | None:
    """The version that applies to a ticket opened now."""
    # There is one at most; the usual order of standards asks for the office's name.
    return service.standards.holding(now).order_by("pk").first() if service is not None else None


def enqueue(
    ticket: Ticket, *, now: dt.datetime, why: Why | None = None, by: Staff | None = None
) -> Ticket:
    """Hand the matter over from the bot to the officers' queue. Repeating it changes nothing."""
    with working_on(ticket):
        if ticket.state == State.INTAKE:
            enter(ticket, now=now, by=by)
            write(ticket, state=State.NEW, queued_at=now, **_kind_by(ticket, why))
            data = {"from": State.INTAKE, "to": State.NEW, "by": "" if by else "bot"}
            record(ticket, Verb.ENQUEUED, by=by, now=now, data=data | because(why))
    return ticket


def _kind_by(ticket: Ticket, why: Why | None) -> dict[str, Any]:
    return as_complaint(ticket) if why is Why.COMPLAINT else {}


def as_complaint(ticket: Ticket) -> dict[str, Any]:
    """What to write for a complaint that no service of the number takes: it is one all the same, and is
    counted as one.
    """
    if ticket.service_id is not None:
        return {}
    return {"kind": Kind.COMPLAINT, "group": GROUP_OF[Kind.COMPLAINT]}


def _must_be_the_only_intake(opening: Opening) -> None:
    begun = Ticket.objects.filter(conversation=opening.conversation, state=State.INTAKE)
    if opening.state == State.INTAKE and begun.exists():
        raise Refused("Percakapan ini sudah mempunyai tiket yang baru dimulai.")


def _number_of(ticket: Ticket) -> str:
    if ticket.registered_at is None:
        return register.provisional_number(ticket.agency, ticket.tracking_code)
    return register.next_register_number(ticket.agency, received_at=ticket.received_at)


def _ticket_of(opening: Opening, now: dt.datetime) -> Ticket:
    service, conversation = opening.service, opening.conversation
    other = {"citizen_id": conversation.citizen_id} if conversation else {}
    kind = service.kind if service else opening.kind or Kind.INFORMATION
    return Ticket(
        agency=opening.agency,
        origin_agency=opening.agency,
        channel=opening.channel,
        **({"citizen": opening.citizen} if opening.citizen else other),
        conversation=opening.conversation,
        service=service,
        standard=standard_in_force(service, now),
        kind=kind,
        group=service.group if service else GROUP_OF[Kind(kind)],
        source=opening.source,
        subject=opening.subject[:SUBJECT],
        applicant_name=opening.applicant_name[:200],
        proxy_name=opening.proxy_name[:200],
        location=opening.location,
        state=opening.state,
        follows=opening.follows,
        received_at=opening.received_at,
        registered_at=now if _is_matter(opening) else None,
        queued_at=None if opening.state == State.INTAKE else now,
        window_expires_at=(
            opening.conversation.window_expires_at if opening.conversation else None
        ),
    )


def _is_matter(opening: Opening) -> bool:
    """What a person opens, or what goes to the officers at once, is a matter in any case."""
    return opening.is_matter or opening.by is not None or opening.state != State.INTAKE
