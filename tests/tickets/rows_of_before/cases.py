"""What a kind of row of before is in these tests: written at its release, looked at today."""

from collections.abc import Generator
from dataclasses import dataclass

import pytest
from django.apps.registry import Apps
from django.db import connection

from services.models import Service, Staff
from tickets.models import Channel, Conversation, Ticket

# Up to the first `yield` it makes what today's factories can make. The second part runs at the release that
# it is about and gets the models of then; the last part looks at what became of the rows.
Case = Generator[None, Apps]


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a case may use."""

    ticket: Ticket
    staff: Staff
    conversation: Conversation
    channel: Channel
    services: tuple[Service, Service]
    monkeypatch: pytest.MonkeyPatch


def raw(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
