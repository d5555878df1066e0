"""Promise kept: first response and completion, by service and by officer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from siwhapik.dashboard.charts import Chart, lying_bars
from siwhapik.reports import promise_before
from siwhapik.reports.asking import Question
from siwhapik.reports.naming import names_of
from siwhapik.reports.sheets import Cell, Table
from tickets.figures.buckets import quantile
from tickets.figures.counting import Counts
from tickets.filters import NONE_YET
from tickets.models import DailySpread

Measure = DailySpread.Measure
HALF, MOST = Fraction(1, 2), Fraction(9, 10)
HEAD = (
    "Nama", "Masuk", "Respons dinilai", "Tepat", "Bagian", "Median respons", "90 % dalam",
    "Jatuh tempo", "Tepat", "Bagian", "Median selesai", "90 % dalam", "Median tanpa jeda",
)  # fmt: skip
NAMES = ("Respons pertama tepat waktu", "Selesai tepat waktu")
_FIRST, _DONE = 4, 9  # the columns with these shares
EXPLAINED = (
    "Respons pertama dihitung dari tiket yang masuk dalam rentang ini dan sudah dijawab atau sudah lewat "
    "batasnya. Penyelesaian dihitung dari tiket yang jatuh tempo dalam rentang ini dan sudah selesai atau "
    "sudah lewat tenggat. Median: separuh tiket tidak lebih lama dari itu (dihitung dari kelompok waktu, "
    "selisihnya kurang dari seperlima). Tanpa jeda: waktu menunggu pemohon dan gangguan tidak dihitung."
)
_MEASURES = (Measure.FIRST, Measure.DUE, Measure.NET)


def tables(question: Question) -> list[Table]:
    """By name; where somebody asks to compare, the whole beside the span before."""
    past = promise_before.asked_before(question) if question.form.is_compared else None
    return [*named(question), *([_compared(question, past)] if past else [])]


def named(question: Question) -> list[Table]:
    """By service, and by the officer who holds the tickets; with offices below, by office. Officers come by name:
    nobody is ranked (docs/decisions/0098).
    """
    if question.is_of_sums:
        names = {one.pk: one.short_name for one in question.offices}
        return [_table(question, "instansi", column="agency_id", names=names, nameless="")]
    question.figures.by("service_id", "assignee_id")  # what follows is folded from it
    question.figures.read_spreads(_MEASURES, ("service_id",), ("assignee_id",))
    known = names_of(question)
    return [
        _table(
            question, "layanan", column="service_id", names=known.services, nameless="Belum dipilih"
        ),
        _table(
            question,
            "petugas",
            column="assignee_id",
            names=known.officers,
            nameless="Belum diambil",
        ),
    ]


def _compared(question: Question, past: Question) -> Table:
    (_, *now), (_, *then) = map(_whole, (question, past))
    return promise_before.table(question.period, past.period, list(zip(now, then, strict=True)))


def _whole(question: Question) -> list[Cell]:
    """Of all tickets."""
    spreads = question.figures.spreads(_MEASURES)
    total: dict[Measure, Any] = {measure: found.get((), {}) for measure, found in spreads.items()}
    return _row(question, "Semua", question.figures.total, spread=total, filters={})


def _table(
    question: Question,
    code: str,
    *,
    column: str,
    names: Mapping[int, str],
    nameless: str,
) -> Table:
    figures = question.figures
    spreads = figures.spreads(_MEASURES, column)
    rows = [
        _row(
            question,
            names.get(key, nameless if key is None else f"(sudah tidak di sini, {key})"),
            counts,
            spread={measure: found.get((key,), {}) for measure, found in spreads.items()},
            filters={code: NONE_YET if key is None else key},
        )
        for (key,), counts in figures.by(column).items()
        if any(counts.values())
    ]
    is_of_officers = column == "assignee_id"
    rows.sort(key=lambda row: _place(row, nameless) if is_of_officers else _volume(row))
    return Table(
        code=code,
        title=f"Menurut {code}",
        explained=f"{EXPLAINED} Petugas urut nama." if is_of_officers else EXPLAINED,
        head=HEAD,
        rows=rows,
        total=_whole(question),
        chart=_chart(rows),
        names=NAMES,
    )


def _volume(row: Sequence[Cell]) -> tuple[int, str]:
    """The largest first."""
    return -_number(row[1]), row[0].words


def _place(row: Sequence[Cell], nameless: str) -> tuple[bool, str]:
    """By name; the tickets that nobody holds last."""
    return row[0].words == nameless, row[0].words.casefold()


def _chart(rows: Sequence[Sequence[Cell]]) -> Chart | None:
    """The shares kept in time, of those rows where anything is judged yet."""
    judged = [row for row in rows if row[_FIRST].value is not None or row[_DONE].value is not None]
    if not judged:
        return None
    first, done = ([_part(row[column]) for row in judged] for column in (_FIRST, _DONE))
    return lying_bars([row[0].words for row in judged], first, done, names=NAMES, is_share=True)


def _part(cell: Cell) -> Fraction | None:
    return cell.value if isinstance(cell.value, Fraction) else None


def _row(
    question: Question, name: str, counts: Counts, *, spread: dict[Measure, Any], filters: Any
) -> list[Cell]:
    first = (counts["first_kept"], counts["first_kept"] + counts["first_late"])
    done = (counts["due_kept"], counts["due_kept"] + counts["due_late"])
    return [
        Cell(name),
        Cell(counts["arrived"], question.arrived(**filters)),
        Cell(first[1], question.arrived(balasan="dinilai", **filters)),
        Cell(first[0], question.arrived(balasan="tepat", **filters)),
        _share(*first),
        Cell(_length(spread[Measure.FIRST], HALF)),
        Cell(_length(spread[Measure.FIRST], MOST)),
        Cell(done[1], question.due(penyelesaian="dinilai", **filters)),
        Cell(done[0], question.due(penyelesaian="tepat", **filters)),
        _share(*done),
        Cell(_length(spread[Measure.DUE], HALF)),
        Cell(_length(spread[Measure.DUE], MOST)),
        Cell(_length(spread[Measure.NET], HALF)),
    ]


def _length(spread: Any, part: Fraction) -> dt.timedelta | None:
    return quantile(spread, part)


def _share(part: int, whole: int) -> Cell:
    return Cell(Fraction(part, whole) if whole else None)


def _number(cell: Cell) -> int:
    return cell.value if isinstance(cell.value, int) else 0
