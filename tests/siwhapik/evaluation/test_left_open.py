"""What was open at the end of a day, from what is open and the figures since."""

import datetime as dt

import pytest
from django.db.models import Count, Q
from django.utils import timezone

from services.models import Agency, Staff
from siwhapik.evaluation import spans
from siwhapik.evaluation.composing import Wanted
from siwhapik.evaluation.measures import left_open
from siwhapik.periods import DAY
from siwhapik.reports.asking import Question
from tests import factories
from tests.siwhapik.evaluation.tools import beside
from tickets import states
from tickets.figures.counting import Days
from tickets.figures.rebuilding import rebuild_figures
from tickets.models import Ticket
from tickets.models.ticket_queryset import TicketQuerySet

MAY = dt.date(2026, 5, 30)


@pytest.mark.parametrize("is_made", [False, True])
def test_it_is_as_many_as_the_tickets_say(
    juli: list[Ticket], dinas: Agency, penyelia: Staff, *, is_made: bool
) -> None:
    factories.TicketFactory(conversation=juli[0].conversation, received_at=timezone.now())
    Ticket.objects.filter(pk=juli[0].pk).update(resolved_at=timezone.now(), state="resolved")
    if is_made:
        while rebuild_figures(timezone.now()):
            pass
    now = timezone.now()
    lasts = [MAY + n * DAY for n in range(45)]
    expected = [open_at_end(dinas, last, now=now).count() for last in lasts]
    question = asked(dinas, penyelia, now=now)
    open_now = beside(question).open_now
    assert open_now == expected[-1]
    assert left_open(question, lasts, open_now=open_now) == expected
    assert len({*expected}) > 2
    alone = [left_open(question, [last], open_now=open_now)[0] for last in lasts]
    assert alone == expected


def test_services_whose_tickets_were_open_then(
    juli: list[Ticket], dinas: Agency, penyelia: Staff
) -> None:
    now = timezone.now()
    june = asked(dinas, penyelia, now=now, month="2026-06")
    last, ends = june.period.last, dt.datetime(2026, 6, 30, 17, tzinfo=dt.UTC)
    came = [ends - DAY, ends - DAY, ends - 3 * DAY, ends]
    for at, received in enumerate(came):
        ticket = factories.TicketFactory(
            conversation=juli[0].conversation, service=None, received_at=received, state="resolved"
        )
        # Resolved as the month ends, and just before it.
        resolved = ends - dt.timedelta(seconds=at % 2)
        Ticket.objects.filter(pk=ticket.pk).update(
            resolved_at=resolved, due_at=received + DAY, registered_at=received
        )
    then = open_at_end(dinas, last, now=now).order_by().values("service_id")
    late = Count("pk", filter=Q(due_at__lt=ends))
    rule = then.annotate(open=Count("pk"), late=late).values_list("service_id", "open", "late")
    found = beside(june)
    assert {*found.left_open} == {*rule}
    assert (None, 2, 1) in found.left_open
    assert found.first_at is not None
    assert found.first_at == Ticket.objects.registered().earliest("received_at").received_at
    assert found.first_at.astimezone(dinas.zone).date() == Ticket.objects.first_day_of(dinas)


def asked(agency: Agency, reader: Staff, *, now: dt.datetime, month: str = "2026-05") -> Question:
    period = spans.whole(month, today=now.astimezone(agency.zone).date())
    assert period is not None
    return Wanted(agency=agency, period=period, reader=reader, now=now).question()


def open_at_end(agency: Agency, last: dt.date, *, now: dt.datetime) -> TicketQuerySet:
    """What had come by the end of the day (or by now) and was not resolved then."""
    ends = min(Days((agency.pk,), last, last, agency.zone).borders[1], now)
    came = Ticket.objects.registered().filter(agency=agency, received_at__lt=ends)
    return came.filter(Q(state__in=states.OPEN) | Q(resolved_at__gte=ends))


def test_what_was_open_long_ago_is_found_without_reading_all_that_ended_since() -> None:
    """By an index that holds both moments: only what came before the end of the month is fetched."""
    (index,) = [one for one in Ticket._meta.indexes if one.name == "ticket_ended"]
    assert [one.name for one in index.expressions] == ["agency", "resolved_at", "received_at"]
