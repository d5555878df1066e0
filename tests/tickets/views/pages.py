"""Pages that several tests read."""

from typing import Any

from tests.reading import flat
from tickets.models import Ticket


def page(client: Any, tiket: Ticket, path: str = "") -> str:
    answer = client.get(f"{tiket.get_absolute_url()}{path}")
    assert answer.status_code == 200
    return flat(answer)
