"""The rows of what a search found are what a queryset reads."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Staff
from tests import factories
from tickets import desk
from tickets.models import Ticket
from tickets.views.found_rows import NAMES, rows_of


def test_they_are_what_a_queryset_reads(tiket: Ticket, petugas: Staff, now: dt.datetime) -> None:
    desk.take(tiket, by=petugas, now=now)
    Ticket.objects.filter(pk=tiket.pk).update(
        labels=[{"name": "contoh", "colour": "1"}], collect_by=now
    )
    others = [factories.TicketFactory(service=None).pk for _ in range(2)]
    keys = [tiket.pk, *others]
    expected = {row["pk"]: row for row in Ticket.objects.filter(pk__in=keys).values(*NAMES)}
    assert len(expected) == 3
    with CaptureQueriesContext(connection) as asked:
        assert rows_of(keys) == expected
        assert rows_of(others[:1]) == {others[0]: expected[others[0]]}
        assert rows_of([]) == {}
    assert len(asked) == 2
