"""What tests ask of a ticket's history."""

from tickets.models import Ticket


def history(ticket: Ticket) -> list[str]:
    return list(ticket.events.values_list("verb", flat=True))
