"""Times and states in words that a citizen understands."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tickets.words import long_words

STATES = {
    "intake": "sedang dicatat",
    "new": "menunggu petugas",
    "in_progress": "sedang dikerjakan petugas",
    "waiting_citizen": "menunggu kiriman atau jawaban dari Bapak/Ibu",
    "waiting_other": "menunggu pihak lain yang terkait",
    "resolved": "selesai",
    "closed": "selesai dan ditutup",
}
GROUPS = {
    "general": "Pelayanan umum",
    "information": "Pusat informasi",
    "complaint": "Pengaduan",
}


def moment(at: datetime, zone: str) -> str:
    """A moment with its date: "Senin, 23 November 2026 14.00 WIB"."""
    return long_words(at, ZoneInfo(zone))


def state(name: str) -> str:
    """A ticket's state in words; an unknown one as it is."""
    return STATES.get(name, name)
