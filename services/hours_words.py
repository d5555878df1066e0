"""Office hours as a citizen reads them: "Senin-Kamis 07.30-12.00 dan 13.00-16.00"."""

from collections.abc import Iterable
from datetime import date, time
from itertools import groupby
from typing import Protocol

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


class Interval(Protocol):
    """One row of office hours, stored or in a calendar."""

    @property
    def weekday(self) -> int: ...
    @property
    def opens(self) -> time: ...
    @property
    def closes(self) -> time: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_until(self) -> date | None: ...


def hours_in_words(rows: Iterable[Interval], *, on: date) -> list[str]:
    """One line for each run of days with equal hours, as they hold on that date."""
    spans: dict[int, list[str]] = {}
    for row in sorted(rows, key=lambda row: (row.weekday, row.opens)):
        begun = row.valid_from is None or row.valid_from <= on
        if begun and (row.valid_until is None or on <= row.valid_until):
            spans.setdefault(row.weekday, []).append(interval_words(row.opens, row.closes))
    # Days in a row with the same hours share one number: weekday minus position.
    days = [(day, " dan ".join(spans[day])) for day in sorted(spans)]
    runs = groupby(enumerate(days), key=lambda item: (item[1][0] - item[0], item[1][1]))
    return [_line([day for _, (day, _) in run], hours) for (_, hours), run in runs]


def interval_words(opens: time, closes: time) -> str:
    """One opening: "07.30-12.00"; closing at 00.00 is the end of that day: "16.00-24.00", "24 jam"."""
    if opens == closes == time.min:
        return "24 jam"
    return f"{opens:%H.%M}-{closing_words(closes)}"


def closing_words(closes: time) -> str:
    """The closing time; midnight is 24.00, the end of the day."""
    return "24.00" if closes == time.min else f"{closes:%H.%M}"


def _line(days: list[int], hours: str) -> str:
    first, last = DAYS[days[0]], DAYS[days[-1]]
    return f"{first} {hours}" if first == last else f"{first}-{last} {hours}"
