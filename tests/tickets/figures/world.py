"""Two offices in two zones, and what may happen to their tickets."""

import datetime as dt
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils import timezone

from services.models import Agency, Service, Staff
from tests import factories
from tickets import desk
from tickets.delivery import outcomes, recalling
from tickets.desk.base import working_on
from tickets.figures.rebuilding import rebuild_figures
from tickets.inbound.merging import merge
from tickets.models import (
    AccessLog,
    Attachment,
    Channel,
    Citizen,
    Message,
    Ticket,
    TicketEvent,
)

Outcome = Ticket.Outcome


class World:
    """Two offices in two zones, and what may happen to their tickets."""

    def __init__(self, offices: list[Agency], staff: Staff, clock: Any) -> None:
        self.offices, self.staff, self.clock = offices, staff, clock
        self.services = list(Service.objects.order_by("pk"))
        self.channels = list(Channel.objects.order_by("pk"))

    @property
    def now(self) -> dt.datetime:
        return timezone.now()

    def play(self, what: str, which: int, choice: int) -> None:
        moved = {
            "later": lambda: self.clock.shift(dt.timedelta(hours=[1, 5, 9, 26, 70][choice % 5])),
            "midnight": self._to_midnight,
            "made": lambda: rebuild_figures(self.now),
            "close": lambda: desk.close_due(self.now),
            "zone": lambda: self._zone(choice),
            "arrive": lambda: self._arrive(choice),
            "walk_in": lambda: self._walk_in(choice),
        }
        if what in moved:
            moved[what]()
            return
        tickets = list(Ticket.objects.order_by("pk"))
        if tickets:
            ticket = tickets[which % len(tickets)]
            with suppress(desk.Refused):
                getattr(self, f"_{what}")(ticket, choice)

    def _to_midnight(self) -> None:
        day = (self.now + dt.timedelta(hours=7)).date() + dt.timedelta(days=1)
        begins = dt.datetime.combine(day, dt.time.min, dt.timezone(dt.timedelta(hours=7)))
        self.clock.move_to(begins - dt.timedelta(seconds=1))

    def _zone(self, choice: int) -> None:
        office = self.offices[choice % 2]
        office.timezone = Agency.Zone.values[choice % 4]
        office.save(update_fields=["timezone"])

    def _arrive(self, choice: int) -> None:
        channel = self.channels[choice % len(self.channels)]
        citizen = factories.CitizenFactory(agency=channel.agency)
        service = channel.services.first() if choice % 3 else None
        desk.open_ticket(
            desk.Opening(
                agency=channel.agency,
                citizen=citizen,
                channel=channel,
                source=Ticket.Source.WHATSAPP,
                received_at=self.now - dt.timedelta(hours=[0, 0, 0, 3, 40][choice % 5]),
                state=Ticket.State.NEW,
                service=service,
                now=self.now,
            )
        )

    def _walk_in(self, choice: int) -> None:
        office = self.offices[choice % 2]
        walk_in = desk.WalkIn(agency=office, name="Warga Contoh", subject="Contoh")
        desk.register_walk_in(walk_in, by=self.staff, now=self.now)

    def _take(self, ticket: Ticket, _: int) -> None:
        desk.take(ticket, by=self.staff, now=self.now)

    def _answer(self, ticket: Ticket, _: int) -> None:
        with working_on(ticket):
            if ticket.is_open:
                desk.answered(ticket, by=self.staff, now=self.now)

    def _resolve(self, ticket: Ticket, choice: int) -> None:
        outcome = [Outcome.FULFILLED, Outcome.ANSWERED, Outcome.REJECTED, Outcome.DUPLICATE][
            choice % 4
        ]
        desk.resolve(ticket, by=None, now=self.now, outcome=outcome, summary="Contoh.")

    def _reopen(self, ticket: Ticket, _: int) -> None:
        desk.reopen(ticket, by=self.staff, now=self.now, reason="Contoh")

    def _transfer(self, ticket: Ticket, choice: int) -> None:
        service = self.services[choice % len(self.services)]
        desk.transfer(ticket, by=self.staff, now=self.now, reason="Contoh", to_service=service)

    def _choose(self, ticket: Ticket, choice: int) -> None:
        service = self.services[choice % len(self.services)]
        desk.choose_service(ticket, service=service, now=self.now)

    def _wait(self, ticket: Ticket, _: int) -> None:
        desk.wait_for_citizen(ticket, by=self.staff, now=self.now, reason="Contoh")

    def _resume(self, ticket: Ticket, _: int) -> None:
        desk.resume(ticket, by=self.staff, now=self.now)

    def _withdraw(self, ticket: Ticket, _: int) -> None:
        desk.withdraw(ticket, now=self.now)

    def _correct(self, ticket: Ticket, _: int) -> None:
        desk.completed_files(ticket, by=self.staff, now=self.now)

    def _write(self, ticket: Ticket, choice: int) -> None:
        """An officer writes; it may lie in the outbox for days."""
        with working_on(ticket):
            self._said(ticket, direction=["out", "note"][choice % 3 == 2])
            desk.base.record(ticket, TicketEvent.Verb.REPLIED, by=self.staff, now=self.now)

    def _note(self, ticket: Ticket, _: int) -> None:
        desk.mark_urgent(ticket, by=self.staff, now=self.now)

    def _said(self, ticket: Ticket, *, direction: str) -> None:
        if ticket.conversation is None:
            return
        message = factories.MessageFactory(
            conversation=ticket.conversation,
            ticket=ticket,
            author=self.staff,
            direction=direction,
            origin="officer",
            status="queued" if direction == "out" else "received",
            occurred_at=self.now,
        )
        if direction == "out":
            Attachment.objects.create(message=message, filename="contoh.pdf")

    def _fail(self, ticket: Ticket, choice: int) -> None:
        for message in ticket.messages.filter(status="queued"):
            outcomes.failed(message, code=None, why={}, now=self.now)

    def _recall(self, ticket: Ticket, choice: int) -> None:
        for message in ticket.messages.filter(status="queued"):
            recalling.recall_message(message)

    def _arrive_late(self, ticket: Ticket, choice: int) -> None:
        """What WhatsApp tells late, or what stood in another ticket."""
        if ticket.conversation is None:
            return
        message = factories.MessageFactory(
            conversation=ticket.conversation,
            ticket=Ticket.objects.order_by("pk")[0] if choice % 2 else None,
            direction="in",
            occurred_at=self.now,
        )
        self.clock.shift(dt.timedelta(hours=[0, 30][choice % 2]))
        Message.objects.put_into(ticket, [message], now=self.now)

    def _open(self, ticket: Ticket, _: int) -> None:
        file = Attachment.objects.filter(message__ticket=ticket).first()
        if file is not None:
            AccessLog.objects.create(
                staff=self.staff, ticket=ticket, attachment=file, action="file"
            )

    def _kind(self, ticket: Ticket, choice: int) -> None:
        kind = ["complaint", "information"][choice % 2]
        desk.correct(ticket, to=desk.Correction(kind=kind), by=self.staff, now=self.now)

    def _for_another(self, ticket: Ticket, choice: int) -> None:
        name = ["", "Mbah Contoh", "mbah contoh"][choice % 3]
        desk.correct(ticket, to=desk.Correction(applicant_name=name), by=self.staff, now=self.now)

    def _unite(self, ticket: Ticket, choice: int) -> None:
        """Two citizens turn out to be one."""
        others = Citizen.objects.filter(agency=ticket.citizen.agency, merged_into=None)
        if other := others.exclude(pk=ticket.citizen_id).first():
            with transaction.atomic():
                merge(Citizen.objects.get(pk=ticket.citizen_id), other)
