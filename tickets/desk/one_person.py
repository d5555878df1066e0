"""Whether two tickets are known to be the same citizen's (docs/decisions/0072, 0075)."""

from __future__ import annotations

from django.db.models import Q

from services.sounding import sounded
from tickets.desk.untying import was_untied_from
from tickets.models import Conversation, Ticket
from tickets.models.ticket_queryset import TicketQuerySet

_LOOKED_AT = 50


def are_one_person(one: Ticket, other: Ticket) -> bool:
    """By the conversation; for a matter of the counter that is in none by the telephone number that was
    written down with it, where nothing says otherwise: no proxy, and no other name.

    Never where a name is kept: even that both are of one person would tell who it is.
    """
    if one.is_anonymous or other.is_anonymous:
        return False
    if one.conversation_id is not None and other.conversation_id is not None:
        return is_same_by_row(one, other)
    if is_same_by_row(one, other):
        return True
    phone = phone_of(one)
    if not phone or phone != phone_of(other) or _is_brought(one) or _is_brought(other):
        return False
    return _names_agree(one, other) and not _were_untied(one, other)


def is_same_by_row(one: Ticket, other: Ticket) -> bool:
    """Whether they are of one conversation or, at the counter, of one row of its citizens."""
    if one.conversation_id is None and other.conversation_id is None:
        return one.citizen_id == other.citizen_id
    return one.conversation_id == other.conversation_id


def of_one_person(ticket: Ticket, among: TicketQuerySet) -> list[Ticket]:
    """Those of these tickets that are known to be of the same citizen; of very many only the first ones.
    None where the name is kept: a list of them would tell whose it is.
    """
    if ticket.is_anonymous:
        return []
    own = Q(citizen=ticket.citizen_id)
    if ticket.conversation_id is not None:
        own = Q(conversation=ticket.conversation_id)
    phone = phone_of(ticket)
    alike = own | Q(citizen__phone=phone) if phone else own
    found = among.filter(alike, is_anonymous=False).select_related("citizen", "conversation")
    return [one for one in found[:_LOOKED_AT] if are_one_person(one, ticket)]


def phone_of(ticket: Ticket) -> str:
    """The number of its WhatsApp, else the one that was written down; "" for none."""
    if ticket.conversation is not None:
        return ticket.conversation.phone
    return ticket.citizen.phone


def _is_brought(ticket: Ticket) -> bool:
    """Whether somebody else brought it, whose number the one that was written down may be."""
    return ticket.source == Ticket.Source.PROXY or bool(ticket.proxy_name)


def _names_agree(one: Ticket, other: Ticket) -> bool:
    """Whether one name is the other or a part of it, as they sound; a name that nobody has given for a
    WhatsApp says nothing.
    """
    first, second = (
        {*sounded(ticket.applicant_name or ticket.citizen.name).split()} for ticket in (one, other)
    )
    return first <= second or second <= first


def _were_untied(one: Ticket, other: Ticket) -> bool:
    ticket, conversation = (
        (one, other.conversation) if one.conversation is None else (other, one.conversation)
    )
    return isinstance(conversation, Conversation) and was_untied_from(ticket, conversation)
