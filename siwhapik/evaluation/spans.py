"""The spans of which an office makes an evaluation report: months, quarters, years. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from siwhapik import periods
from siwhapik.periods import DAY, Period

_SHORTEST = 4  # letters of a code; what is shorter means the last days


def whole(code: str, *, today: dt.date) -> Period | None:
    """The whole span of this code; None for what there is not, or what has not begun."""
    if len(code) < _SHORTEST or periods.asked_for(code, today=today) is None:
        return None
    return periods.asked_for(code, today=dt.date(int(code[:4]), 12, 31))


def label_of(code: str, today: dt.date) -> str:
    """The span in words: "September 2026"; its code where addresses know none."""
    period = whole(code, today=today)
    return period.label if period else code


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


def running(today: dt.date) -> Period | None:
    """The month of today."""
    return whole(periods.month_of(today), today=today)


def offered(
    today: dt.date, *, since: dt.date | None, kept: Collection[str] = ()
) -> list[tuple[str, list[Period]]]:
    """What a list offers, in groups, the newest first: what is over, from the first day on which anything
    came; `kept`: codes of what somebody wrote or signed, which stays in the list.
    """
    named = dict(periods.choices(today))
    found = []
    for title in ("Bulan", "Triwulan", "Tahun"):
        spans = [whole(code, today=today) for code, _ in named[title]]
        rows = [one for one in spans if one and (one.code in kept or _has_ended(one, today, since))]
        if rows:
            found.append((title, rows))
    return found


def _has_ended(period: Period, today: dt.date, since: dt.date | None) -> bool:
    return since is not None and since <= period.last < today
