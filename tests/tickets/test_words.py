"""Times in plain Indonesian, as near as they are."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import dates
from django.utils.formats import date_format

from services.hours_words import DAYS
from tickets.words import (
    MONTHS,
    UNBROKEN,
    amount_words,
    in_sentence,
    short_day_words,
    short_words,
    unbroken,
    words,
)

WIB = ZoneInfo("Asia/Jakarta")
NOW = dt.datetime(2026, 6, 9, 3, 0, tzinfo=dt.UTC)  # Tuesday, 10.00 WIB


@pytest.mark.parametrize(
    ("days", "whole", "short"),
    [
        (0, "hari ini 10.00 WIB", "hari ini 10.00 WIB"),
        (-1, "kemarin 10.00 WIB", "kemarin 10.00 WIB"),
        (1, "besok 10.00 WIB", "besok 10.00 WIB"),
        (6, "Senin 10.00 WIB", "Senin 10.00 WIB"),
        (7, "Selasa, 16 Juni 2026 10.00 WIB", "16 Jun 10.00 WIB"),
        (-2, "Minggu, 7 Juni 2026 10.00 WIB", "7 Jun 10.00 WIB"),
        (300, "Senin, 5 April 2027 10.00 WIB", "5 Apr 2027 10.00 WIB"),
    ],
)
def test_a_moment_is_said_as_near_as_it_is(days: int, whole: str, short: str) -> None:
    at = NOW + dt.timedelta(days=days)
    assert words(at, zone=WIB, now=NOW) == whole
    assert short_words(at, zone=WIB, now=NOW) == short


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (30, "kurang dari 1 menit"),
        (300, "5 menit"),
        (7800, "2 jam 10 menit"),
        (7200, "2 jam"),
        (97_260, "1 hari 3 jam"),
        (86_700, "1 hari"),
    ],
)
def test_a_length_is_said_in_its_two_largest_units(seconds: int, said: str) -> None:
    length = dt.timedelta(seconds=seconds)
    assert amount_words(length) == said
    assert amount_words(length, gap=UNBROKEN) == unbroken(said)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("3 hari", "3~hari"),
        ("2 jam 10 menit", "2~jam 10~menit"),
        ("12 jawaban (5,2 %)", "12~jawaban (5,2~%)"),
        ("Senin, 9 Juni 2026 14.00 WIB", "Senin, 9~Juni 2026 14.00~WIB"),
        ("1 harian, hari 2 kali lipat, A 3 kalimat", "1 harian, hari 2~kali lipat, A 3 kalimat"),
        ("", ""),
    ],
)
def test_a_page_parts_no_number_from_its_unit(said: str, shown: str) -> None:
    assert unbroken(said) == shown.replace("~", "\N{NO-BREAK SPACE}")


def test_days_and_months_are_called_as_django_calls_them() -> None:
    assert tuple(map(str, dates.WEEKDAYS.values())) == DAYS
    assert tuple(map(str, dates.MONTHS.values())) == MONTHS
    assert [short_day_words(dt.date(2026, month, 9)) for month in range(1, 13)] == [
        date_format(dt.date(2026, month, 9), "j M") for month in range(1, 13)
    ]


@pytest.mark.parametrize(
    ("begins", "within"),
    [
        ("Pelatihan", "pelatihan"),
        ("SOP", "SOP"),
        ("RT/RW", "RT/RW"),
        ("KTP hilang", "KTP hilang"),
        ("Nomor SOP", "nomor SOP"),
        ("X", "x"),
        ("", ""),
    ],
)
def test_what_begins_a_sentence_keeps_its_abbreviation_within_one(begins: str, within: str) -> None:
    assert in_sentence(begins) == within
