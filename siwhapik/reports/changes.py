"""By how much a figure grew from one span to another, in words. Pure."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from siwhapik.reports.sheets import Value
from tickets.words import amount_words


def change(now: Value, before: Value) -> str:
    """By how much it grew: "+3", "-1,2 poin", "-2 jam 5 menit"; "" where the two cannot be compared."""
    if isinstance(now, Fraction) and isinstance(before, Fraction):
        tenths = round((now - before) * 1000)
        return f"{_sign(tenths)}{abs(tenths) // 10},{abs(tenths) % 10} poin"
    if isinstance(now, dt.timedelta) and isinstance(before, dt.timedelta):
        more = _minutes(now) - _minutes(before)
        return (
            f"{_sign(more)}{amount_words(dt.timedelta(minutes=abs(more)))}" if more else "0 menit"
        )
    if isinstance(now, int) and isinstance(before, int):
        return f"{_sign(now - before)}{abs(now - before)}"
    return ""


def _minutes(length: dt.timedelta) -> int:
    return int(length.total_seconds()) // 60


def _sign(number: int) -> str:
    return "+" if number > 0 else "-" if number < 0 else ""
