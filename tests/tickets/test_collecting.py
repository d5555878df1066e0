"""The last day on which a result can be fetched."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tickets import collecting

WITA = ZoneInfo("Asia/Makassar")
DAY = dt.date(2026, 6, 30)
MIDNIGHT = dt.datetime(2026, 6, 30, 16, tzinfo=dt.UTC)  # 1 July 00.00 WITA
NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)


def test_a_day_ends_at_the_offices_midnight_and_is_found_again() -> None:
    assert collecting.end_of(DAY, WITA) == MIDNIGHT
    assert collecting.last_day(MIDNIGHT, WITA) == DAY


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (MIDNIGHT - dt.timedelta(seconds=1), ("Siap diambil s.d. 30 Jun", False)),
        (MIDNIGHT, ("Lewat hari ambil 30 Jun", True)),
    ],
)
def test_it_has_passed_with_the_last_second(now: dt.datetime, words: tuple[str, bool]) -> None:
    assert collecting.badge_words(MIDNIGHT, zone=WITA, now=now) == words


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (dt.date(2026, 6, 8), "sudah lewat"),
        (dt.date(2026, 6, 9), ""),
        (dt.date(2027, 6, 9), ""),
        (dt.date(2027, 6, 10), "Paling lama 365 hari"),
    ],
)
def test_the_day_is_today_or_within_a_year(day: dt.date, says: str) -> None:
    words = collecting.why_not(day, NOW, WITA)
    assert says in words
    assert bool(words) == bool(says)


def test_the_usual_day_is_the_offices_own() -> None:
    late = dt.datetime(2026, 6, 9, 17, tzinfo=dt.UTC)  # 10 June 01.00 WITA
    assert collecting.usual_day(late, WITA) == dt.date(2026, 7, 10)
