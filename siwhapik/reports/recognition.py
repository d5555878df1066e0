"""Which officers fulfil the criteria that their office chose for recognition: by name, no ranking (ADR 0098)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from services import rows
from services.models import RecognitionChoice
from services.whole_offices import sees_officers
from siwhapik.colleagues import Row
from siwhapik.number_words import count_words
from siwhapik.reports.asking import Question
from siwhapik.reports.sheets import Cell, Table
from tickets.figures.counting import Counts
from tickets.figures.work import Work
from tickets.words import day_words

Number = int | Decimal | Fraction | None
_WHOLE = 100
_MOST_COUNTED = 100_000


class Measure(NamedTuple):
    """One that an office may choose; `of` reads it from what somebody did and from the tickets they hold."""

    label: str
    of: Callable[[Work, Mapping[str, int]], Number]
    is_share: bool = False

    @property
    def most(self) -> int:
        """The largest threshold: per cent, or so many in a month."""
        return _WHOLE if self.is_share else _MOST_COUNTED


def _share(kept: str, late: str) -> Callable[[Work, Mapping[str, int]], Number]:
    def of(_: Work, counts: Mapping[str, int]) -> Number:
        judged = counts.get(kept, 0) + counts.get(late, 0)
        return Fraction(counts.get(kept, 0), judged) if judged else None

    return of


MEASURES: Mapping[str, Measure] = {
    "tickets": Measure("Tiket yang dikerjakan", lambda work, _: work.tickets),
    "messages": Measure("Pesan yang terkirim", lambda work, _: work.messages),
    "resolved": Measure("Tiket yang diselesaikan", lambda work, _: work.resolved),
    "hours": Measure("Jam kerja", lambda work, _: work.hours),
    "closed_hours": Measure("Jam kerja di luar jam layanan", lambda work, _: work.closed_hours),
    "first_share": Measure(
        "Respons pertama tepat waktu", _share("first_kept", "first_late"), is_share=True
    ),
    "due_share": Measure("Selesai tepat waktu", _share("due_kept", "due_late"), is_share=True),
}


class Criterion(NamedTuple):
    """A measure with the office's threshold and its own name."""

    measure: str
    least: int
    words: str = ""

    @property
    def name(self) -> str:
        return self.words or MEASURES[self.measure].label

    def threshold(self, months: int) -> Fraction:
        """What has to be reached in so many months: a share in none more than in one."""
        is_share = MEASURES[self.measure].is_share
        return Fraction(self.least, _WHOLE) if is_share else Fraction(self.least * months)

    def sentence(self, months: int = 1) -> str:
        """ "Jam kerja, paling sedikit 40"."""
        least = (
            f"{self.least} %"
            if MEASURES[self.measure].is_share
            else count_words(self.least * months)
        )
        return f"{self.name}, paling sedikit {least}"


def criteria_of(choice: RecognitionChoice | None) -> list[Criterion]:
    """Those of a row, in the order of MEASURES; a measure that is no more is left out."""
    by_code = {one["measure"]: one for one in (choice.criteria if choice else [])}
    return [Criterion(**by_code[code]) for code in MEASURES if code in by_code]


def tables(
    question: Question, worked: Sequence[Row[Work]], chosen: Sequence[Sequence[RecognitionChoice]]
) -> list[Table]:
    """The officers (id, name, work) with what each fulfils, by what `asked` found; no table where the office chose
    nothing, or for whom there is no row.

    Who may not read whose figures they are sees only what they fulfil themselves.
    """
    choice = next((one for found in chosen for one in found), None)
    criteria = criteria_of(choice)
    sees_all = sees_officers(question.staff, question.office_ids)
    people = [one for one in worked if sees_all or one[0] == question.staff.pk]
    if choice is None or not criteria or not people:
        return []
    months, held = len(question.period.months), _held(question, criteria)
    return [
        Table(
            code="penghargaan",
            title="Kriteria penghargaan",
            explained=_explained(choice, question),
            head=("Petugas", "Kriteria", *(one.sentence(months) for one in criteria)),
            rows=[
                _row(name, criteria, work, held.get(pk or 0, {}), months)
                for pk, name, work in people
            ],
        )
    ]


def asked(question: Question) -> list[rows.Question]:
    """What the office holds to, the first of its history; nothing where tickets are left out of what is counted."""
    agency = question.form.agency
    if agency is None or question.form.only.keys() - {"assignee_id"}:
        return []
    last = "WHERE agency_id = %s ORDER BY id DESC LIMIT 1"
    return [rows.Question(RecognitionChoice, last, [agency.pk])]


def _held(question: Question, criteria: Sequence[Criterion]) -> Mapping[int, Counts]:
    """What became of the tickets that each officer (by id) holds, where a criterion asks for it."""
    if not any(MEASURES[one.measure].is_share for one in criteria):
        return {}
    found: Any = question.figures.by("assignee_id")
    return {person: counts for (person,), counts in found.items() if person is not None}


def _row(
    name: str, criteria: Sequence[Criterion], work: Work, held: Mapping[str, int], months: int
) -> list[Cell]:
    values = [MEASURES[one.measure].of(work, held) for one in criteria]
    fulfilled = [
        one.name
        for one, value in zip(criteria, values, strict=True)
        if value is not None and value >= one.threshold(months)
    ]
    which = f": {', '.join(fulfilled)}" if fulfilled else ""
    words = f"Memenuhi {len(fulfilled)} dari {len(criteria)}{which}"
    return [Cell(name), Cell(words), *map(Cell, values)]


def _explained(choice: RecognitionChoice, question: Question) -> str:
    zone = question.form.agency.zone if question.form.agency else None
    chosen = day_words(choice.at.astimezone(zone).date())
    return (
        "Dihitung dari yang dikerjakan petugas dalam rentang ini, seperti tabel di atas, urut nama dan tanpa "
        "peringkat. Tepat waktu: dari tiket yang kini dipegangnya. Ambang jumlah berlaku untuk sebulan, dan "
        "dikalikan banyaknya bulan dalam rentang. Kriteria dan ambangnya dipilih kantor ini: "
        f"{choice.by.full_name}, {chosen}."
    )
