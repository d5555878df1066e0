"""Somebody who writes for others counts once for each of them."""

import pytest
from django.utils import timezone

from services.models import Service
from tests import factories
from tickets.figures.asked import Asked
from tickets.figures.people import people_of
from tickets.models import Channel, Conversation

CASES = {
    ("", ""): 1,
    ("Mbah Contoh", ""): 2,
    ("Mbah Contoh", "Bu Contoh"): 2,
    ("Mbah Contoh", "mbah contoh"): 1,
    ("Mbah Contoh", "Bu Contoh", ""): 3,
}


@pytest.fixture
def percakapan(kanal: Channel) -> Conversation:
    return factories.ConversationFactory(channel=kanal)


@pytest.mark.parametrize(("applicants", "count"), CASES.items(), ids=map(str, CASES))
def test_people_behind_one_citizen(
    percakapan: Conversation, layanan: Service, applicants: tuple[str, ...], count: int
) -> None:
    agency, now = percakapan.channel.agency, timezone.now()
    for name in applicants:
        factories.TicketFactory(
            conversation=percakapan, service=layanan, applicant_name=name, received_at=now
        )
    day = now.astimezone(agency.zone).date()
    people = people_of(Asked(agencies=[agency], first=day, last=day))
    assert (people.total, sum(people.in_month.values())) == (count, count)
