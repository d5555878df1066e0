"""Gaps and doubles of a day, at their borders."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from services.rostering import Span, doubles, gaps, overlaps, week_of


def at(hour: float) -> dt.datetime:
    return dt.datetime(2026, 6, 9, tzinfo=dt.UTC) + dt.timedelta(hours=hour)


def span(begins: float, ends: float) -> Span:
    return at(begins), at(ends)


MORNING, AFTERNOON = span(8, 12), span(13, 16)


def test_what_nobody_minds_is_a_gap_and_the_break_is_none() -> None:
    assert gaps([MORNING, AFTERNOON], []) == [MORNING, AFTERNOON]
    assert gaps([MORNING, AFTERNOON], [span(8, 16)]) == []
    assert gaps([MORNING], [span(9, 10)]) == [span(8, 9), span(10, 12)]
    assert gaps([MORNING], [span(8, 10), span(10, 12)]) == []
    assert gaps([], [MORNING]) == []


def test_two_at_once_are_a_double_and_a_change_of_shift_is_none() -> None:
    assert doubles([span(8, 12), span(12, 16)]) == []
    assert doubles([span(8, 12), span(11, 13), span(11, 12)]) == [span(11, 12)]
    assert doubles([span(8, 16), span(9, 10), span(14, 16)]) == [span(9, 10), span(14, 16)]


def test_touching_is_no_overlap() -> None:
    assert not overlaps(MORNING, span(12, 13))
    assert overlaps(MORNING, span(11, 13))


def test_a_week_begins_on_monday() -> None:
    days = week_of(dt.date(2026, 6, 14))  # a Sunday
    assert (days[0], days[-1]) == (dt.date(2026, 6, 8), dt.date(2026, 6, 14))


hours = st.integers(0, 23)
spans = st.lists(st.tuples(hours, hours).filter(lambda it: it[0] < it[1]), max_size=6)


@given(spans, spans)
def test_each_moment_is_a_gap_exactly_where_it_is_open_and_nobody_is_there(
    opened: list[tuple[int, int]], minded: list[tuple[int, int]]
) -> None:
    openings, shifts = [span(*one) for one in opened], [span(*one) for one in minded]
    found, twice = gaps(openings, shifts), doubles(shifts)
    for half in range(48):
        moment = at(half / 2 + 0.25)

        def covers(spans: list[Span], moment: dt.datetime = moment) -> int:
            return sum(begins <= moment < ends for begins, ends in spans)

        is_gap = covers(openings) > 0 and covers(shifts) == 0
        assert bool(covers(found)) == is_gap
        assert bool(covers(twice)) == (covers(shifts) >= 2)
