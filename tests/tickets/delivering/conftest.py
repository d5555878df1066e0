"""A lane with its far side, for the tests of delivery."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from tests.tickets.far_side import FarSide, far_side
from tickets.content import Text
from tickets.models import Conversation, Message, Ticket


@pytest.fixture
def side(settings: Any) -> Iterator[FarSide]:
    with far_side() as side:
        settings.WHATSAPP_API_BASE_URL = side.url
        yield side


@pytest.fixture
def lane(percakapan: Conversation) -> Conversation:
    """A conversation whose window is open now."""
    percakapan.window_expires_at = timezone.now() + dt.timedelta(hours=20)
    percakapan.save(update_fields=["window_expires_at"])
    channel = percakapan.channel
    channel.access_token = "token-contoh"
    channel.save(update_fields=["access_token"])
    return percakapan


def queued(lane: Conversation, ticket: Ticket | None = None, **fields: Any) -> Message:
    now = timezone.now()
    content = Text("Selamat pagi")
    values = {
        "channel": lane.channel,
        "conversation": lane,
        "ticket": ticket,
        "direction": Message.Direction.OUT,
        "origin": Message.Origin.OFFICER,
        "type": content.type,
        "text": content.text,
        "payload": content.payload(),
        "occurred_at": now,
        "received_at": now,
        "status": Message.Status.QUEUED,
    }
    return Message.objects.create(**(values | fields))


def rested() -> None:
    """The time of waiting is over."""
    Message.objects.filter(status="queued").update(next_attempt_at=None)
    Conversation.objects.update(next_send_at=None)


def fresh(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)
