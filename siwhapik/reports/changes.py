"""By how much a figure grew from one span to another, in words. Pure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from siwhapik.reports.sheets import Value
from tickets.words import amount_words


def change(now: Value, before: Value) -> str:
    """By how much it grew: "+3", "-1,2 poin", "-2 jam 5 menit"; "" where the two cannot be compared."""
    found = _grew(now, before)
    return f"{_sign(found[0])}{found[1]}" if found else ""


def grown(now: Value, before: Value) -> str:
    """The same in words: "naik 3", "turun 2 jam 5 menit", "tetap"."""
    found = _grew(now, before)
    return grown_words(*found) if found else ""


def grown_words(more: int | Decimal, amount: str) -> str:
    """That a figure rose or fell by this amount, in words: a spreadsheet takes a text that begins with a sign
    for a formula.
    """
    return f"{'naik' if more > 0 else 'turun'} {amount}" if more else "tetap"


def _grew(now: Value, before: Value) -> tuple[int, str] | None:
    """By how much, as far as it is shown, and this without its sign in words."""
    if isinstance(now, Fraction) and isinstance(before, Fraction):
        tenths = round((now - before) * 1000)
        return tenths, f"{abs(tenths) // 10},{abs(tenths) % 10} poin"
    if isinstance(now, dt.timedelta) and isinstance(before, dt.timedelta):
        more = _minutes(now) - _minutes(before)
        return more, amount_words(dt.timedelta(minutes=abs(more))) if more else "0 menit"
    if isinstance(now, int) and isinstance(before, int):
        return now - before, str(abs(now - before))
    return None


def _minutes(length: dt.timedelta) -> int:
    return int(length.total_seconds()) // 60


def _sign(number: int) -> str:
    return "+" if number > 0 else "-" if number < 0 else ""
