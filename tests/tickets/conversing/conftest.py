"""Citizens who write, for the tests of conversations."""

import pytest

from tests.tickets.converse_tools import Phone
from tickets.models import Ticket


@pytest.fixture
def phone(percakapan, standar, now):
    return Phone(percakapan, now)


@pytest.fixture
def known(phone, layanan):
    """The phone after an application was acknowledged and queued."""
    phone.says("halo")
    phone.chooses(f"svc:{layanan.pk}")
    phone.says("ktp", "image")
    return phone


def move(ticket, state, **more):
    Ticket.objects.filter(pk=ticket.pk).update(state=state, **more)
