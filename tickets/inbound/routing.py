"""Which ticket a message joins, an ended one too; what then happens is a column of intake/policy.py."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from tickets import states
from tickets.inbound.catalogue import Offices
from tickets.intake import IntakeState
from tickets.models import Conversation, Message, Ticket
from tickets.models.turn_rows import own_tickets


def tickets_of(conversation: Conversation, offices: Offices) -> list[Ticket]:
    """The citizen's own tickets, latest first, each with its office, service and standard."""
    return completed(own_tickets(conversation), conversation, offices)


def completed(tickets: list[Ticket], conversation: Conversation, offices: Offices) -> list[Ticket]:
    """These tickets as `tickets_of` gives them."""
    for ticket in tickets:
        complete(ticket, conversation, offices)
    return tickets


def complete(ticket: Ticket, conversation: Conversation, offices: Offices) -> None:
    """Give it its office, service and standard, as they are known already."""
    office = conversation.channel.agency
    if ticket.agency_id == office.pk:
        ticket.agency = office
    if ticket.service_id is not None:
        ticket.service = offices.service(ticket.service_id)
    if ticket.standard_id is not None:
        ticket.standard = offices.standard(ticket.standard_id)


def route(
    message: Message, tickets: Sequence[Ticket], state: IntakeState, now: dt.datetime
) -> Ticket | None:
    """The quoted ticket, else the one in intake, else the resolved one that the bot has just asked
    about, else the one chosen lately, else the open one in which something happened last; without
    an open one the latest; None for a first message.
    """
    here = [ticket for ticket in tickets if ticket.conversation_id == message.conversation_id]
    quoted = quoted_ticket(message)
    if quoted is not None and quoted.conversation_id != message.conversation_id:
        quoted = None  # it was untied from here
    if quoted is not None and quoted.state not in states.FINAL:
        return next((ticket for ticket in here if ticket.pk == quoted.pk), quoted)
    open_ones = [ticket for ticket in here if ticket.is_open]
    intake = next((each for each in open_ones if each.state == Ticket.State.INTAKE), None)
    focus = state.in_focus(now)
    chosen = next((each for each in open_ones if focus and each.register_number == focus), None)
    if first := intake or asked_about(here, state) or chosen:
        return first
    if open_ones:
        return max(open_ones, key=lambda each: (each.last_message_at or each.received_at, each.pk))
    ended = (each for each in here if each.state in states.ENDED)
    return next(ended, here[0] if here else None)


def asked_about(tickets: Sequence[Ticket], state: IntakeState) -> Ticket | None:
    """The resolved ticket that the open question "does it go on?" is about; None once an officer has
    reopened it, even if it was resolved again since.
    """
    register, asked_at = state.open_question, state.asked_at
    ticket = next((each for each in tickets if each.register_number == register), None)
    if ticket is None or asked_at is None or ticket.state not in states.ENDED:
        return None
    return ticket if ticket.resolved_at is None or ticket.resolved_at <= asked_at else None


def quoted_ticket(message: Message) -> Ticket | None:
    """The ticket of the message that this one quotes or reacts to."""
    quoted = message.quoted
    if quoted is None and message.quoted_external_id:
        quoted = message.beside().known_as(message.quoted_external_id)
    return quoted.ticket if quoted is not None else None


def place_of(message: Message) -> Ticket | None:
    """The ticket for a message that comes late: that of its neighbour in time."""
    worked = Message.objects.filter(
        conversation=message.conversation_id, ticket__conversation=message.conversation_id
    ).select_related("ticket")
    earlier = Q(occurred_at=message.occurred_at, pk__lt=message.pk)
    before = worked.filter(Q(occurred_at__lt=message.occurred_at) | earlier)
    neighbour = before.order_by("-occurred_at", "-pk").first() or worked.in_order().first()
    return neighbour.ticket if neighbour is not None else None
