"""Complaints about staff of which superiors were told before tickets had a mark of their own."""

import datetime as dt

import pytest

from tests import factories
from tests.tickets.migrating import forward, migrate
from tickets.models import Notification, Ticket

pytestmark = pytest.mark.django_db(transaction=True)


def test_those_are_marked_and_no_others(now: dt.datetime) -> None:
    told, other, plain = (factories.TicketFactory() for _ in range(3))
    staff = factories.StaffFactory()
    for ticket, kind in ((told, "about_staff"), (other, "urgent")):
        Notification.objects.create(
            ticket=ticket, staff=staff, kind=kind, due_at=now, created_at=now
        )
    try:
        migrate([("tickets", "0051_names_as_they_sound")])
    finally:
        forward()
    marked = set(Ticket.objects.filter(is_about_staff=True))
    assert marked == {told}
    assert plain not in marked
