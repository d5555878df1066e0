"""Times and lengths in plain Indonesian, in the office's zone.

Pure; used by the clock, the bot's replies and the pages alike, so that a due time reads the same
everywhere.
"""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.hours_words import DAYS

# Django formats the same thirty times as slowly, and this module is pure (test_words.py).
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_ZONES: dict[timedelta | None, str] = {
    timedelta(hours=7): "WIB",
    timedelta(hours=8): "WITA",
    timedelta(hours=9): "WIT",
}
# What a page keeps in one line with the number before it.
_UNITS = (
    "hari", "jam", "menit", "tahun", "tiket", "pesan", "berkas", "jawaban", "responden", "orang", "kali",
    *_ZONES.values(), *MONTHS,
)  # fmt: skip
UNBROKEN = "\N{NO-BREAK SPACE}"
_BEFORE_UNIT = re.compile(rf"(?<=\d) (?=%|(?:{'|'.join(_UNITS)})\b)")
_NEAR = {-1: "kemarin", 0: "hari ini", 1: "besok"}


def words(at: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """A moment relative to now: "besok 14.00 WIB", "Senin 14.00 WIB", else the full date."""
    local = at.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    if days in _NEAR:
        return f"{_NEAR[days]} {_hour(local)}"
    if 1 < days < 7:
        return f"{DAYS[local.weekday()]} {_hour(local)}"
    return _long(local)


def short_words(at: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """As `words`, but with short dates: "9 Nov 14.00 WIB"; for lists."""
    local = at.astimezone(zone)
    if -2 < (local.date() - now.astimezone(zone).date()).days < 7:
        return words(at, zone=zone, now=now)
    year = "" if local.year == now.astimezone(zone).year else f" {local.year}"
    return f"{short_day_words(local)}{year} {_hour(local)}"


def near_day_words(at: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """The day of a moment to come, for lists: "besok", "Senin", "15 Jun"."""
    local = at.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    if days in _NEAR:
        return _NEAR[days]
    return DAYS[local.weekday()] if 1 < days < 7 else short_day_words(local)


def long_words(at: datetime, zone: ZoneInfo) -> str:
    """A moment in full: "Senin, 23 November 2026 14.00 WIB"."""
    return _long(at.astimezone(zone))


def in_sentence(words: str) -> str:
    """What begins a sentence, within one: "Pelatihan" as "pelatihan", and "SOP" or "RT/RW" as they are."""
    first = words.split(maxsplit=1)[:1]
    is_short = any(one[1:2].isupper() for one in first)
    return words if is_short else words[:1].lower() + words[1:]


def day_words(day: date) -> str:
    """A day without its weekday: "23 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day_words(day: date) -> str:
    """A day of this year, for lists: "9 Nov"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def weekday_words(day: date) -> str:
    """A day in full: "Senin, 23 November 2026"."""
    return f"{DAYS[day.weekday()]}, {day_words(day)}"


def hour_words(at: datetime, zone: ZoneInfo) -> str:
    """The hour with the zone's Indonesian name: "14.00 WITA"."""
    return _hour(at.astimezone(zone))


def unbroken(text: str) -> str:
    """The text as pages show it: no line's end parts a number from its unit ("3 hari", "5,2 %", "14.00 WIB").

    Words are made with ordinary spaces, for messages and files are searched and read by programs.
    """
    return _BEFORE_UNIT.sub(UNBROKEN, text)


def amount_words(length: timedelta, *, gap: str = " ") -> str:
    """A length in its two largest units: "1 hari 3 jam", "2 jam 10 menit", "5 menit"; `gap`: between a number and
    its unit.
    """
    minutes = int(length.total_seconds()) // 60  # a page has hundreds of lengths
    if not minutes:
        return f"kurang dari 1{gap}menit"
    if minutes < 60:
        return f"{minutes}{gap}menit"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours}{gap}jam" + (f" {minutes}{gap}menit" if minutes else "")
    days, hours = divmod(hours, 24)
    return f"{days}{gap}hari" + (f" {hours}{gap}jam" if hours else "")


def _long(local: datetime) -> str:
    return f"{weekday_words(local)} {_hour(local)}"


def _hour(local: datetime) -> str:
    # Called hundreds of times for one page, where strftime takes most of the time.
    name = _ZONES.get(local.utcoffset()) or f"({local:%Z})"
    return f"{local.hour:02d}.{local.minute:02d} {name}"
