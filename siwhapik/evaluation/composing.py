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
from siwhapik.evaluation import dimensions, satisfaction, spans, tables
from siwhapik.evaluation.activities import activities
from siwhapik.evaluation.beside import Beside, beside
from siwhapik.evaluation.coding import as_json
from siwhapik.evaluation.measures import PROMISES, Measured, left_open, measured
from siwhapik.periods import Period
from siwhapik.reports import kinds, online, promise, saved, workload
from siwhapik.reports.asking import Question
from siwhapik.reports.forms import WholeForm
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


# What the chapters ask their figures by, read together.
_SLICES = (
    (), ("day",), ("day", "source"), ("day", "kind"), ("kind",), ("service_id",),
)  # fmt: skip


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
        query = {"rentang": (period or self.period).code}
        form = WholeForm(query, agencies=[self.agency], today=self.today)
        return Question(self.reader, (self.agency,), form, self.now, beside=beside)


@dataclass(frozen=True)
class Chapter:
    """A part of the report: fields of the office's text, then tables."""

    title: str
    texts: tuple[str, ...]
    tables: tuple[Table, ...]


def chapters(wanted: Wanted) -> list[Chapter]:
    """The figures, counted now; numbers lead to their tickets where the reader may see them."""
    question = wanted.question()
    before = spans.before(wanted.period)
    shown = beside(question)
    now, earlier, past = _measured(wanted, question, before, shown=shown)
    compared = tables.compared(now, earlier, past, former=shown.former)
    main = (compared, dimensions.table(question, now, shown))
    index = satisfaction.tables(wanted.agency, period=wanted.period, before=before, now=wanted.now)
    found = [
        Chapter("Ringkasan", ("summary",), main),
        Chapter("Kedatangan", (), _arrivals(question)),
        Chapter("Janji layanan", (), _promises(question, shown)),
        Chapter(
            "Pengaduan dan keputusan pimpinan",
            (),
            (tables.complaints(question), tables.escalations(shown.asked)),
        ),
        Chapter("Beban kerja petugas", (), (workload.by_officer(question),)),
        Chapter("Kepuasan masyarakat", (), tuple(index)),
    ]
    if kept := activities(shown.records):
        found.append(Chapter("Kegiatan kantor", (), kept))
    if benefit := saved.tables(online.whole_of(question).online, shown.assumed):
        found.append(Chapter("Manfaat bagi pemohon", (), tuple(benefit)))
    found.append(Chapter("Evaluasi dan rencana", ("obstacles", "improvements", "plans"), ()))
    found.append(Chapter("Lampiran: masuk dan selesai", (), (tables.by_day(question),)))
    return found


def _arrivals(question: Question) -> tuple[Table, ...]:
    of_people = tables.for_inhabitants(question)
    return (*kinds.tables(question), *online.arrivals(question), *of_people)


def _promises(question: Question, shown: Beside) -> tuple[Table, ...]:
    outages = tables.outages(question) if shown.outages else []
    left = tables.open_by_service(question, shown.left_open)
    return (promise.by_service(question), left, *outages)


def _measured(
    wanted: Wanted, question: Question, before: Period | None, *, shown: Beside
) -> tuple[Measured, Measured | None, Measured | None]:
    """Of this span, of the one before, and of an earlier year."""
    question.figures.read(*_SLICES)
    question.figures.read_spreads(PROMISES, *promise.BY_SERVICE)
    past = _baseline_year(wanted, question, before)
    others = [one for one in (before, past) if one is not None]
    asked = [question, *(wanted.question(one, beside=question) for one in others)]
    lasts = [one.period.last for one in asked]
    still = left_open(question, lasts, open_now=shown.open_now)
    found = [measured(one, still_open=count) for one, count in zip(asked, still, strict=True)]
    earlier = found[1] if before is not None else None
    counted = found[-1] if past is not None else None
    first = (shown.first_at or wanted.now).astimezone(wanted.agency.zone).date()
    return found[0], _told(earlier, first=first), _told(counted, first=first)


def _told(one: Measured | None, *, first: dt.date) -> Measured | None:
    """What was measured of a span, unless neither the system nor the office's own book counted anything by then:
    beside zeros everything would have grown.
    """
    return one if one and (one.has_counter or first <= one.period.last) else None


def _baseline_year(wanted: Wanted, question: Question, before: Period | None) -> Period | None:
    """The same span of the newest earlier year that the office counted by hand, else of last year."""
    year = wanted.period.first.year
    known = max((one.year for one in question.baselines if one.year < year), default=year - 1)
    past = spans.in_year(wanted.period, known)
    return None if past == before else past


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
