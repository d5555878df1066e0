"""Counts by kind and month, and how many people they came from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from services.models.service import Group, Kind
from siwhapik.dashboard.charts import Chart, lying_bars, paired_bars
from siwhapik.number_words import count_words
from siwhapik.periods import Period
from siwhapik.reports import numbers
from siwhapik.reports.asking import Question
from siwhapik.reports.naming import names_of
from siwhapik.reports.sheets import Cell, Table
from tickets.filters import NONE_YET

EXPLAINED = (
    "Dihitung dari tiket bernomor register, pada hari diterimanya. Orang: pemohon yang berbeda; yang datang "
    "lebih dari sekali dalam bulan itu dihitung satu kali, dan dalam seluruh rentang juga satu kali. Maka "
    "jumlah orang per bulan tidak boleh dijumlahkan. Pemohon di loket yang tidak dikenali dari kedatangan "
    "sebelumnya dihitung sebagai orang lain."
)


def tables(question: Question) -> list[Table]:
    """A row for each month, a column for each kind; then by group of services, and by WhatsApp number."""
    question.figures.read(("day", "kind"), ("service_id",), *numbers.groups(question))
    people = question.people
    months = {one.code: (one, _counts(question, one)) for one in question.period.months}
    whole = sum((counts for _, counts in months.values()), Counter[str]())
    chart, names = _chart(months, whole, people.in_month)
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
            chart=chart,
            names=names,
            facts=[_sentence(whole, people.total)],
        ),
        _by_group(question),
        *numbers.tables(question),
    ]


def _chart(
    months: Mapping[str, tuple[Period, Counter[str]]],
    whole: Counter[str],
    people: Mapping[str, int],
) -> tuple[Chart | None, tuple[str, str]]:
    """Tickets and people of each month; of a single month its kinds. And what the bars are."""
    if not whole.total():
        return None, ("", "")
    if len(months) == 1:
        labels, counts = [str(one) for one in Kind.labels], [whole[one] for one in Kind.values]
        return lying_bars(labels, counts, names=("tiket", "")), ("Tiket", "")
    came = [counts.total() for _, counts in months.values()]
    labels = [month.label[:3] for month, _ in months.values()]
    chart = paired_bars(
        labels, came, [people.get(code, 0) for code in months], names=("tiket", "orang")
    )
    return chart, ("Tiket", "Orang")


def _by_group(question: Question) -> Table:
    """A row for each group of services."""
    group_of = names_of(question).groups
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (service,), found in question.figures.by("service_id").items():
        for name in ("arrived", "resolved"):
            counts[group_of.get(service, "")][name] += found[name]
    named = [(str(code), str(label)) for code, label in Group.choices]
    named += [("", "Belum ada layanan")] if any(counts[""].values()) else []
    whole = sum(counts.values(), Counter[str]())
    labels, series = [label for _, label in named], ("masuk", "selesai")
    came, ended = ([counts[code][name] for code, _ in named] for name in ("arrived", "resolved"))
    return Table(
        code="kelompok",
        title="Jumlah menurut kelompok layanan",
        explained=(
            "Dihitung dari tiket bernomor register, menurut kelompok layanannya sekarang: masuk pada hari "
            "diterimanya, selesai pada hari diselesaikannya."
        ),
        head=("Kelompok layanan", "Masuk", "Selesai"),
        rows=[_of_group(question, label, counts[code], code=code) for code, label in named],
        total=_of_group(question, "Jumlah", whole, code=None),
        chart=lying_bars(labels, came, ended, names=series) if any((*came, *ended)) else None,
        names=("Masuk", "Selesai"),
    )


def _of_group(
    question: Question, label: str, counts: Counter[str], *, code: str | None
) -> list[Cell]:
    """`code`: of the group; "" for no service, None for all."""
    days = {"selesai_dari": question.period.first, "selesai_sampai": question.period.last}
    who: dict[str, Any] = (
        {} if code is None else {"kelompok": code} if code else {"layanan": NONE_YET}
    )
    return [
        Cell(label),
        Cell(counts["arrived"], question.arrived(**who)),
        Cell(counts["resolved"], question.tickets(**days, **who)),
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
        Cell(people, question.arrived(period)),
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
