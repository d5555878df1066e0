"""Spans of days whose figures are read and kept together: whole months, and thirds of the latest ones.

Pure. What changes is mostly of the last days, so the rest of a month is not read again with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

DAY = dt.timedelta(days=1)
_BEGIN = (1, 11, 21)
# Days before the last one whose months are read whole.
_LATE = dt.timedelta(days=31)
_KEPT = 1000  # spans that a process keeps: pages ask for the same ones all day


def third_of(day: dt.date) -> str:
    """The name of the third of a month in which the day lies: "2026-06-0"."""
    return f"{day:%Y-%m}-{min((day.day - 1) // 10, 2)}"


@lru_cache(maxsize=_KEPT)
def thirds_of(first: dt.date, last: dt.date) -> tuple[str, ...]:
    """The names of those which these days touch."""
    return tuple(third_of(begins) for begins, _ in _thirds(first, last))


@lru_cache(maxsize=_KEPT)
def spans_of(first: dt.date, last: dt.date) -> tuple[tuple[dt.date, dt.date], ...]:
    """The days cut into months, and into thirds of a month where they are not long before the last."""
    return tuple(_spans(first, last))


def _spans(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    held: tuple[dt.date, dt.date] | None = None
    for begins, ends in _thirds(first, last):
        is_late = last - ends < _LATE
        if held is not None and (is_late or held[0].month != begins.month):
            yield held
            held = None
        if is_late:
            yield begins, ends
        else:
            held = (held[0] if held else begins, ends)
    if held is not None:
        yield held


def _thirds(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    while first <= last:
        number = min((first.day - 1) // 10, 2)
        following = (
            first.replace(day=_BEGIN[number + 1])
            if number < 2
            else (first.replace(day=28) + 4 * DAY).replace(day=1)
        )
        yield first, min(following - DAY, last)
        first = following
