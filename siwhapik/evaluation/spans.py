"""The spans of which an office makes an evaluation report: months, quarters, years. Pure."""

from __future__ import annotations

import datetime as dt

from siwhapik import periods
from siwhapik.periods import DAY, Period

_SHORTEST = 4  # letters of a code; what is shorter means the last days


def whole(code: str, *, today: dt.date) -> Period | None:
    """The whole span of this code; None for what there is not, or what has not begun."""
    if len(code) < _SHORTEST or periods.asked_for(code, today=today) is None:
        return None
    return periods.asked_for(code, today=dt.date(int(code[:4]), 12, 31))


def before(period: Period) -> Period | None:
    """The span of the same kind before this one; None where addresses know none."""
    day = period.first - DAY
    code = day.strftime("%Y-%m")
    if "T" in period.code:
        code = f"{day.year}-T{(day.month + 2) // 3}"
    elif len(period.code) == _SHORTEST:
        code = str(day.year)
    return whole(code, today=period.first)


def in_year(period: Period, year: int) -> Period | None:
    """The same month, quarter or whole of another, earlier year."""
    return whole(f"{year}{period.code[_SHORTEST:]}", today=period.first)


def offered(today: dt.date) -> list[tuple[str, list[Period]]]:
    """What a list offers, in groups, the newest first."""
    named = dict(periods.choices(today))
    found = []
    for title in ("Bulan", "Triwulan", "Tahun"):
        spans = [whole(code, today=today) for code, _ in named[title]]
        found.append((title, [one for one in spans if one is not None]))
    return found
