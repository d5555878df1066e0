"""What the bot is told of a ticket."""

from tickets.desk.explaining import counted_from_files
from tickets.intake import TicketFacts
from tickets.models import Conversation, Ticket


def facts_of(ticket: Ticket, conversation: Conversation) -> TicketFacts:
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
        answered_at=ticket.answered_at,
        outcome=ticket.outcome,
    )
