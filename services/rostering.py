"""A day's roster against the office's hours: when nobody is there, and when two are. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

Span = tuple[dt.datetime, dt.datetime]


def gaps(openings: Sequence[Span], shifts: Iterable[Span]) -> list[Span]:
    """The open times in which nobody is on duty, in order."""
    left = list(openings)
    for begins, ends in shifts:
        left = [
            piece
            for opens, closes in left
            for piece in ((opens, min(closes, begins)), (max(opens, ends), closes))
            if piece[0] < piece[1]
        ]
    return sorted(set(left))


def doubles(shifts: Iterable[Span]) -> list[Span]:
    """The times in which two or more are on duty, in order, merged."""
    steps = sorted(
        step for begins, ends in shifts if begins < ends for step in ((begins, 1), (ends, -1))
    )
    found: list[Span] = []
    there, since = 0, None
    for at, change in steps:  # who goes at a moment goes before who comes: -1 sorts first
        there += change
        if there >= 2 and since is None:
            since = at
        elif there < 2 and since is not None:
            found.append((since, at))
            since = None
    return found


def overlaps(one: Span, other: Span) -> bool:
    """Whether they have a moment in common; touching is none."""
    return one[0] < other[1] and other[0] < one[1]


def week_of(day: dt.date) -> list[dt.date]:
    """Monday to Sunday around a day."""
    monday = day - dt.timedelta(days=day.weekday())
    return [monday + dt.timedelta(days=offset) for offset in range(7)]
