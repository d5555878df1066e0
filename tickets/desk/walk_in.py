"""Registers a visitor at the counter or a caller, in the same register as citizens of WhatsApp."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from services.access import Action
from services.models import Agency, Service, Staff
from tickets import last_message
from tickets.desk.base import (
    Refused,
    State,
    Verb,
    cleaned,
    must_be_able,
    record,
    write,
)
from tickets.desk.opening import Opening, open_ticket
from tickets.desk.owing import answered
from tickets.models import Citizen, Message, Ticket
from tickets.models.ticket_counter import HeardFrom, WhyAtCounter


@dataclass(frozen=True, kw_only=True)
class WalkIn:
    """A visitor or caller as the officer entered it; `note` is what they said."""

    agency: Agency
    name: str
    source: Ticket.Source = Ticket.Source.WALK_IN
    phone: str = ""
    proxy_name: str = ""
    service: Service | None = None
    kind: str = ""
    subject: str = ""
    note: str = ""
    came_because: str = ""
    heard_from: str = ""
    form_key: str = ""


def register_walk_in(walk_in: WalkIn, *, by: Staff, now: dt.datetime) -> Ticket:
    """Enter a visitor or caller in the register; the ticket is in progress with the officer at once.

    The talk at the counter counts as the first response. A repeated form returns the ticket that
    exists. Raises Refused.
    """
    must_be_able(by, Action.REGISTER_WALK_IN, walk_in.agency)
    name = cleaned(walk_in.name, what="Nama pemohon", field="name")
    said = cleaned(walk_in.note or walk_in.subject, what="Isi permohonan", field="text")
    if walk_in.source == Ticket.Source.WHATSAPP:
        raise Refused(
            "Tiket WhatsApp dibuat dari pesan pemohon. Pilih cara datang yang lain.", field="source"
        )
    if walk_in.came_because not in ("", *WhyAtCounter.values):
        raise Refused("Alasan itu tidak ada. Pilih dari daftar.", field="came_because")
    if walk_in.heard_from not in ("", *HeardFrom.values):
        raise Refused("Sumber itu tidak ada. Pilih dari daftar.", field="heard_from")
    if walk_in.service is not None and walk_in.service.agency_id != walk_in.agency.pk:
        raise Refused(
            "Layanan itu tidak ada di instansi ini. Pilih layanan yang lain.", field="service"
        )
    try:
        with transaction.atomic():
            if (known := _registered_before(by, walk_in)) is not None:
                return known
            return _register(walk_in, by=by, now=now, name=name, said=said)
    except IntegrityError:
        if (known := _registered_before(by, walk_in)) is None:
            raise
        return known


def _register(walk_in: WalkIn, *, by: Staff, now: dt.datetime, name: str, said: str) -> Ticket:
    line = " ".join(said.split())
    ticket = open_ticket(
        Opening(
            agency=walk_in.agency,
            citizen=Citizen.objects.create(
                agency=walk_in.agency, name=name[:200], phone=walk_in.phone[:20]
            ),
            source=walk_in.source,
            received_at=now,
            state=State.IN_PROGRESS,
            service=walk_in.service,
            kind=walk_in.kind,
            subject=walk_in.subject.strip() or line,
            proxy_name=walk_in.proxy_name,
            by=by,
        )
    )
    written = _write_down(ticket, by=by, said=said, form_key=walk_in.form_key)
    write(
        ticket,
        assignee=by,
        message_count=1,
        came_because=walk_in.came_because,
        heard_from=walk_in.heard_from,
        **last_message.copy_of(written),
    )
    answered(ticket, by=by, now=now)
    record(ticket, Verb.TAKEN, by=by, now=now, data={"to": by.pk})
    return ticket


def _write_down(ticket: Ticket, *, by: Staff, said: str, form_key: str) -> Message:
    """Store what was said as a message of the citizen, so that the thread reads like any other."""
    return Message.objects.create(
        ticket=ticket,
        direction=Message.Direction.IN,
        origin=Message.Origin.CITIZEN,
        author=by,
        type="text",
        text=said,
        occurred_at=ticket.received_at,
        received_at=ticket.received_at,
        worked_at=ticket.received_at,
        status=Message.Status.RECEIVED,
        form_key=form_key or None,
    )


def _registered_before(by: Staff, walk_in: WalkIn) -> Ticket | None:
    if not walk_in.form_key:
        return None
    message = Message.objects.filter(author=by, form_key=walk_in.form_key).first()
    return message.ticket if message else None
