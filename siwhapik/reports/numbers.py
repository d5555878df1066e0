"""What came and was completed by WhatsApp number, where an office has several."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from siwhapik.dashboard.charts import lying_bars
from siwhapik.reports.asking import Question
from siwhapik.reports.naming import names_of
from siwhapik.reports.sheets import Cell, Table
from tickets.filters import NONE_YET

_BY = ("channel_id",)
_ELSEWHERE = "?"  # a number that the office has no more, or never had
_EXPLAINED = (
    "Dihitung dari tiket bernomor register, menurut nomor WhatsApp percakapannya: masuk pada hari diterimanya, selesai pada "
    "hari diselesaikannya. Tanpa nomor: tiket yang tidak lewat WhatsApp, misalnya dari loket, telepon, atau web."
)


def groups(question: Question) -> tuple[tuple[str, ...], ...]:
    """What its figures are read by: nothing more where there is no such table."""
    return (_BY,) if _is_told(question) else ()


def tables(question: Question) -> list[Table]:
    """A row for each number of the office, also one to which nobody wrote: that tells something, too."""
    if not _is_told(question):
        return []
    names, counts = names_of(question).numbers, _counts(question)
    named = [(str(pk), name) for pk, name in sorted(names.items(), key=lambda one: one[1])]
    rest = ((NONE_YET, "Tanpa nomor"), (_ELSEWHERE, "Nomor instansi lain"))
    named += [(code, name) for code, name in rest if any(counts[code].values())]
    labels = [name for _, name in named]
    whole = sum(counts.values(), Counter[str]())
    came, ended = ([counts[code][name] for code, _ in named] for name in ("arrived", "resolved"))
    return [
        Table(
            code="nomor",
            title="Menurut nomor WhatsApp",
            explained=_EXPLAINED,
            head=("Nomor", "Masuk", "Selesai"),
            rows=[_row(question, name, counts[code], number=code) for code, name in named],
            total=_row(question, "Jumlah", whole, number=""),
            chart=lying_bars(labels, came, ended, names=("masuk", "selesai"))
            if any((*came, *ended))
            else None,
            names=("Masuk", "Selesai"),
        )
    ]


def _is_told(question: Question) -> bool:
    """Of one office with several numbers, unless one of them is asked for. Sums with the offices below name none."""
    form = question.form
    if form.agency is None or question.is_of_sums or "nomor" in form.asked:
        return False
    return len(names_of(question).numbers) > 1


def _counts(question: Question) -> dict[str, Counter[str]]:
    """By number, as addresses say it."""
    known, counts = names_of(question).numbers, defaultdict[str, Counter[str]](Counter)
    for (number,), found in question.figures.by(*_BY).items():
        code = NONE_YET if number is None else str(number) if number in known else _ELSEWHERE
        for name in ("arrived", "resolved"):
            counts[code][name] += found[name]
    return counts


def _row(question: Question, label: str, counts: Counter[str], *, number: str) -> list[Cell]:
    """`number`: as an address asks for it; "" for all."""
    if number == _ELSEWHERE:  # no list can be asked for it
        return [Cell(label), Cell(counts["arrived"]), Cell(counts["resolved"])]
    days = {"selesai_dari": question.period.first, "selesai_sampai": question.period.last}
    which: dict[str, Any] = {"nomor": number} if number else {}
    return [
        Cell(label),
        Cell(counts["arrived"], question.arrived(**which)),
        Cell(counts["resolved"], question.tickets(**days, **which)),
    ]
