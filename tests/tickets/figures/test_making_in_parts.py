"""A long history is made some days at a time, and others write in between."""

import datetime as dt
import itertools
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from services.models import Agency
from tests import factories
from tickets.figures import rebuilding
from tickets.figures.rebuilding import rebuild_figures
from tickets.models import DailyFigure, FigureProgress, Ticket

DAY = dt.timedelta(days=1)


def history(ticket: Ticket, *, days: int) -> None:
    """A ticket on each of so many days before today."""
    office = ticket.agency
    for ago in range(1, days + 1):
        day = timezone.localdate(timezone=office.zone) - ago * DAY
        factories.TicketFactory(
            conversation__channel=ticket.channel,
            conversation__citizen__agency=office,
            received_at=dt.datetime.combine(day, dt.time(12), office.zone),
            due_at=dt.datetime.combine(day, dt.time(15), office.zone),
        )


@pytest.mark.parametrize(("days", "parts"), [(9, 1), (10, 1), (11, 2), (21, 3)])
def test_days_of_a_history_are_made_ten_at_a_time(
    clock: Any, tiket: Ticket, days: int, parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    history(tiket, days=days)
    spans: list[tuple[dt.date, dt.date]] = []
    make = rebuilding._make

    def noted(progress: FigureProgress, agency: Agency, first: dt.date, last: dt.date) -> None:
        if agency == tiket.agency:
            spans.append((first, last))
        make(progress, agency, first, last)

    monkeypatch.setattr(rebuilding, "_make", noted)
    total = 0
    while count := rebuild_figures(timezone.now()):
        total += count
    assert len(spans) == parts
    assert all(last + DAY == first for (_, last), (first, _) in itertools.pairwise(spans))
    arrived = DailyFigure.objects.filter(agency=tiket.agency).values_list("day", "arrived")
    assert sorted(arrived) == [
        (timezone.localdate(timezone=tiket.agency.zone) - ago * DAY, 1)
        for ago in range(days, 0, -1)
    ]


@pytest.mark.django_db(transaction=True)
def test_on_sqlite_others_can_write_between_two_parts(
    tiket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is served in turn there: who waits tries again every tenth of a second."""
    history(tiket, days=25)
    rested: list[float] = []
    monkeypatch.setattr(rebuilding.time, "sleep", rested.append)
    while rebuild_figures(timezone.now()):
        pass
    if connection.vendor == "sqlite":
        assert len(rested) >= 3
        assert min(rested) > 0.1
    else:
        assert not rested
