"""Hours of the running day are made when they are over, again when they change, and give way to the whole day."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from services.models import Agency, Holiday, Staff
from tests import factories
from tests.tickets.figures import direct
from tests.tickets.figures.equal import made_to_the_end, must_be_equal
from tests.tickets.figures.running_day import OF_DAYS, TODAY, at_hour
from tickets import desk
from tickets.figures import rebuilding
from tickets.figures.asked import Asked
from tickets.figures.counting import Days
from tickets.figures.made import Made
from tickets.figures.reading import Figures
from tickets.figures.rebuilding import rebuild_figures
from tickets.models import (
    DailyFigure,
    DailySpread,
    FigureChange,
    FigureProgress,
    Ticket,
    figure_marks,
)

Measure = DailySpread.Measure
DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)


def _asked(agency: Agency, *, first: dt.date = TODAY, last: dt.date = TODAY) -> Asked:
    return Asked(agencies=[agency], first=first, last=last)


def _live(agency: Agency, **span: dt.date) -> list[tuple[int, int]]:
    """From which hour to which hour is counted directly."""
    return [(one.from_hour, one.to_hour) for one in Made(_asked(agency, **span)).not_made]


def _arrived(agency: Agency) -> int:
    return Figures(_asked(agency), now=timezone.now()).total["arrived"]


def test_an_hour_is_made_a_while_after_it_is_over(pagi: list[Ticket], clock: Any) -> None:
    office = pagi[0].agency
    rows = DailyFigure.objects.filter(agency=office, day=TODAY).order_by("hour")
    assert list(rows.values_list("hour", "arrived")) == [(3, 1), (7, 1), (8, 1), (9, 1), (10, 1)]
    assert _live(office) == [(11, 24)]
    clock.move_to(at_hour(office, 12, 14))
    assert made_to_the_end() == 0
    clock.move_to(at_hour(office, 12, 15))
    assert made_to_the_end() == 1
    assert _live(office) == [(12, 24)]
    must_be_equal([office])


def test_a_made_hour_is_read_and_not_counted(pagi: list[Ticket]) -> None:
    DailyFigure.objects.filter(day=TODAY, hour=9).update(arrived=100)
    assert _arrived(pagi[0].agency) == 104


def test_what_happens_to_a_ticket_of_a_made_hour_makes_this_hour_again(
    pagi: list[Ticket], penyelia: Staff, clock: Any
) -> None:
    office, of_eight = pagi[0].agency, pagi[2]
    desk.take(of_eight, by=penyelia, now=timezone.now())
    assert FigureChange.objects.get().at == of_eight.received_at
    assert _live(office) == [(8, 9), (11, 24)]
    must_be_equal([office])
    assert made_to_the_end() == 1
    assert not FigureChange.objects.exists()
    assert _live(office) == [(11, 24)]
    assert DailyFigure.objects.get(day=TODAY, hour=8).assignee == penyelia
    must_be_equal([office])


def test_hours_that_change_all_the_time_are_made_again_once_a_minute(
    pagi: list[Ticket], penyelia: Staff, clock: Any
) -> None:
    office, now = pagi[0].agency, timezone.now()
    made = []
    for seconds, ticket in ((0, pagi[1]), (59, pagi[2]), (60, pagi[3])):
        clock.move_to(now + dt.timedelta(seconds=seconds))
        desk.take(ticket, by=penyelia, now=timezone.now())
        made.append(made_to_the_end())
        must_be_equal([office])
    assert made == [1, 0, 2]


def test_the_last_hour_that_changed_is_counted_with_what_runs(
    pagi: list[Ticket], penyelia: Staff
) -> None:
    for ticket in pagi[-2:]:
        desk.take(ticket, by=penyelia, now=timezone.now())
    assert _live(pagi[0].agency) == [(9, 24)]
    must_be_equal([pagi[0].agency])


def test_what_is_of_an_hour_that_is_not_made_leaves_no_mark(
    pagi: list[Ticket], penyelia: Staff, clock: Any
) -> None:
    """Most of what is answered at once: nothing is written for it but the answer."""
    office = pagi[0].agency
    clock.move_to(at_hour(office, 12, 9))
    ticket = factories.TicketFactory(
        conversation__channel=pagi[0].channel,
        conversation__citizen__agency=office,
        received_at=at_hour(office, 11, 1),
    )
    desk.take(ticket, by=penyelia, now=timezone.now())
    assert not FigureChange.objects.exists()
    clock.move_to(at_hour(office, 12, 10))
    desk.release(ticket, by=penyelia, now=timezone.now(), reason="Contoh")
    assert FigureChange.objects.get().at == ticket.received_at
    assert made_to_the_end() == 0  # and the mark is gone: the hour is made after it
    assert not FigureChange.objects.exists()
    must_be_equal([office])


@pytest.mark.parametrize(
    ("now", "before"), [("12:09:59", "11:00"), ("12:10:00", "12:00"), ("00:05:00", "23:00")]
)
def test_a_mark_is_needed_for_hours_that_end_of_made_hours(now: str, before: str) -> None:
    at = dt.datetime.combine(TODAY, dt.time.fromisoformat(now), dt.UTC)
    border = figure_marks.end_of_made_hours(at)
    assert f"{border:%H:%M}" == before
    assert border >= (at - rebuilding.SETTLES).replace(
        minute=0, second=0
    )  # else a made hour is not marked


@pytest.mark.parametrize("zone", Agency.Zone.values)
def test_each_zone_is_whole_hours_off_all_year(zone: str) -> None:
    """Hours of an office are hours of UTC, all of them as long."""
    months = [(year, month) for year in range(2015, 2036) for month in range(1, 13)]
    offsets = {dt.datetime(*one, 1, tzinfo=ZoneInfo(zone)).utcoffset() for one in months}
    assert len(offsets) == 1
    assert not offsets.pop() % HOUR


def test_the_whole_day_takes_the_place_of_its_hours(pagi: list[Ticket], clock: Any) -> None:
    office = pagi[0].agency
    clock.move_to(at_hour(office, 0, 14, day=TODAY + DAY))
    made_to_the_end()
    assert _live(office, last=TODAY + DAY) == [(23, 24)]  # of yesterday, and today
    assert _arrived(office) == 5
    clock.move_to(at_hour(office, 0, 15, day=TODAY + DAY))
    made_to_the_end()
    assert _live(office) == []
    assert _arrived(office) == 5
    must_be_equal([office])
    # Rows of hours go when the next day has some.
    assert DailyFigure.objects.filter(day=TODAY, hour__isnull=False).exists()
    clock.move_to(at_hour(office, 1, 15, day=TODAY + DAY))
    made_to_the_end()
    for model in OF_DAYS:
        assert not model.objects.filter(day=TODAY, hour__isnull=False).exists()
        assert model.objects.filter(day=TODAY, hour=None).exists()


@pytest.mark.parametrize("happens", ["midnight", "away", "zone"])
def test_a_page_that_read_how_far_days_are_made_just_before_counts_each_hour_once(
    pagi: list[Ticket], clock: Any, happens: str
) -> None:
    """The sweep makes the whole day, also where it was away until the next noon, or has to cut it elsewhere."""
    office = pagi[0].agency
    if happens != "zone":
        hour = 12 if happens == "away" else 0
        clock.move_to(at_hour(office, hour, 15, day=TODAY + DAY))
    reading = Figures(_asked(office), now=timezone.now())
    assert reading.made.not_made
    if happens == "zone":
        Agency.objects.filter(pk=office.pk).update(timezone=Agency.Zone.JAYAPURA)
    made_to_the_end()
    assert reading.total["arrived"] == 5


def test_a_sweep_that_was_away_makes_the_days_and_then_the_hours(
    pagi: list[Ticket], clock: Any
) -> None:
    office = pagi[0].agency
    clock.move_to(at_hour(office, 9, 20, day=TODAY + 3 * DAY))
    assert _live(office, last=TODAY + 3 * DAY) == [(11, 24)]
    made_to_the_end()
    assert _live(office, last=TODAY + 3 * DAY) == [(0, 24)]
    clock.shift(MINUTE)
    made_to_the_end()
    assert _live(office, last=TODAY + 3 * DAY) == [(9, 24)]
    must_be_equal([office])


def test_of_another_zone_hours_begin_anew(pagi: list[Ticket], clock: Any) -> None:
    office = pagi[0].agency
    office.timezone = Agency.Zone.JAYAPURA
    office.save(update_fields=["timezone"])
    assert _live(office) == [(0, 24)]
    made_to_the_end()
    clock.shift(MINUTE)
    made_to_the_end()
    assert _live(office) == [(13, 24)]
    must_be_equal([office])


def test_offices_in_two_zones_have_hours_of_their_own(
    pagi: list[Ticket], dinas_wita: Agency, penyelia: Staff
) -> None:
    east, west = dinas_wita, pagi[0].agency
    factories.TicketFactory(
        agency=east,
        citizen=factories.CitizenFactory(agency=east),
        conversation=None,
        channel=None,
        service=None,
        source="walk_in",
        received_at=at_hour(east, 11, 30),
    )
    FigureProgress.objects.filter(agency=east).delete()
    made_to_the_end()
    desk.take(pagi[2], by=penyelia, now=timezone.now())
    asked = Asked(agencies=[west, east], first=TODAY, last=TODAY)
    assert set(Made(asked).not_made) == {
        Days((west.pk,), TODAY, TODAY, west.zone, 8, 9),
        Days((west.pk,), TODAY, TODAY, west.zone, 11),
        Days((east.pk,), TODAY, TODAY, east.zone, 12),
    }
    must_be_equal([west, east])
    assert direct.kept(asked)


def test_offices_take_turns_to_be_the_first(
    clock: Any, tiket: Ticket, dinas_wita: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a run is over before all are made, the next one begins with another."""
    asked: list[Agency] = []
    monkeypatch.setattr(rebuilding, "_make_some", lambda agency, now: asked.append(agency) or 0)
    every = list(Agency.objects.order_by("pk"))
    assert len(every) > 1
    firsts = []
    for _ in range(3 * len(every)):
        asked.clear()
        rebuild_figures(timezone.now())
        assert {*asked} == {*every}
        firsts.append(asked[0])
        clock.shift(dt.timedelta(seconds=rebuilding.EVERY))
    assert {*firsts} == {*every}


