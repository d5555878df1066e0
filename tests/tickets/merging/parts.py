"""All that putting tickets together could change, and what citizens were told."""

from typing import Any

from tickets.models import (
    Conversation,
    Draft,
    Message,
    Notification,
    SearchEntry,
    Ticket,
    TicketEvent,
)


def notices() -> list[str]:
    """What the system itself said."""
    sent = Message.objects.filter(direction="out", origin="system").exclude(status="recalled")
    return [one.text for one in sent.order_by("pk")]


def rows() -> list[Any]:
    models = (Ticket, Message, Conversation, Draft, TicketEvent, Notification, SearchEntry)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def again(*tickets: Ticket) -> list[Ticket]:
    """As the database has them."""
    return [Ticket.objects.get(pk=one.pk) for one in tickets]
