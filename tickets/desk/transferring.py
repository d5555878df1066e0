"""Passes a matter on to another service, or to another office (disposisi)."""

import datetime as dt
from dataclasses import dataclass

from services import access
from services.access import Action
from services.models import Agency, Service, Staff
from tickets import states
from tickets.desk import clock, teaching
from tickets.desk.assigning import NOT_ASKED, tell_former_holder
from tickets.desk.base import (
    Refused,
    Verb,
    add_data,
    because,
    cleaned,
    must_be_able,
    must_be_open,
    record,
    tell_queue,
    working_on,
    write,
)
from tickets.desk.escalating import leave_escalation
from tickets.desk.giving_back import give_back
from tickets.desk.labelling import leave_labels
from tickets.desk.opening import set_service
from tickets.desk.registering import enter
from tickets.desk.telling import tell_transfer
from tickets.event_reasons import Why
from tickets.models import Ticket, TicketEvent
from tickets.notifications import Kind, Occasion, cause_of, tell


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where a ticket goes: a service of some office, or an office that finds the service itself."""

    agency: Agency
    service: Service | None


def transfer(  # noqa: PLR0913  # a destination is one of two things
    ticket: Ticket,
    *,
    by: Staff,
    now: dt.datetime,
    reason: str,
    to_service: Service | None = None,
    to_agency: Agency | None = None,
    is_not_ours: bool = False,
) -> Ticket:
    """Pass it on with a reason; the register number stays, replies leave by the original number.

    It goes to the queue of its new place, unless its officer works that service too; the standard
    there gives new due times, counted from the same receipt. A citizen whose matter goes to another
    office is told so, once. `is_not_ours`: this office is not competent, which is told too. Raises
    Refused.
    """
    reason = cleaned(reason, what="Alasan meneruskan")
    destination = _destination(to_service, to_agency)
    with working_on(ticket):
        must_be_able(by, Action.TRANSFER, ticket)
        must_be_open(ticket)
        _must_be_elsewhere(ticket, destination)
        left, data = ticket.agency, _hop(ticket, destination)
        data |= _not_ours(left, destination) if is_not_ours else {}
        clock.proceed(ticket, by=by, now=now, why=Why.TRANSFERRED)
        enter(ticket, now=now, by=by)
        tell_queue(ticket.agency_id)
        before = ticket.assignee
        _move(ticket, destination, by=by, now=now)
        event = record(ticket, Verb.TRANSFERRED, by=by, now=now, reason=reason, data=data)
        _tell(ticket, event, before=before)
        clock.restart(ticket, by=by, now=now, why=Why.TRANSFERRED)
        clock.stand_still_without_files(ticket, by=by, now=now)
        if destination.agency.pk != left.pk:
            notice = tell_transfer(ticket, now=now, not_ours=left.name if is_not_ours else "")
            add_data(event, **notice.data)
        if destination.service is not None:
            teaching.offer_first_words(ticket, service=destination.service, by=by, now=now)
    return ticket


def _destination(service: Service | None, agency: Agency | None) -> Destination:
    if service is not None and agency is not None and service.agency_id != agency.pk:
        raise Refused(
            "Layanan itu bukan milik instansi tujuan. Pilih salah satu saja.", field="to_service"
        )
    if service is not None:
        if not service.is_active:
            raise Refused(
                "Layanan tujuan sedang tidak dibuka. Pilih layanan yang lain.", field="to_service"
            )
        agency = service.agency
    if agency is None:
        raise Refused(
            "Pilih tujuannya dahulu: layanan lain, atau instansi lain.", field="to_service"
        )
    if not agency.is_active:
        raise Refused(
            "Instansi tujuan sedang tidak aktif. Pilih instansi yang lain.", field="to_agency"
        )
    return Destination(agency=agency, service=service)


def _not_ours(left: Agency, to: Destination) -> dict[str, str]:
    """The entry of the history that says so; raises Refused where it stays at the office."""
    if to.agency.pk == left.pk:
        raise Refused(
            "Bukan wewenang berarti instansi lain yang berwenang. Pilih instansi itu.",
            field="to_agency",
        )
    return because(Why.NOT_OURS)


def _hop(ticket: Ticket, to: Destination) -> dict[str, str]:
    """From where to where, and what was due where it was."""
    hop = {"from": _place(ticket.agency, ticket.service), "to": _place(to.agency, to.service)}
    is_due = ticket.registered_at is not None and ticket.paused_since is None
    return {**hop, "due": ticket.due_at.isoformat()} if is_due else hop


def _must_be_elsewhere(ticket: Ticket, to: Destination) -> None:
    _must_have_nothing_ready(ticket)
    if to.agency.pk == ticket.agency_id and (
        to.service is None or to.service.pk == ticket.service_id
    ):
        raise Refused("Tiket ini sudah di sana. Pilih tujuan yang lain.", field="to_service")


def _must_have_nothing_ready(ticket: Ticket) -> None:
    if ticket.collect_by is not None:
        raise Refused(
            "Hasil tiket ini sudah dinyatakan siap diambil di sini. Batalkan dahulu, baru teruskan."
        )


def _move(ticket: Ticket, to: Destination, *, by: Staff, now: dt.datetime) -> None:
    if to.agency.pk != ticket.agency_id:
        leave_labels(ticket)
        give_back(ticket, by=by, now=now, why=Why.MOVED_MEANWHILE)
        leave_escalation(ticket)
    write(ticket, agency=to.agency)
    set_service(ticket, to.service, now=now)
    # Check the ticket without its assignee: being its holder now gives no right to keep it.
    holder = ticket.assignee
    ticket.assignee = None
    keeps = holder is not None and access.can(holder, Action.TAKE, ticket)
    write(
        ticket,
        assignee=holder if keeps else None,
        state=states.at_work(is_held=keeps),
        queued_at=ticket.queued_at or now,
        unread_count=max(ticket.unread_count, 0 if keeps else 1),
        left_by=None,
        **NOT_ASKED,
    )


def _tell(ticket: Ticket, event: TicketEvent, *, before: Staff | None) -> None:
    """Tell those who may take it there, and the officer whose ticket it was, if it is not any more."""
    if ticket.assignee is not None:
        return
    tell_former_holder(ticket, before, event, to=event.data["to"])
    arrived = Occasion(kind=Kind.ARRIVED, cause=cause_of(event))
    tell(arrived, ticket=ticket, by=event.actor, now=event.at)


def _place(agency: Agency, service: Service | None) -> str:
    return f"{agency.short_name}, {service.name}" if service else agency.short_name
