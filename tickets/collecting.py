"""Until when a result can be fetched at the counter: days, and what is said of them. Pure."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from tickets.words import short_day_words

USUAL, LONGEST = 30, 365  # days from today: what the form proposes, and the most
_DAY = dt.timedelta(days=1)


def end_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The moment at which that day is over at the office."""
    return dt.datetime.combine(day + _DAY, dt.time.min, zone)


def last_day(ends: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The day that ends at that moment."""
    return (ends - dt.timedelta(microseconds=1)).astimezone(zone).date()


def usual_day(now: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The last day that is proposed."""
    return now.astimezone(zone).date() + _DAY * USUAL


def why_not(day: dt.date, now: dt.datetime, zone: ZoneInfo) -> str:
    """Why it cannot be the last day; "" when it can."""
    today = now.astimezone(zone).date()
    if day < today:
        return "Hari itu sudah lewat. Pilih hari ini atau sesudahnya."
    if day > today + _DAY * LONGEST:
        return f"Paling lama {LONGEST} hari dari sekarang."
    return ""


def badge_words(ends: dt.datetime, *, zone: ZoneInfo, now: dt.datetime) -> tuple[str, bool]:
    """For lists: "Siap diambil s.d. 9 Jul", and whether that day has passed."""
    day = short_day_words(last_day(ends, zone))
    return (f"Lewat hari ambil {day}", True) if ends <= now else (f"Siap diambil s.d. {day}", False)
