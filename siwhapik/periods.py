"""Spans of days that pages can be asked for: months, quarters, years, the last days, or one's own.

Pure. In addresses: `7`, `14`, `30` (the last days), `2026-06`, `2026-T2`, `2026`, and `sendiri`, whose
days stand beside it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tickets.words import MONTHS, day_words

Group = tuple[str, tuple[tuple[str, str], ...]]  # its name; codes with their words
LAST_DAYS = (7, 14, 30)
OWN = "sendiri"
DAY = dt.timedelta(days=1)
# An own span is no longer than this.
LONGEST = dt.timedelta(days=3660)
_EARLIEST = 2000
_CODE = re.compile(
    r"(?P<year>\d{4})(?:-(?:T(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?", re.ASCII
)
_QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Period:
    """Consecutive days, both ends included; `code` is how an address asks for them."""

    code: str
    label: str
    first: dt.date
    last: dt.date

    @property
    def days(self) -> list[dt.date]:
        """Each day, oldest first."""
        return [self.first + dt.timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def months(self) -> list[Period]:
        """The months that it touches, each only as far as it does."""
        found, first = [], self.first
        while first <= self.last:
            whole = _month(first.year, first.month)
            found.append(Period(whole.code, whole.label, first, min(whole.last, self.last)))
            first = whole.last + DAY
        return found


def asked_for(
    code: str, *, today: dt.date, own: tuple[dt.date | None, dt.date | None] = (None, None)
) -> Period | None:
    """The period of this code, no further than today; None for what there is not."""
    if code == OWN:
        return _own(*own, today=today)
    if code in map(str, LAST_DAYS):
        return Period(code, f"{code} hari", today - DAY * (int(code) - 1), today)
    found = _CODE.fullmatch(code)
    if found is None or not _EARLIEST <= int(found["year"]) <= today.year:
        return None
    year = int(found["year"])
    if found["quarter"]:
        whole = _quarter(year, int(found["quarter"]))
    elif found["month"]:
        whole = _month(year, int(found["month"]))
    else:
        whole = _year(year)
    return _until(today, whole)


def why_none(
    code: str, *, today: dt.date, own: tuple[dt.date | None, dt.date | None] = (None, None)
) -> str:
    """What is wrong with a period that `asked_for` does not know, and what to do: a sentence."""
    if code == OWN:
        return _why_no_own(*own, today=today)
    if _CODE.fullmatch(code):
        return "Rentang itu belum mulai atau terlalu lama berlalu."
    return "Rentang itu tidak dikenal."


def _why_no_own(first: dt.date | None, last: dt.date | None, *, today: dt.date) -> str:
    if first is None or last is None:
        return "Isi tanggal awal dan tanggal akhir rentang sendiri."
    if first > last:
        return "Tanggal awal sesudah tanggal akhir. Tukar keduanya."
    if first > today:
        return "Rentang itu belum mulai. Pilih tanggal awal paling lambat hari ini."
    return "Rentang sendiri paling lama sepuluh tahun, dan tidak sebelum tahun 2000."


def before(period: Period) -> Period:
    """The whole month, quarter or year before this one; of an own span `days_before`; of the last days as many."""
    last = period.first - DAY
    found = _CODE.fullmatch(period.code)
    if found is None:
        first = last - (period.last - period.first)
        if period.code == OWN:
            first, last = days_before(period.first, period.last)
        return Period(OWN, "rentang sebelumnya", first, last)
    if found["quarter"]:
        return _quarter(last.year, (last.month + 2) // 3)
    if found["month"]:
        return _month(last.year, last.month)
    return _year(last.year)


def days_before(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """The span of the same kind before these days: as many whole months where they are whole months, else as
    many days.
    """
    ends = first - DAY
    if first.day > 1 or (last + DAY).day > 1:
        return ends - (last - first), ends
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    at = first.year * 12 + first.month - 1 - months
    return dt.date(at // 12, at % 12 + 1, 1), ends


@lru_cache(maxsize=20)
def choices(today: dt.date) -> tuple[Group, ...]:
    """What a page offers, the newest first, in groups; the same all day."""
    years = range(today.year, today.year - 4, -1)
    return (
        ("Hari terakhir", tuple((str(days), f"{days} hari") for days in LAST_DAYS)),
        ("Bulan", tuple((one.code, one.label) for one in _months_back(today, 13))),
        ("Triwulan", tuple((one.code, one.label) for one in _quarters_back(today, 8))),
        ("Tahun", tuple((str(year), f"Tahun {year}") for year in years)),
        ("Lainnya", ((OWN, "Rentang sendiri"),)),
    )


def month_of(day: dt.date) -> str:
    """The code of the month in which the day lies."""
    return f"{day:%Y-%m}"


def span_words(period: Period) -> str:
    """Its days: "1 Juni 2026 sampai 30 Juni 2026"."""
    if period.first == period.last:
        return day_words(period.first)
    return f"{day_words(period.first)} sampai {day_words(period.last)}"


def days_words(period: Period) -> str:
    """A span with its name and days: "Juni 2026: 1 Juni 2026 sampai 30 Juni 2026"."""
    return f"{period.label}: {span_words(period)}".removeprefix(": ")


def _own(first: dt.date | None, last: dt.date | None, *, today: dt.date) -> Period | None:
    if first is None or last is None or first > last or last - first > LONGEST:
        return None
    if first.year < _EARLIEST:
        return None
    return _until(today, Period(OWN, "Rentang sendiri", first, last))


def _until(today: dt.date, whole: Period) -> Period | None:
    if whole.first > today:
        return None
    return Period(whole.code, whole.label, whole.first, min(whole.last, today))


def _year(year: int) -> Period:
    return Period(str(year), f"Tahun {year}", dt.date(year, 1, 1), dt.date(year, 12, 31))


def _month(year: int, month: int) -> Period:
    first = dt.date(year, month, 1)
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return Period(month_of(first), f"{MONTHS[month - 1]} {year}", first, following - DAY)


def _quarter(year: int, number: int) -> Period:
    first, last = _month(year, number * 3 - 2), _month(year, number * 3)
    label = f"Triwulan {_QUARTERS[number - 1]} {year}"
    return Period(f"{year}-T{number}", label, first.first, last.last)


def _months_back(today: dt.date, count: int) -> Iterator[Period]:
    at = _month(today.year, today.month)
    for _ in range(count):
        yield at
        before = at.first - DAY
        at = _month(before.year, before.month)


def _quarters_back(today: dt.date, count: int) -> Iterator[Period]:
    at = _quarter(today.year, (today.month + 2) // 3)
    for _ in range(count):
        yield at
        before = at.first - DAY
        at = _quarter(before.year, (before.month + 2) // 3)
