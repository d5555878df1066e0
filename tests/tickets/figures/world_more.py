"""What else may happen to the tickets of `World`: who holds them, how they are answered, ended and fetched,
and what becomes of offices, services and officers.
"""

import datetime as dt
from typing import Any

from django.utils import timezone

from services.models import Agency, Service, Staff
from tests import factories
from tickets import desk
from tickets.delivery import statuses
from tickets.models import Channel, Conversation, HeldReply, Message, Outage, StatusEvent, Ticket

Outcome = Ticket.Outcome


class More:
    """The base of `World`; each method that begins with an underscore is something that happens."""

    offices: list[Agency]
    services: list[Service]
    channels: list[Channel]
    staff: Staff
    colleague: Staff
    officer: Staff
    head: Staff
    clock: Any

    @property
    def now(self) -> dt.datetime:
        return timezone.now()

    def _let_go_left(self, _: int) -> None:
        desk.let_go_left(self.now)

    def _recount(self, _: int) -> None:
        desk.recount_answers(self.now)

    def _office(self, choice: int) -> None:
        self._switch(self.offices[choice % 2])

    def _service(self, choice: int) -> None:
        self._switch(self.services[choice % len(self.services)])

    def _new_year(self, _: int) -> None:
        """A minute before the next year begins in the west; in the east it has."""
        if self.now.month == 12:
            west = dt.timezone(dt.timedelta(hours=7))
            begins = dt.datetime(self.now.year + 1, 1, 1, tzinfo=west)
            if self.now < begins - dt.timedelta(minutes=1):
                self.clock.move_to(begins - dt.timedelta(minutes=1))

    def _leaves(self, choice: int) -> None:
        """The colleague goes, and what they held goes back; or comes again."""
        self.colleague.is_active = not self.colleague.is_active
        self.colleague.save(update_fields=["is_active"])
        if choice % 3:
            desk.take_back_everywhere(self.now)

    @staticmethod
    def _switch(one: Agency | Service) -> None:
        one.is_active = not one.is_active
        one.save(update_fields=["is_active"])

    def _auto(self, choice: int) -> None:
        office = self.offices[choice % 2]
        Agency.objects.filter(pk=office.pk).update(auto_assign=Agency.AutoAssign.LEAST_LOADED)
        desk.auto_assign_everywhere(self.now)

    def _intake(self, choice: int) -> None:
        """Nothing has been asked for yet."""
        channel = self.channels[choice % len(self.channels)]
        citizen = factories.CitizenFactory(agency=channel.agency)
        conversation = factories.ConversationFactory(channel=channel, citizen=citizen)
        desk.open_ticket(
            desk.Opening(
                agency=channel.agency,
                conversation=conversation,
                channel=channel,
                source=Ticket.Source.WHATSAPP,
                received_at=self.now - dt.timedelta(hours=[0, 30][choice % 2]),
                is_matter=False,
                now=self.now,
            )
        )

    def _register(self, ticket: Ticket, _: int) -> None:
        desk.register_matter(ticket, now=self.now)

    def _enqueue(self, ticket: Ticket, _: int) -> None:
        desk.enqueue(ticket, now=self.now)

    def _end_intake(self, ticket: Ticket, choice: int) -> None:
        outcome = [Outcome.NO_REQUEST, Outcome.ANSWERED][choice % 2]
        desk.end_intake(ticket, outcome=outcome, now=self.now)

    def _assign(self, ticket: Ticket, choice: int) -> None:
        to = [self.colleague, self.staff][choice % 2]
        if choice > 6:
            desk.pass_on({ticket: to}, by=self.staff, now=self.now, note="Contoh")
        else:
            desk.assign(ticket, by=self.staff, now=self.now, to=to, note="Contoh")

    def _hand_over(self, ticket: Ticket, choice: int) -> None:
        holder = ticket.assignee or self.staff
        other = self.staff if holder == self.colleague else self.colleague
        if choice % 2:
            desk.hand_over(ticket, by=holder, now=self.now, to=other, note="Contoh")
            return
        desk.ask_over(ticket, by=other, now=self.now)
        if choice % 3:
            desk.agree_over(ticket, by=holder, now=self.now)
        else:
            desk.decline_over(ticket, by=holder, now=self.now)

    def _undo_take(self, ticket: Ticket, _: int) -> None:
        desk.take(ticket, by=self.colleague, now=self.now)
        desk.undo_take(ticket, by=self.colleague, now=self.now)

    def _hide(self, ticket: Ticket, choice: int) -> None:
        """Marks that change who sees it."""
        if choice % 4 == 0:
            desk.keep_anonymous(ticket, by=self.staff, now=self.now)
        elif choice % 4 == 1:
            desk.lift_anonymity(ticket, by=self.head, now=self.now, reason="Contoh")
        elif choice % 4 == 2:
            desk.unmark_about_staff(ticket, by=self.staff, now=self.now)
        else:
            desk.unmark_urgent(ticket, by=self.staff, now=self.now)

    def _reply(self, ticket: Ticket, choice: int) -> None:
        """A real answer, with what follows it."""
        if ticket.conversation is None:
            return
        self._open_window(ticket)
        ticket = Ticket.objects.get(pk=ticket.pk)
        letter = desk.Reply(text="Contoh jawaban.")
        by = [self.staff, self.colleague][choice % 2]
        if choice > 6:
            then = desk.usual_end(ticket)
            desk.reply_then(ticket, by=by, now=self.now, letter=letter, then=then)
        else:
            desk.reply(ticket, by=by, now=self.now, reply=letter)

    def _open_window(self, ticket: Ticket) -> None:
        theirs = Conversation.objects.filter(pk=ticket.conversation_id or 0)
        theirs.update(window_expires_at=self.now + dt.timedelta(hours=20))

    def _told(self, ticket: Ticket, choice: int) -> None:
        """WhatsApp tells late what became of an answer; it is sent again."""
        for message in ticket.messages.filter(direction="out"):
            event = StatusEvent(
                channel=message.channel or self.channels[0],
                status=["failed", "delivered", "failed", "read"][choice % 4],
                occurred_at=self.now,
                received_at=self.now,
                errors=[{"code": 131026}],
            )
            statuses.apply(message, event)
        failed = ticket.messages.filter(direction="out", status="failed").first()
        if choice > 6 and failed is not None:
            desk.retry_message(failed, by=self.staff, now=self.now)

    def _phone(self, ticket: Ticket, choice: int) -> None:
        """Answered on the office's own phone, which tells it late."""
        if ticket.conversation is None:
            return
        message: Message = factories.MessageFactory(
            conversation=ticket.conversation,
            ticket=None,
            direction="out",
            origin="app",
            occurred_at=self.now - dt.timedelta(hours=[0, 2, 30][choice % 3]),
        )
        desk.answered_on_phone(ticket, message=message, now=self.now)

    def _bring(self, ticket: Ticket, _: int) -> None:
        """What was said in another ticket, long ago or just now, belongs here."""
        others = Message.objects.filter(ticket__agency=ticket.agency_id).exclude(ticket=ticket)
        if (message := others.order_by("pk").first()) is not None:
            Message.objects.put_into(ticket, [message], now=self.now)

    def _ready(self, ticket: Ticket, choice: int) -> None:
        if choice % 4 == 0:
            desk.mark_not_ready(ticket, by=self.staff, now=self.now)
        elif choice % 4 == 1:
            desk.collected(ticket, by=self.staff, now=self.now, how=desk.Handover())
        elif choice % 4 == 2:
            desk.undo_collected(ticket, by=self.staff, now=self.now)
        else:
            until = self.now.astimezone(ticket.agency.zone).date() + dt.timedelta(days=9)
            desk.mark_ready(ticket, by=self.staff, now=self.now, place="Loket", until=until)

    def _wait_other(self, ticket: Ticket, choice: int) -> None:
        desk.wait_for_other(
            ticket, by=self.staff, now=self.now, reason="Contoh", outage=choice % 2 == 0
        )

    def _elsewhere(self, ticket: Ticket, _: int) -> None:
        desk.refer_elsewhere(
            ticket, by=self.staff, now=self.now, target="Pihak lain", reason="Contoh"
        )

    def _to_office(self, ticket: Ticket, choice: int) -> None:
        desk.transfer(
            ticket,
            by=self.staff,
            now=self.now,
            reason="Contoh",
            to_agency=self.offices[choice % 2],
            is_not_ours=choice > 6,
        )

    def _let_go(self, ticket: Ticket, _: int) -> None:
        desk.let_go(ticket, by=self.staff, now=self.now)

    def _combine(self, ticket: Ticket, choice: int) -> None:
        others = [*Ticket.objects.filter(agency=ticket.agency_id).exclude(pk=ticket.pk)]
        if others:
            other = others[choice % len(others)]
            desk.combine([other], under=ticket, by=self.staff, now=self.now)

    def _work(self, ticket: Ticket, choice: int) -> None:
        """Acts that change nothing of the ticket that is counted, and are counted as work."""
        if choice % 3 == 0:
            until = self.now + dt.timedelta(days=1)
            desk.escalate(ticket, by=self.colleague, now=self.now, reason="Contoh", until=until)
        elif choice % 3 == 1:
            desk.note(ticket, by=self.colleague, now=self.now, text="Contoh")
        else:
            desk.no_reply_needed(ticket, by=self.colleague, now=self.now)

    def _held(self, ticket: Ticket, choice: int) -> None:
        """What an officer wrote is read by somebody else first."""
        held = HeldReply.objects.filter(ticket=ticket).waiting().first()
        if ticket.service is not None and held is None:
            Service.objects.filter(pk=ticket.service_id).update(checks_replies=True)
            self._open_window(ticket)
            ticket = Ticket.objects.get(pk=ticket.pk)
            letter = desk.Reply(text="Contoh jawaban.")
            desk.reply(ticket, by=self.officer, now=self.now, reply=letter)
        elif held is not None and choice % 3 == 0:
            desk.return_held(ticket, by=self.staff, now=self.now, held=held, note="Contoh")
        elif held is not None:
            desk.approve(ticket, by=self.staff, now=self.now, held=held)

    def _awaited(self, ticket: Ticket, choice: int) -> None:
        """Until a day: then they are reminded, and at last nobody waits any more."""
        until = self.now.astimezone(ticket.agency.zone).date() + dt.timedelta(days=3)
        if choice % 3 == 0:
            desk.change_wait(ticket, by=self.staff, now=self.now, until=until)
        elif choice % 3 == 1:
            desk.wait_for_citizen(ticket, by=self.staff, now=self.now, reason="Contoh", until=until)
        else:
            desk.follow_up(self.now)

    def _decide(self, ticket: Ticket, _: int) -> None:
        desk.answer_escalation(ticket, by=self.head, now=self.now, answer="Contoh")

    def _outage(self, ticket: Ticket, choice: int) -> None:
        """Recorded late, corrected, ended, or withdrawn."""
        agency = self.offices[choice % 2]
        found = Outage.objects.filter(agency=agency).order_by("pk").last()
        begins = self.now - dt.timedelta(hours=[1, 20, 60][choice % 3])
        plan = desk.OutagePlan(
            kind=Outage.Kind.values[0],
            starts_at=begins,
            name="Contoh",
            ends_at=None if choice > 6 else begins + dt.timedelta(minutes=50 * (choice + 1) % 59),
        )
        if found is None or found.withdrawn_at or choice == 0:
            self._count = getattr(self, "_count", 0) + 1
            desk.record_outage(
                agency, plan=plan, by=self.staff, now=self.now, form_key=f"{self._count}"
            )
        elif choice % 3 == 0:
            desk.withdraw_outage(found, reason="Contoh", by=self.staff, now=self.now)
        elif choice % 3 == 1:
            desk.correct_outage(found, plan=plan, by=self.staff, now=self.now)
        else:
            desk.end_outage(found, at=self.now, by=self.staff, now=self.now)
        desk.apply_outages(self.now)
