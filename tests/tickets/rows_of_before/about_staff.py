"""Complaints about staff of which superiors were told before tickets had a mark of their own."""

from django.utils import timezone

from tests import factories
from tests.tickets.rows_of_before.cases import Case, Given
from tickets.models import Ticket


def about_staff(given: Given) -> Case:
    """Those are marked, and no others."""
    told, other, plain = (factories.TicketFactory() for _ in range(3))
    staff, now = factories.StaffFactory(), timezone.now()
    before = yield
    notifications = before.get_model("tickets", "Notification").objects
    for ticket, kind in ((told, "about_staff"), (other, "urgent")):
        notifications.create(
            ticket_id=ticket.pk, staff_id=staff.pk, kind=kind, due_at=now, created_at=now
        )
    yield
    mine = Ticket.objects.filter(pk__in=[told.pk, other.pk, plain.pk])
    assert list(mine.filter(is_about_staff=True)) == [told]
