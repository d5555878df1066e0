"""Kept figures equal a count by hand, whatever happened to the tickets, and whenever they are read."""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.calendars import calendar_of
from services.models import Agency, Membership, Staff
from services.workdays import is_open
from tests import factories
from tests.tickets.figures import direct
from tests.tickets.figures.world import World
from tickets.figures import rebuilding
from tickets.figures.asked import Asked
from tickets.figures.counting import Days
from tickets.figures.made import Made
from tickets.figures.people import people_of
from tickets.figures.reading import Figures
from tickets.figures.rebuilding import rebuild_figures
from tickets.figures.work import work_of
from tickets.figures.work_rows import acts_of
from tickets.models import (
    DailySpread,
    TicketEvent,
)

BEGINS = dt.datetime(2026, 6, 1, 1, 0, tzinfo=dt.UTC)
FIRST, LAST = dt.date(2026, 5, 20), dt.date(2026, 8, 1)

# (what, which ticket, a choice): `what` is a method of World.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "arrive",
                "arrive",
                "walk_in",
                "take",
                "answer",
                "resolve",
                "resolve",
                "reopen",
                "transfer",
                "choose",
                "wait",
                "resume",
                "withdraw",
                "zone",
                "made",
                "later",
                "later",
                "midnight",
                "close",
                "correct",
                "write",
                "write",
                "note",
                "fail",
                "arrive_late",
                "recall",
                "open",
                "kind",
                "for_another",
                "unite",
                "again",
                "merge",
                "merge",
                "unmerge",
                "split",
                "split",
                "unsplit",
                "hear",
                "hear",
                "follow",
                "tie",
                "untie",
                "outage",
                "outage",
                "release",
                "staff",
            ]
        ),
        st.integers(0, 5),
        st.integers(0, 9),
    ),
    min_size=4,
    max_size=24,
)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def must_be_equal(offices: list[Agency]) -> None:
    """Counts, lengths without pauses, people, and work, however they are read."""
    now = timezone.now()
    assert direct.kept(offices, FIRST, LAST) == direct.counted(offices, FIRST, LAST, now=now)
    assert without_pauses(offices) == direct.net_buckets(offices, FIRST, LAST)
    asked = whole(offices)
    people = people_of(asked)
    found = (people.total, {code: count for code, count in people.in_month.items() if count})
    assert found == direct.people(offices, FIRST, LAST)
    calendars = {one.pk: calendar_of(one) for one in offices}

    def is_open_at(office: Agency, at: dt.datetime) -> bool:
        return is_open(calendars[office.pk], at)

    expected = direct.work(offices, FIRST, LAST, is_open=is_open_at)
    assert direct.told(work_of(asked)) == expected


def whole(offices: list[Agency]) -> Asked:
    return Asked(agencies=offices, first=FIRST, last=LAST)


def without_pauses(offices: list[Agency]) -> Mapping[int, int]:
    return Figures(whole(offices), now=timezone.now()).spread(DailySpread.Measure.NET).get((), {})


@pytest.fixture
def offices(dinas: Agency, dinas_wita: Agency, super_admin: Staff) -> list[Agency]:
    """Each with a number and two services, one of which counts from complete files."""
    for office in (dinas, dinas_wita):
        for start in ("received", "complete"):
            service = factories.ServiceFactory(agency=office)
            factories.StandardFactory(service=service, clock_start=start)
            factories.ChannelFactory(agency=office, services=[service])
        factories.MembershipFactory(staff=super_admin, agency=office, role="supervisor")
    Membership.objects.filter(staff=super_admin, agency=None).delete()
    return [dinas, dinas_wita]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_figures_equal_a_count_by_hand(
    offices: list[Agency], super_admin: Staff, steps: list[tuple[str, int, int]]
) -> None:
    with undone(), time_machine.travel(BEGINS, tick=False) as clock:
        here = list(Agency.objects.filter(pk__in=[one.pk for one in offices]).order_by("pk"))
        staff = Staff.objects.get(pk=super_admin.pk)
        world = World(here, staff, clock)
        for step in steps:
            world.play(*step)
            if not any(
                Made(whole([office])).is_recut for office in here
            ):  # old days are shown until then
                must_be_equal(here)
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
    with time_machine.travel(BEGINS, tick=False) as clock:
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
    with time_machine.travel(BEGINS, tick=False) as clock:
        world = World(list(offices), super_admin, clock)

        def play(*steps: str) -> None:
            for step in steps:
                world.play(step, 0, 1)
                if step == "later":  # longer than days settle
                    clock.shift(dt.timedelta(days=4))
                    rebuild_figures(timezone.now())
                assert without_pauses(offices) == direct.net_buckets(offices, FIRST, LAST)

        play("arrive", "take", "answer")
        if stands == "before":
            play("wait", "later", "resume", "later", "resolve", "later")
        elif stands == "over an answer":
            play("wait", "later", "resolve", "later")
        else:
            play("resolve", "later", "reopen", "later", "wait", "later", "resolve", "later")
        assert sum(without_pauses(offices).values()) == 1


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
    with undone(), time_machine.travel(BEGINS, tick=False) as clock:
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


def made_to_the_end() -> int:
    total = 0
    while count := rebuild_figures(timezone.now()):
        total += count
    return total


def killed_after(days: int) -> None:
    """A sweep that dies in the middle of a day."""
    count = itertools.count()

    def die(span: list[Days]) -> dict[Any, Any]:
        if next(count) >= days:
            raise KeyboardInterrupt
        return acts_of(span)

    with pytest.MonkeyPatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(rebuilding, "acts_of", die)
        rebuild_figures(timezone.now())