def test_where_all_is_made_nobody_is_held(
    pagi: list[Ticket], dinas_wita: Agency, django_assert_num_queries: Any
) -> None:
    """However many offices there are."""
    made_to_the_end()
    with django_assert_num_queries(3):
        assert rebuild_figures(timezone.now()) == 0


def test_office_hours_that_change_count_for_the_hours_that_are_made(
    pagi: list[Ticket], clock: Any
) -> None:
    """A day off that is told at noon: with the next hour all of them are made again."""
    office = pagi[0].agency
    assert {*_measures(office)} == {Measure.HOUR, Measure.CLOSED_HOUR}
    Holiday.objects.create(agency=office, date=TODAY, name="Libur contoh")
    clock.move_to(at_hour(office, 12, 15))
    assert made_to_the_end() == 12
    assert {*_measures(office)} == {Measure.CLOSED_HOUR}
    must_be_equal([office])
    clock.move_to(at_hour(office, 13, 15))
    assert made_to_the_end() == 1


def _measures(office: Agency) -> list[str]:
    rows = DailySpread.objects.filter(agency=office, day=TODAY, hour__isnull=False)
    kept = rows.filter(measure__in=(Measure.HOUR, Measure.CLOSED_HOUR))
    return list(kept.values_list("measure", flat=True))
