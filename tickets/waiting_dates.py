"""Until when somebody waits: the days and moments that are offered, and when something follows. Pure.

Days are the office's own; an office without hours is taken to work on weekdays from eight to four,
so that nobody is reminded at night.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from services.workdays import (
    NoOfficeHours,
    WeeklyHours,
    WorkCalendar,
    add_working_days,
    next_opening,
)
from tickets.words import weekday_words

LONGEST = 90  # days
_DAY = dt.timedelta(days=1)
_USUAL = tuple(WeeklyHours(day, dt.time(8), dt.time(16)) for day in range(5))
_MONDAY = 0
_TWO_HOURS = dt.timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Offer:
    """A day that can be chosen, as "besok: Rabu, 10 Juni 2026"."""

    day: dt.date
    name: str

    @property
    def label(self) -> str:
        return f"{self.name}: {weekday_words(self.day)}"


def offered(calendar: WorkCalendar, now: dt.datetime) -> list[Offer]:
    """The usual choices, each a working day; a day that two of them name stands once."""
    today = calendar.local_day(now)
    monday = today + _DAY * (7 - (today.weekday() - _MONDAY) % 7)
    tomorrow = opens_on(calendar, today + _DAY).astimezone(calendar.zone).date()
    named = [
        ("Besok" if tomorrow == today + _DAY else "Hari kerja berikutnya", tomorrow),
        ("Senin", monday),
        ("3 hari kerja", working_day(calendar, now, 3)),
        ("5 hari kerja", working_day(calendar, now, 5)),
    ]
    found: dict[dt.date, Offer] = {}
    for name, day in named:
        works_on = opens_on(calendar, day).astimezone(calendar.zone).date()
        found.setdefault(works_on, Offer(works_on, name if works_on == day else "Sesudah libur"))
    return sorted(found.values(), key=lambda one: one.day)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that can be chosen; `key` names it in a form, whenever that comes back."""

    key: str
    at: dt.datetime
    name: str


def moments(calendar: WorkCalendar, now: dt.datetime) -> list[Moment]:
    """In two hours, and when the office opens on the days that are offered."""
    days = [
        Moment(one.day.isoformat(), opens_on(calendar, one.day), one.name)
        for one in offered(calendar, now)
    ]
    return [Moment("2jam", now + _TWO_HOURS, "2 jam lagi"), *days]


def why_not_at(at: dt.datetime, now: dt.datetime) -> str:
    """Why one cannot be reminded then; "" when one can."""
    if at <= now:
        return "Waktu itu sudah lewat. Pilih waktu yang akan datang."
    if at > now + _DAY * LONGEST:
        return f"Paling lama {LONGEST} hari dari sekarang."
    return ""


def why_not(calendar: WorkCalendar, day: dt.date, now: dt.datetime) -> str:
    """Why this day cannot be chosen; "" when it can."""
    today = calendar.local_day(now)
    if day <= today:
        return "Pilih tanggal sesudah hari ini."
    if day > today + _DAY * LONGEST:
        return f"Paling lama {LONGEST} hari dari sekarang."
    return ""


def opens_on(calendar: WorkCalendar, day: dt.date) -> dt.datetime:
    """When the office first opens on that day, or after it where it is closed."""
    return opening_from(calendar, dt.datetime.combine(day, dt.time.min, calendar.zone))


def opening_from(calendar: WorkCalendar, at: dt.datetime) -> dt.datetime:
    """`at` itself while the office is open, else when it opens next."""
    try:
        return next_opening(calendar, at)
    except NoOfficeHours:
        return next_opening(_usual(calendar), at)


def opens_after(calendar: WorkCalendar, now: dt.datetime) -> dt.datetime:
    """When the office opens on the next working day."""
    return opens_on(calendar, calendar.local_day(now) + _DAY)


def working_day(calendar: WorkCalendar, now: dt.datetime, days: int) -> dt.date:
    """The day that comes after so many working days."""
    try:
        ends = add_working_days(calendar, start=now, days=days)
    except NoOfficeHours:
        ends = add_working_days(_usual(calendar), start=now, days=days)
    return (ends - dt.timedelta(microseconds=1)).astimezone(calendar.zone).date()


def _usual(calendar: WorkCalendar) -> WorkCalendar:
    return WorkCalendar(zone=calendar.zone, hours=_USUAL)
