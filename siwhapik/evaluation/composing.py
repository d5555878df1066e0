"""The evaluation report as plain JSON: letterhead, chapters of tables, and the office's own text.

Page, PDF and XLSX are all made from it, so they say the same; what is signed is this JSON.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.models import Agency, EvaluationDraft, Letterhead, Staff
from siwhapik.evaluation.coding import as_json
from siwhapik.periods import Period, asked_for
from siwhapik.reports.asking import Question
from siwhapik.reports.forms import WholeSpan
from siwhapik.reports.sheets import Table

FORMAT = 1  # of the content; another form of it is another number
# The office's own text: field of the draft, its title, in which chapter, and what to write.
TEXTS = {
    "summary": ("Ringkasan", "Apa yang menonjol pada rentang ini, dalam beberapa kalimat."),
    "obstacles": ("Kendala", "Apa yang menghambat: orang, alat, jaringan, aturan."),
    "improvements": (
        "Perbaikan dan tindak lanjut",
        "Apa yang sudah diperbaiki, dan keluhan atau rekomendasi mana yang dijawabnya.",
    ),
    "plans": ("Rencana", "Apa yang akan dikerjakan, oleh siapa, sampai kapan."),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which report: of which office and span, by whose rights, at what moment."""

    agency: Agency
    period: Period  # the whole span, also while it runs
    reader: Staff
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """Today at the office."""
        return self.now.astimezone(self.agency.zone).date()

    @property
    def is_over(self) -> bool:
        """Whether its last day is past: only then can it be signed."""
        return self.period.last < self.today

    def question(self, period: Period | None = None, *, beside: Question | None = None) -> Question:
        """What the report pages would be asked for this span, or for another one beside it."""
        whole = period or self.period
        until_now = asked_for(whole.code, today=self.today) or whole
        span = WholeSpan(self.agency, until_now)
        return Question(self.reader, (self.agency,), span, self.now, beside=beside)


@dataclass(frozen=True)
class Chapter:
    """A part of the report: fields of the office's text, then tables."""

    title: str
    texts: tuple[str, ...]
    tables: tuple[Table, ...]


def content_of(
    wanted: Wanted, draft: EvaluationDraft, found: list[Chapter], *, letterhead: Letterhead | None
) -> dict[str, Any]:
    """All that the PDF and a signature hold, in the order of the report."""
    agency, period = wanted.agency, wanted.period
    logo = bytes(letterhead.logo) if letterhead else b""
    return {
        "format": FORMAT,
        "office": {
            "name": agency.name,
            "parent": letterhead.parent_line if letterhead else "",
            "address": agency.address,
            "phone": agency.phone,
            "zone": agency.timezone,
            "logo": hashlib.sha256(logo).hexdigest() if logo else "",
        },
        "span": {
            "code": period.code,
            "label": period.label,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
        },
        "counted_at": wanted.now.isoformat(),
        "texts": {name: getattr(draft, name) for name in TEXTS},
        "chapters": [
            {
                "title": one.title,
                "texts": list(one.texts),
                "tables": [as_json(table) for table in one.tables],
            }
            for one in found
        ],
    }


def with_signature(content: Mapping[str, Any], signature: Mapping[str, str]) -> dict[str, Any]:
    """The same content with what stands under it."""
    return {**content, "signature": dict(signature)}
