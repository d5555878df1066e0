"""Kept figures equal a count by hand, whatever happened to the tickets, and whenever they are read."""

import datetime as dt
import itertools
from contextlib import suppress
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.models import Agency, Staff
from tests.tickets.figures import direct
from tests.tickets.figures.equal import made_to_the_end, must_be_equal, undone, whole
from tests.tickets.figures.world import MAY_HAPPEN, World
from tickets.figures import making
from tickets.figures.counting import Days
from tickets.figures.made import Made
from tickets.figures.rebuilding import rebuild_figures
from tickets.figures.work_rows import acts_of
from tickets.models import DailySpread, TicketEvent

Measure = DailySpread.Measure
DAY = dt.timedelta(days=1)

# Beside everything that may happen: what a history needs so that the rest has something to change.
OFTEN = [
    "arrive",
    "arrive",
    "resolve",
    "made",
    "made",
    "later",
    "later",
    "midnight",
    "write",
    "hear",
    "merge",
    "split",
]
# (what, which ticket, a choice)
STEPS = st.lists(
    st.tuples(st.sampled_from([*OFTEN, *MAY_HAPPEN]), st.integers(0, 5), st.integers(0, 9)),
    min_size=4,
    max_size=24,
)
# An ordinary month, and the end of a year.
BEGINNINGS = [
    dt.datetime(2026, 6, 1, 1, 0, tzinfo=dt.UTC),
    dt.datetime(2026, 12, 29, 1, 0, tzinfo=dt.UTC),
]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, begins=st.sampled_from(BEGINNINGS))
def test_figures_equal_a_count_by_hand(
    offices: list[Agency],
    super_admin: Staff,
    steps: list[tuple[str, int, int]],
    begins: dt.datetime,
) -> None:
    with undone(), time_machine.travel(begins, tick=False) as clock:
        here = list(Agency.objects.filter(pk__in=[one.pk for one in offices]).order_by("pk"))
        staff = Staff.objects.get(pk=super_admin.pk)
        world = World(here, staff, clock)
        for step in steps:
            world.play(*step)
            if not any(
                Made(whole([office])).is_recut for office in here
            ):  # old days are shown until then
                must_be_equal(here, narrow=step[2])
        clock.shift(dt.timedelta(days=1))
        while rebuild_figures(timezone.now()):
            pass
        must_be_equal(here)


@pytest.mark.parametrize(
    ("script", "choice", "did"),
    [
        ("arrive write later made again hear made merge made midnight made unmerge made", 4, "merge_undone"),
        ("arrive hear later made hear later made split made midnight made unsplit made", 4, "split_undone"),
        ("arrive take later later later made outage made resolve later later made outage made", 7, "outage"),
        ("walk_in arrive midnight made tie hear later made untie made", 4, "untied"),
        ("arrive arrive later made follow later made resolve later made reopen made", 4, "followed"),
    ],
)  # fmt: skip
def test_what_was_joined_and_parted_is_counted_where_it_is_now(
    offices: list[Agency], super_admin: Staff, script: str, choice: int, did: str
) -> None:
    """Verbs that random histories seldom carry out, each on days that are made."""
    with time_machine.travel(BEGINNINGS[0], tick=False) as clock:
        world = World(list(offices), super_admin, clock)
        for step in script.split():
            world.play(step, 0, choice)
            if step == "made":
                made_to_the_end()
            must_be_equal(offices)
        assert TicketEvent.objects.filter(verb=did).exists()


@pytest.mark.parametrize("stands", ["before", "over an answer", "since it was resolved"])
def test_pauses_of_days_that_are_made_are_in_the_length_without_them(
    offices: list[Agency], super_admin: Staff, stands: str
) -> None:
    """A pause that begins or ends after the days it lies in were made, at each of its moments."""
    with time_machine.travel(BEGINNINGS[0], tick=False) as clock:
        world = World(list(offices), super_admin, clock)

        def play(*steps: str) -> None:
            for step in steps:
                world.play(step, 0, 1)
                if step == "later":  # longer than days settle
                    clock.shift(dt.timedelta(days=4))
                    rebuild_figures(timezone.now())
                must_be_equal(offices)

        play("arrive", "take", "answer")
        if stands == "before":
            play("wait", "later", "resume", "later", "resolve", "later")
        elif stands == "over an answer":
            play("wait", "later", "resolve", "later")
        else:
            play("resolve", "later", "reopen", "later", "wait", "later", "resolve", "later")
        spread = direct.kept_spread(whole(offices))
        assert [count for (*_, measure, _), count in spread.items() if measure == Measure.NET] == [
            1
        ]


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=STEPS,
    zones=st.lists(st.integers(0, 9), min_size=1, max_size=3),
    dies_after=st.integers(0, 30),
)
def test_after_another_zone_figures_equal_a_count_by_hand(
    offices: list[Agency],
    super_admin: Staff,
    steps: list[tuple[str, int, int]],
    zones: list[int],
    dies_after: int,
) -> None:
    """Days are made, zones change, the sweep is killed in between, and is run again."""
    with undone(), time_machine.travel(BEGINNINGS[0], tick=False) as clock:
        here = list(Agency.objects.filter(pk__in=[one.pk for one in offices]).order_by("pk"))
        world = World(here, Staff.objects.get(pk=super_admin.pk), clock)
        for step in steps:
            world.play(*step)
        clock.shift(dt.timedelta(days=2))
        made_to_the_end()
        for choice in zones:
            world.play("zone", 0, choice)
            killed_after(dies_after)
            world.play(*steps[choice % len(steps)])
        made_to_the_end()
        assert not Made(whole(here)).is_recut
        must_be_equal(here)
        assert made_to_the_end() == 0


def killed_after(days: int) -> None:
    """A sweep that dies in the middle of a day."""
    count = itertools.count()

    def die(span: list[Days]) -> dict[Any, Any]:
        if next(count) >= days:
            raise KeyboardInterrupt
        return acts_of(span)

    with pytest.MonkeyPatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(making, "acts_of", die)
        rebuild_figures(timezone.now())
