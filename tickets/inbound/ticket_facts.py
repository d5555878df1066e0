"""What the bot is told of tickets, and what staff are told of what it said."""

from collections.abc import Iterable

from tickets.desk.explaining import counted_from_files, where_to_collect
from tickets.desk.joining import goes_on_as
from tickets.intake import TicketFacts
from tickets.models import Conversation, Ticket

_KEPT_NUMBER = "(nomor dirahasiakan)"


def facts_of(ticket: Ticket, conversation: Conversation, *, is_tied: bool = False) -> TicketFacts:
    """The ticket as the bot's policy sees it from this conversation."""
    return TicketFacts(
        register=ticket.register_number,
        state=ticket.state,
        service=ticket.service.name if ticket.service else "",
        service_id=ticket.service_id,
        due_at=ticket.due_at,
        from_files=counted_from_files(ticket),
        tracking_code=ticket.tracking_code,
        here=ticket.conversation_id == conversation.pk,
        opened_at=ticket.received_at,
        is_registered=ticket.registered_at is not None,
        answered=ticket.first_responded_at is not None,
        is_urgent=ticket.is_urgent,
        is_anonymous=ticket.is_anonymous,
        answered_at=ticket.answered_at,
        outcome=ticket.outcome,
        is_tied=is_tied,
        collect=where_to_collect(ticket),
        goes_on=goes_on_as(ticket),
    )


def for_staff(said: str, ticket: Ticket | None, known: Iterable[Ticket]) -> str:
    """The bot's words as they stand in a ticket: an officer who reads them does not learn there that
    another ticket, whose citizen wants to stay unnamed, is of the same person.
    """
    for other in known:
        if other.is_anonymous and (ticket is None or other.pk != ticket.pk):
            said = said.replace(other.register_number, _KEPT_NUMBER)
    return said
