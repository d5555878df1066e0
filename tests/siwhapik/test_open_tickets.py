"""What the dashboard's text counts is what the querysets count."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import Count
from django.utils import timezone

from services.models import Staff
from siwhapik.dashboard.open_tickets import open_tickets
from tests import factories
from tickets.models import Outage, Ticket
from tickets.models.ticket_promises import is_due_soon, is_overdue

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def mixed(clock: Any, tiket: Ticket, penyelia: Staff) -> dt.datetime:
    """Open and ended ones, paused, looked at, in an outage, without a matter yet, at two offices."""
    now = timezone.now()
    other = factories.AgencyFactory()
    outage = Outage.objects.create(
        agency=tiket.agency,
        kind="siak",
        starts_at=now,
        recorded_at=now,
        recorded_by=penyelia,
        form_key="contoh",
    )
    for n in range(60):
        factories.TicketFactory(
            conversation=tiket.conversation,
            agency=other if n % 11 == 0 else tiket.agency,
            service=tiket.service if n % 3 else None,
            state=["in_progress", "waiting_citizen", "new", "resolved"][n % 4],
            received_at=now - (n % 7) * HOUR,
            registered_at=None if n % 13 == 5 else now,
            sort_due_at=now + (n % 9 - 4) * 2 * HOUR,
            paused_since=now if n % 4 == 1 else None,
            look_due_at=now if n % 8 == 1 else None,
            outage=outage if n % 5 == 1 else None,
            first_responded_at=now if n % 3 == 1 else None,
            has_trouble=n % 6 == 2,
        )
    return now


@pytest.mark.parametrize("by", ["service_id", "agency_id"])
def test_the_text_counts_what_the_rules_count(mixed: dt.datetime, tiket: Ticket, by: str) -> None:
    found = open_tickets([tiket.agency_id], now=mixed, by=by)
    tickets = Ticket.objects.registered().filter(agency=tiket.agency)
    counts = tickets.open().order_by().values(by, "assignee_id").annotate(
        open=Count("pk"),
        soon=Count("pk", filter=is_due_soon(mixed)),
        overdue=Count("pk", filter=is_overdue(mixed)),
    )  # fmt: skip
    told = found.waiting
    assert sorted(told, key=repr) == sorted(map(dict, counts), key=repr)
    assert sum(row["soon"] for row in told)
    assert sum(row["overdue"] for row in told)
    assert found.trouble == tickets.filter(has_trouble=True).count() > 0
    assert found.oldest == tickets.open().order_by("received_at", "pk").first()


def test_of_no_office_nothing_is_open(mixed: dt.datetime) -> None:
    found = open_tickets([], now=mixed)
    assert (list(found.waiting), found.trouble, found.oldest) == ([], 0, None)
