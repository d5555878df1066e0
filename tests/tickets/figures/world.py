"""Two offices in two zones, and what may happen to their tickets."""

import datetime as dt
import inspect
from contextlib import suppress
from typing import Any

from django.db import transaction

from services.models import Agency, Service, Staff
from tests import factories
from tests.tickets.figures.world_more import More
from tickets import desk
from tickets.delivery import outcomes, recalling
from tickets.desk.base import working_on
from tickets.event_reasons import Why
from tickets.figures.rebuilding import rebuild_figures
from tickets.inbound.merging import merge
from tickets.models import (
    AccessLog,
    Attachment,
    Channel,
    Citizen,
    Conversation,
    Message,
    Ticket,
    TicketEvent,
)

Outcome = Ticket.Outcome


class World(More):
    """Two offices in two zones, and what may happen to their tickets."""

    def __init__(self, offices: list[Agency], staff: Staff, clock: Any) -> None:
        self.offices, self.staff, self.clock = offices, staff, clock
        self.colleague, self.officer, self.head = factories.StaffFactory.create_batch(3)
        roles = {self.colleague: "supervisor", self.officer: "operator", self.head: "official"}
        for person, role in roles.items():
            for office in offices:
                factories.MembershipFactory(staff=person, agency=office, role=role)
        self.services = list(Service.objects.order_by("pk"))
        self.channels = list(Channel.objects.order_by("pk"))

    def play(self, what: str, which: int, choice: int) -> None:
        """One of MAY_HAPPEN; where it is refused nothing has happened."""
        if what in BY_ITSELF:
            getattr(self, f"_{what}")(choice)
            return
        tickets = list(Ticket.objects.order_by("pk"))
        if tickets:
            ticket = tickets[which % len(tickets)]
            with suppress(desk.Refused):
                getattr(self, f"_{what}")(ticket, choice)

    def _later(self, choice: int) -> None:
        self.clock.shift(dt.timedelta(hours=[1, 5, 9, 26, 70][choice % 5]))

    def _made(self, _: int) -> None:
        rebuild_figures(self.now)

    def _close(self, _: int) -> None:
        desk.close_due(self.now)

    def _midnight(self, _: int) -> None:
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
        conversation = factories.ConversationFactory(channel=channel, citizen=citizen)
        self._opened(conversation, choice)

    def _again(self, ticket: Ticket, choice: int) -> None:
        """The same citizen comes with something else, or with the same."""
        if ticket.conversation is not None:
            self._opened(ticket.conversation, choice)

    def _opened(self, conversation: Conversation, choice: int) -> None:
        channel = conversation.channel
        service = channel.services.first() if choice % 3 else None
        desk.open_ticket(
            desk.Opening(
                agency=channel.agency,
                conversation=conversation,
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

    def _merge(self, ticket: Ticket, choice: int) -> None:
        """It came twice."""
        others = Ticket.objects.filter(conversation=ticket.conversation_id or 0).order_by(
            "received_at", "pk"
        )
        rest = [one for one in others if one.pk != ticket.pk]
        if rest:
            leader, *doubles = sorted(
                [ticket, rest[choice % len(rest)]], key=lambda one: (one.received_at, one.pk)
            )
            desk.merge(doubles, into=leader, by=self.staff, now=self.now)

    def _unmerge(self, ticket: Ticket, _: int) -> None:
        merged = Ticket.objects.filter(leader__isnull=False, outcome=Outcome.DUPLICATE).first()
        if merged is not None:
            desk.undo_merge(merged, by=self.staff, now=self.now)

    def _split(self, ticket: Ticket, choice: int) -> None:
        """A part of what the citizen said is another matter."""
        spoken = desk.divisible(ticket) if desk.can_split(ticket) else []
        if len(spoken) > 1:
            service = self.services[choice % len(self.services)] if choice % 2 else None
            off = desk.Second(messages=[spoken[choice % len(spoken)].pk], service=service)
            desk.split(ticket, off=off, by=self.staff, now=self.now)

    def _unsplit(self, ticket: Ticket, _: int) -> None:
        desk.undo_split(ticket, by=self.staff, now=self.now)

    def _hear(self, ticket: Ticket, choice: int) -> None:
        """The citizen writes now."""
        if ticket.conversation is not None:
            message = factories.MessageFactory(
                conversation=ticket.conversation, ticket=None, direction="in", occurred_at=self.now
            )
            Message.objects.put_into(ticket, [message], now=self.now)

    def _follow(self, ticket: Ticket, choice: int) -> None:
        others = Ticket.objects.filter(agency=ticket.agency_id).exclude(pk=ticket.pk).order_by("pk")
        if others:
            desk.follow([ticket], leader=others[choice % len(others)], by=self.staff, now=self.now)

    def _untie(self, ticket: Ticket, _: int) -> None:
        desk.untie(ticket, by=self.staff, now=self.now, reason="Contoh")

    def _tie(self, ticket: Ticket, choice: int) -> None:
        conversations = Conversation.objects.filter(channel__agency=ticket.agency_id).order_by("pk")
        if conversations and ticket.is_from_counter:
            desk.tie(
                ticket,
                conversation=conversations[choice % len(conversations)],
                now=self.now,
                why=Why.TIED_BY_MERGE,
            )

    def _release(self, ticket: Ticket, _: int) -> None:
        desk.release(ticket, by=self.staff, now=self.now)

    def _staff(self, ticket: Ticket, choice: int) -> None:
        desk.mark_about_staff(ticket, now=self.now)


def _taking(*names: str) -> list[str]:
    """The methods of World that take these, without the underscore."""
    methods = inspect.getmembers(World, inspect.isfunction)
    taking = {
        name: [*inspect.signature(method).parameters.values()][1:] for name, method in methods
    }
    return [
        name.removeprefix("_")
        for name, given in taking.items()
        if [one.name.strip("_") or "choice" for one in given] == [*names]
    ]


BY_ITSELF = _taking("choice")  # about no single ticket
TO_A_TICKET = _taking("ticket", "choice")
MAY_HAPPEN = [*BY_ITSELF, *TO_A_TICKET]
