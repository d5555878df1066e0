"""Offices whose figures are counted, and the morning of one of them."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from services.models import Agency, Membership, Staff
from tests import factories
from tests.tickets.figures.equal import made_to_the_end
from tests.tickets.figures.running_day import at_hour
from tickets.models import Ticket


@pytest.fixture
def offices(dinas: Agency, dinas_wita: Agency, super_admin: Staff) -> list[Agency]:
    """Each with a number and two services, one of which counts from complete files."""
    for office in (dinas, dinas_wita):
        for start in ("received", "complete"):
            service = factories.ServiceFactory(agency=office)
            factories.StandardFactory(service=service, clock_start=start)
            factories.ChannelFactory(agency=office, services=[service])
        factories.MembershipFactory(staff=super_admin, agency=office, role="supervisor")
    Membership.objects.filter(staff=super_admin, agency=None).delete()
    return [dinas, dinas_wita]


@pytest.fixture
def pagi(clock: Any, tiket: Ticket, penyelia: Staff) -> list[Ticket]:
    """A ticket of each hour from seven to ten, and it is a quarter past eleven, all made."""
    Ticket.objects.filter(pk=tiket.pk).update(received_at=at_hour(tiket.agency, 3))
    for hour in (7, 8, 9, 10):
        clock.move_to(at_hour(tiket.agency, hour, 30))
        ticket = factories.TicketFactory(
            conversation__channel=tiket.channel,
            conversation__citizen__agency=tiket.agency,
            received_at=timezone.now(),
            first_response_due_at=timezone.now() + dt.timedelta(days=1),
            due_at=timezone.now() + dt.timedelta(days=1),
        )
        ticket.events.create(verb="noted", actor=penyelia, at=timezone.now())
    clock.move_to(at_hour(tiket.agency, 11, 15))
    made_to_the_end()
    return list(Ticket.objects.order_by("received_at"))
