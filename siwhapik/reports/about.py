"""What a report's file is about: so that it can be read years later, without the page that it was taken from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone

from services.models import Agency, Staff
from services.models.agency import MOST_LEVELS
from siwhapik.reports.sheets import Table
from tickets.words import long_words

_NO_FILTER = "Tidak ada: semua yang ada dalam rentang ini"


@dataclass(frozen=True, kw_only=True)
class About:
    """`filters`: what was chosen, in words; `explained`: (name of a table, of what its figures are counted);
    `state`: what a document is, a draft or signed.
    """

    title: str
    offices: Sequence[Agency]
    span: str
    state: str = ""
    filters: Sequence[str] = ()
    explained: Sequence[tuple[str, str]] = ()
    staff: Staff
    now: dt.datetime

    @property
    def office(self) -> str:
        """The names of all offices."""
        return ", ".join(one.name for one in self.offices)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What its sheet says, line by line."""
        above = above_words(self.offices[0]) if len(self.offices) == 1 else ""
        return [
            ("Judul", self.title),
            ("Instansi", self.office),
            *([("Instansi di atasnya", above)] if above else []),
            ("Rentang", self.span),
            *([("Keadaan", self.state)] if self.state else []),
            *(("Saringan", one) for one in self.filters or (_NO_FILTER,)),
            *((f"Tentang {name}", words) for name, words in self.explained),
            ("Diambil", f"{long_words(self.now, self._zone)}, oleh {self.staff.full_name}"),
        ]

    @property
    def _zone(self) -> ZoneInfo:
        """The clock of its offices, where they have the same."""
        zones = {one.timezone for one in self.offices}
        return ZoneInfo(zones.pop() if len(zones) == 1 else timezone.get_default_timezone_name())


def above_words(agency: Agency) -> str:
    """The offices above it, the nearest first."""
    names: list[str] = []
    one = agency.parent
    while one is not None and len(names) < MOST_LEVELS:
        names.append(one.name)
        one = one.parent
    return ", ".join(names)


def explained_by(tables: Iterable[Table]) -> list[tuple[str, str]]:
    """Of what each table's figures are counted; what several share is said once, with all their names."""
    names: dict[str, list[str]] = {}
    for table in tables:
        names.setdefault(table.explained, []).append(table.title)
    return [(", ".join(titles), words) for words, titles in names.items() if words]
