"""What was open at the end of a day, from what is open and the figures since."""

import datetime as dt

import pytest
from django.utils import timezone

from services.models import Agency
from siwhapik.evaluation.measures import left_open, open_at_end
from siwhapik.periods import DAY, Period
from tests import factories
from tickets.figures.rebuilding import rebuild_figures
from tickets.models import Ticket

MAY = dt.date(2026, 5, 30)


@pytest.mark.parametrize("is_made", [False, True])
def test_it_is_as_many_as_the_tickets_say(
    juli: list[Ticket], dinas: Agency, *, is_made: bool
) -> None:
    factories.TicketFactory(conversation=juli[0].conversation, received_at=timezone.now())
    Ticket.objects.filter(pk=juli[0].pk).update(resolved_at=timezone.now(), state="resolved")
    if is_made:
        while rebuild_figures(timezone.now()):
            pass
    now = timezone.now()
    lasts = [MAY + n * DAY for n in range(45)]
    expected = [open_at_end(dinas, Period("", "", last, last), now=now).count() for last in lasts]
    assert left_open(dinas, lasts, now=now) == expected
    assert len({*expected}) > 2
    assert [left_open(dinas, [last], now=now)[0] for last in lasts] == expected


def test_what_was_open_long_ago_is_found_without_reading_all_that_ended_since() -> None:
    """By an index that holds both moments: only what came before the end of the month is fetched."""
    (index,) = [one for one in Ticket._meta.indexes if one.name == "ticket_ended"]
    assert [one.name for one in index.expressions] == ["agency", "resolved_at", "received_at"]
