"""What is looked for in these tests."""

import pytest

from tests import factories
from tickets.models import Ticket


@pytest.fixture
def bicara(tiket: Ticket) -> Ticket:
    """A ticket with one thing said."""
    factories.MessageFactory(ticket=tiket, text="Kartu keluarganya rusak, e-KTP 1.500.000 hilang")
    return tiket
