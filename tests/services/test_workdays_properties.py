"""What holds for any office hours and any moment."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from services.workdays import (
    WeeklyHours,
    WorkCalendar,
    add_working_days,
    add_working_time,
    is_open,
    next_opening,
    working_days_between,
    working_time_between,
)

WIB = ZoneInfo("Asia/Jakarta")


WITA = ZoneInfo("Asia/Makassar")


HOUR = timedelta(hours=1)


# --- What must hold for any office -----------------------------------------------------------

hours_of_day = st.tuples(st.integers(0, 95), st.integers(1, 96)).filter(lambda p: p[0] < p[1])


def quarter(n):
    return time(n // 4 % 24, n % 4 * 15)


@st.composite
def calendars(draw):
    rows = draw(
        st.lists(st.tuples(st.integers(0, 6), hours_of_day), min_size=1, max_size=10).map(
            lambda found: tuple(WeeklyHours(d, quarter(a), quarter(b)) for d, (a, b) in found)
        )
    )
    near = st.dates(date(2026, 11, 1), date(2026, 12, 31))
    return WorkCalendar(
        draw(st.sampled_from([WIB, WITA, ZoneInfo("Asia/Jayapura")])),
        rows,
        dict.fromkeys(draw(st.sets(near, max_size=6)), "Libur"),
        draw(
            st.dictionaries(
                near,
                st.lists(hours_of_day, max_size=2).map(
                    lambda found: tuple((quarter(a), quarter(b)) for a, b in found)
                ),
                max_size=3,
            )
        ),
    )


moments = st.integers(0, 45 * 24 * 60).map(
    lambda minutes: datetime(2026, 11, 5, tzinfo=UTC) + timedelta(minutes=minutes)
)


amounts = st.integers(0, 60 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(calendars(), moments, amounts)
@settings(max_examples=60, deadline=None)
def test_adding_office_time_and_measuring_it_are_inverse(calendar, start, amount):
    due = add_working_time(calendar, start=start, amount=amount)
    assert due >= start
    assert working_time_between(calendar, start=start, end=due) == amount


@given(calendars(), moments, amounts)
@settings(max_examples=60, deadline=None)
def test_a_due_time_never_lies_outside_office_hours(calendar, start, amount):
    due = add_working_time(calendar, start=start, amount=amount)
    before = due - timedelta(microseconds=1)
    assert is_open(calendar, due) or is_open(calendar, before)


@given(calendars(), moments, amounts, amounts)
@settings(max_examples=60, deadline=None)
def test_office_time_adds_up(calendar, start, first, second):
    middle = add_working_time(calendar, start=start, amount=first)
    assert add_working_time(calendar, start=middle, amount=second) == add_working_time(
        calendar, start=start, amount=first + second
    )


@given(calendars(), moments, moments, amounts)
@settings(max_examples=60, deadline=None)
def test_later_starts_and_longer_amounts_never_end_earlier(calendar, one, other, amount):
    early, late = sorted([one, other])
    assert add_working_time(calendar, start=early, amount=amount) <= add_working_time(
        calendar, start=late, amount=amount
    )
    assert add_working_time(calendar, start=early, amount=amount) <= add_working_time(
        calendar, start=early, amount=amount + HOUR
    )
    assert add_working_days(calendar, start=early, days=2) <= add_working_days(
        calendar, start=late, days=2
    )
    assert add_working_days(calendar, start=early, days=2) < add_working_days(
        calendar, start=early, days=3
    )


@given(calendars(), moments, moments, moments)
@settings(max_examples=60, deadline=None)
def test_measured_office_time_is_additive_and_never_more_than_the_clock(calendar, a, b, c):
    a, b, c = sorted([a, b, c])
    whole = working_time_between(calendar, start=a, end=c)
    assert whole == working_time_between(calendar, start=a, end=b) + working_time_between(
        calendar, start=b, end=c
    )
    assert timedelta() <= whole <= c - a
    assert working_time_between(calendar, start=c, end=a) == timedelta()


@given(calendars(), moments)
@settings(max_examples=60, deadline=None)
def test_the_next_opening_is_open_and_nothing_is_open_before_it(calendar, moment):
    opening = next_opening(calendar, moment)
    assert opening >= moment
    assert is_open(calendar, opening)
    assert working_time_between(calendar, start=moment, end=opening) == timedelta()


@given(calendars(), moments, st.integers(1, 30))
def test_a_term_of_days_is_used_up_on_the_day_on_which_it_ends(calendar, start, days):
    ends = add_working_days(calendar, start=start, days=days) - timedelta(microseconds=1)
    assert working_days_between(calendar, start=start, end=ends) == days
    assert working_days_between(calendar, start=start, end=start) == 0
