"""What is chosen of it, and all that a split could change."""

from typing import Any

from services.models import Service
from tickets import desk
from tickets.models import Conversation, Message, Ticket


def second(ticket: Ticket) -> list[int]:
    """The messages on the other matter."""
    return [one.pk for one in ticket.messages.order_by("occurred_at")][3:5]


def part(ticket: Ticket, service: Service | None = None, **more: Any) -> desk.Second:
    return desk.Second(messages=second(ticket), service=service, **more)


def notices() -> list[str]:
    return [one.text for one in Message.objects.filter(direction="out").order_by("pk")]


def rows() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values()) for model in (Ticket, Message, Conversation)
    ]
