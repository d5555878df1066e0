"""Counts by kind and month, and how many people they came from."""

from __future__ import annotations

from collections import Counter

from services.models.service import Kind
from siwhapik.number_words import count_words
from siwhapik.periods import Period
from siwhapik.reports.asking import Question
from siwhapik.reports.sheets import Cell, Table

EXPLAINED = (
    "Dihitung dari tiket bernomor register, pada hari diterimanya. Orang: pemohon yang berbeda; yang datang "
    "lebih dari sekali dalam bulan itu dihitung satu kali, dan dalam seluruh rentang juga satu kali. Maka "
    "jumlah orang per bulan tidak boleh dijumlahkan. Pemohon di loket yang tidak dikenali dari kedatangan "
    "sebelumnya dihitung sebagai orang lain."
)


def tables(question: Question) -> list[Table]:
    """A row for each month, a column for each kind."""
    people = question.people
    months = {one.code: (one, _counts(question, one)) for one in question.period.months}
    whole = sum((counts for _, counts in months.values()), Counter[str]())
    return [
        Table(
            code="jenis",
            title="Jumlah menurut jenis dan orang",
            explained=EXPLAINED,
            head=("Bulan", *Kind.labels, "Jumlah", "Orang"),
            rows=[
                _row(question, month, counts, people=people.in_month.get(code, 0))
                for code, (month, counts) in months.items()
            ],
            total=_row(
                question, question.period, whole, people=people.total, name="Seluruh rentang"
            ),
            facts=[_sentence(whole, people.total)],
        )
    ]


def _counts(question: Question, month: Period) -> Counter[str]:
    """What came in the month, by kind."""
    counts: Counter[str] = Counter()
    for (day, kind), found in question.figures.by("day", "kind").items():
        if month.first <= day <= month.last:
            counts[kind] += found["arrived"]
    return counts


def _row(
    question: Question, period: Period, counts: Counter[str], *, people: int, name: str = ""
) -> list[Cell]:
    return [
        Cell(name or period.label),
        *(Cell(counts[kind], question.arrived(period, jenis=kind)) for kind in Kind.values),
        Cell(counts.total(), question.arrived(period)),
        Cell(people),
    ]


def _sentence(counts: Counter[str], people: int) -> str:
    """ "3 permohonan dokumen, 2 pengaduan = 5 tiket, dari 4 orang"."""
    parts = [
        f"{count_words(counts[kind])} {str(label).lower()}"
        for kind, label in Kind.choices
        if counts[kind]
    ]
    if not parts:
        return "Belum ada tiket dalam rentang ini."
    total = f"{count_words(counts.total())} tiket, dari {count_words(people)} orang."
    return f"{', '.join(parts)} = {total}"
