"""Which day a question about opening hours is about."""

import datetime as dt

import pytest

from tickets.intake.days import day_asked
from tickets.intake.values import Day

FRIDAY = dt.date(2026, 11, 27)
NAMES = {28: "Hari Raya Natal", 35: "Tahun Baru 2027 Masehi"}
DAYS = tuple(Day(date=FRIDAY + dt.timedelta(n), holiday=NAMES.get(n, "")) for n in range(45))


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("besok buka?", 1),
        ("hari minggu buka ga", 2),
        ("sabtu depan libur?", 1),
        ("pak minggu depan tgl 25 desember pelayanan libur ga", 28),
        ("25 des tutup ya", 28),
        ("tanggal 5 buka nggak", 8),
        ("natal libur kah", 28),
        ("tahun baru kantor buka?", 35),
        ("minggu ini buka?", None),
        ("hari apa saja kantor buka", None),
        ("pas 17 agustus libur ya", None),
        ("kantornya buka jam berapa", None),
    ],
)
def test_the_day_that_is_named(text, ahead):
    assert day_asked(text, DAYS) == (None if ahead is None else DAYS[ahead])
