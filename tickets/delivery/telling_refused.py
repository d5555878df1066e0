"""Tells officers that what they sent was refused after all."""

import datetime as dt

from django.db.models import Q

from services import access
from services.models import Staff
from tickets.models import Message, Ticket, TicketEvent
from tickets.notifications import Kind, Occasion, cause_of, tell

# By whom an officer takes something as said: by a person, or by the product in its own words.
_OFFICES = (Message.Origin.OFFICER, Message.Origin.SYSTEM)


def tell_officers(message: Message, *, now: dt.datetime) -> None:
    """Tell the author, the ticket's officer, and whoever did what the citizen was to be told by it;
    once for a message, in the caller's transaction.

    What the bot and the surveys send no officer waits for.
    """
    if message.origin not in _OFFICES or message.ticket_id is None:
        return
    ticket = Ticket.objects.select_related("agency", "assignee").get(pk=message.ticket_id)
    people = [message.author, ticket.assignee, *_whose_news(message, ticket)]
    told = Occasion(
        kind=Kind.REFUSED,
        cause=f"refused:{cause_of(message)}",
        people=[one for one in people if one is not None],
        values={"message": message.pk},
    )
    tell(told, ticket=ticket, now=now)


def _whose_news(message: Message, ticket: Ticket) -> list[Staff]:
    """Whose deed it told of, by the history ("ready to be fetched"), where they still read the ticket."""
    if message.origin != Message.Origin.SYSTEM:
        return []
    by_it = Q(data__message=message.pk) | Q(data__notice=message.pk)
    lines = TicketEvent.objects.filter(by_it, ticket=ticket).select_related("actor")
    actors = [line.actor for line in lines if line.actor is not None]
    return [one for one in actors if access.can(one, access.Action.READ_TICKET, ticket)]
