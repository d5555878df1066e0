"""Tells officers that what they sent was refused after all."""

import datetime as dt

from tickets.models import Message, Ticket
from tickets.notifications import Kind, Occasion, cause_of, tell


def tell_officers(message: Message, *, now: dt.datetime) -> None:
    """Tell the author and the ticket's officer of it; once for a message, in the caller's transaction.

    What the bot and the surveys send no officer waits for.
    """
    if message.origin != Message.Origin.OFFICER or message.ticket_id is None:
        return
    ticket = Ticket.objects.select_related("agency", "assignee").get(pk=message.ticket_id)
    people = [one for one in (message.author, ticket.assignee) if one is not None]
    told = Occasion(
        kind=Kind.REFUSED,
        cause=f"refused:{cause_of(message)}",
        people=people,
        values={"message": message.pk},
    )
    tell(told, ticket=ticket, now=now)
