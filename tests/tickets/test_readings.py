"""A page reads a promise in Python, a list in the database: both must say the same at each border."""

import datetime as dt
import itertools

import pytest

from services.models import ServiceStandard
from tests import factories
from tickets import states
from tickets.desk import promises
from tickets.models import Ticket
from tickets.models.ticket_queryset import TicketQuerySet
from tickets.sla import SOON, Reading
from tickets.states import State
from tickets.views.presenting import ticket_clock

NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)
TICK = dt.timedelta(microseconds=1)
DUE = (NOW - TICK, NOW, NOW + TICK, NOW + SOON - TICK, NOW + SOON)
# When something happened, seen from when it was promised.
MOMENTS = (None, -TICK, dt.timedelta(), TICK)
LATE = (Reading.OVERDUE, Reading.MISSED)


@pytest.fixture
def rows(tiket: Ticket) -> TicketQuerySet:
    """A ticket for each combination of moments at the borders of both promises."""
    from_files = factories.StandardFactory(
        service=tiket.service,
        version=2,
        status=ServiceStandard.Status.DRAFT,
        clock_start=ServiceStandard.ClockStart.COMPLETE,
    )
    made = []
    cases = itertools.product(
        DUE, MOMENTS, MOMENTS, (None, NOW - SOON), (tiket.standard, from_files), (None, NOW - SOON)
    )
    for number, (due, answered, ended, paused, standard, complete) in enumerate(cases):
        state = State.RESOLVED if ended is not None else State.WAITING_CITIZEN
        row = Ticket(
            **{
                field.attname: getattr(tiket, field.attname)
                for field in Ticket._meta.concrete_fields
                if not field.primary_key
            }
        )
        row.register_number, row.tracking_code = f"UJI-{number}", f"UJI{number}"
        row.conversation = None
        row.state, row.standard = state, standard
        row.first_response_due_at = row.due_at = row.sort_due_at = due
        row.first_responded_at = None if answered is None else due + answered
        row.resolved_at = None if ended is None else due + ended
        row.paused_since, row.completed_files_at = paused, complete
        row.look_due_at = due if number % 2 else None
        made.append(row)
    Ticket.objects.all().delete()
    Ticket.objects.bulk_create(made)
    return Ticket.objects.select_related("standard", "service", "agency").all()


def keys(tickets: TicketQuerySet) -> set[int]:
    return set(tickets.values_list("pk", flat=True))


def test_the_first_response_is_read_alike(rows: TicketQuerySet) -> None:
    read = {one.pk: promises.first_response_reading(one, NOW) for one in rows}
    assert keys(rows.first_response_kept()) == {
        pk for pk, found in read.items() if found is Reading.KEPT
    }
    assert keys(rows.first_response_late(NOW)) == {
        pk for pk, found in read.items() if found in LATE
    }


def test_the_completion_is_read_alike(rows: TicketQuerySet) -> None:
    read = {one.pk: promises.completion_reading(one, NOW) for one in rows}
    assert keys(rows.completion_kept()) == {
        pk for pk, found in read.items() if found is Reading.KEPT
    }
    assert keys(rows.completion_late(NOW)) == {pk for pk, found in read.items() if found in LATE}


def test_the_queue_counts_what_its_clocks_show(rows: TicketQuerySet) -> None:
    tones = {
        one.pk: ticket_clock(one, zone=one.agency.zone, now=NOW).tone
        for one in rows
        if one.state in states.OPEN
    }
    assert keys(rows.overdue(NOW)) == {pk for pk, tone in tones.items() if tone == "late"}
    assert keys(rows.due_soon(NOW)) == {pk for pk, tone in tones.items() if tone == "soon"}
    assert keys(rows.open()) == set(tones)
