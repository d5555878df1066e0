"""A ticket in hand, and forms sent for it."""

from typing import Any

import pytest
from django.utils import timezone

from services.models import Staff
from tickets import desk
from tickets.models import Ticket


@pytest.fixture
def milik(tiket: Ticket, petugas: Staff) -> Ticket:
    """`tiket`, taken by `petugas`."""
    return desk.take(tiket, by=petugas, now=timezone.now())


def post(client: Any, tiket: Ticket, path: str, data: dict[str, Any], **headers: str) -> Any:
    return client.post(f"{tiket.get_absolute_url()}{path}/", data, headers=headers or None)
