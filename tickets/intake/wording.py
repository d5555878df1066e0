"""Times in words that a citizen understands."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tickets.words import long_words

GROUPS = {
    "general": "Pelayanan umum",
    "information": "Pusat informasi",
    "complaint": "Pengaduan",
}


def moment(at: datetime, zone: str) -> str:
    """A moment with its date: "Senin, 23 November 2026 14.00 WIB"."""
    return long_words(at, ZoneInfo(zone))
