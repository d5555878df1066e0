"""A month of an office: 3 applications, 2 questions, 2 complaints, from 5 people."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from services.models import Service, Staff
from tests import factories
from tickets.figures.rebuilding import rebuild_figures
from tickets.models import Channel, Ticket

JUNE = dt.datetime(2026, 6, 3, 3, 0, tzinfo=dt.UTC)
KINDS = ("application",) * 3 + ("information",) * 2 + ("complaint",) * 2


@pytest.fixture
def juni(clock: Any, kanal: Channel, layanan: Service, petugas: Staff) -> list[Ticket]:
    """Seven matters of June; the first two people came twice. Four are resolved, one of them late."""
    people = [factories.CitizenFactory(agency=kanal.agency) for _ in range(5)]
    return [_matter(n, kind, people[n % 5], kanal, layanan) for n, kind in enumerate(KINDS)]


@pytest.fixture(params=["counted", "made"])
def bulan(request: pytest.FixtureRequest, juni: list[Ticket]) -> list[Ticket]:
    """The month, with its days counted directly and with its days made."""
    if request.param == "made":
        while rebuild_figures(timezone.now()):
            pass
    return juni


def _matter(n: int, kind: str, citizen: Any, channel: Channel, service: Service) -> Ticket:
    received = JUNE + dt.timedelta(hours=n)
    took = dt.timedelta(hours=[2, 4, 8, 30, 0, 0, 0][n])
    ended = (
        {"state": "closed", "outcome": "answered", "resolved_at": received + took} if took else {}
    )
    conversation = citizen.conversations.first() or factories.ConversationFactory(
        channel=channel, citizen=citizen
    )
    return factories.TicketFactory(
        conversation=conversation,
        service=service,
        kind=kind,
        received_at=received,
        first_responded_at=received + dt.timedelta(hours=1) if took else None,
        subject=f"Contoh perihal {n}",
        **ended,
    )
