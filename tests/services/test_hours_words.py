"""Hours read as people say them."""

import datetime as dt
from dataclasses import dataclass

from services.hours_words import hours_in_words

DAY = dt.date(2026, 6, 9)


@dataclass
class Row:
    weekday: int
    opens: dt.time
    closes: dt.time
    valid_from: dt.date = dt.date(2020, 1, 1)
    valid_until: dt.date | None = None


def row(weekday: int, opens: str, closes: str, **validity: dt.date) -> Row:
    return Row(weekday, dt.time.fromisoformat(opens), dt.time.fromisoformat(closes), **validity)


def test_days_in_a_row_with_equal_hours_share_a_line() -> None:
    rows = [
        row(day, *span) for day in range(4) for span in (("07:30", "12:00"), ("13:00", "16:00"))
    ]
    rows += [row(4, "07:30", "11:30"), row(5, "08:00", "12:00")]
    assert hours_in_words(rows, on=DAY) == [
        "Senin-Kamis 07.30-12.00 dan 13.00-16.00",
        "Jumat 07.30-11.30",
        "Sabtu 08.00-12.00",
    ]


def test_a_gap_between_days_breaks_the_run() -> None:
    rows = [row(0, "08:00", "12:00"), row(2, "08:00", "12:00")]
    assert hours_in_words(rows, on=DAY) == ["Senin 08.00-12.00", "Rabu 08.00-12.00"]


def test_hours_that_do_not_hold_now_are_left_out() -> None:
    rows = [
        row(0, "08:00", "14:00", valid_from=dt.date(2026, 7, 1)),
        row(0, "07:30", "16:00", valid_until=DAY),
        row(1, "07:30", "16:00", valid_until=DAY - dt.timedelta(days=1)),
    ]
    assert hours_in_words(rows, on=DAY) == ["Senin 07.30-16.00"]


def test_an_office_without_hours_has_no_lines() -> None:
    assert hours_in_words([], on=DAY) == []
