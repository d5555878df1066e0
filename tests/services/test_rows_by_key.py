"""Rows that are read by their keys are what a queryset reads."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Staff
from services.rows_by_key import values_by_key
from tests import factories
from tickets import desk
from tickets.models import Ticket

NAMES = (
    "pk",
    "state",
    "labels",
    "collect_by",
    "received_at",
    "service__name",
    "assignee__full_name",
    "agency__short_name",
)


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
        assert values_by_key(Ticket, NAMES, keys) == expected
        assert values_by_key(Ticket, NAMES, others[:1]) == {others[0]: expected[others[0]]}
        assert values_by_key(Ticket, NAMES, []) == {}
    assert len(asked) == 2
