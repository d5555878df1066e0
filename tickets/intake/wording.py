"""Times in words that a citizen understands."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from tickets.words import hour_words, long_words, short_day_words

GROUPS = {
    "general": "Pelayanan umum",
    "information": "Pusat informasi",
    "complaint": "Pengaduan",
}


def moment(at: datetime, zone: str) -> str:
    """A moment with its date: "Senin, 23 November 2026 14.00 WIB"."""
    return long_words(at, ZoneInfo(zone))


def since(at: datetime, zone: str) -> str:
    """The day of a moment: "23 Nov"."""
    return short_day_words(at.astimezone(ZoneInfo(zone)).date())


def clock(at: datetime, zone: str) -> str:
    """The time of a moment: "14.05 WIB"."""
    return hour_words(at, ZoneInfo(zone))


def listed(names: Sequence[str]) -> str:
    """Several names in a sentence: "A", "A dan B", "A, B, dan C"."""
    if len(names) < 3:
        return " dan ".join(names)
    return f"{', '.join(names[:-1])}, dan {names[-1]}"
