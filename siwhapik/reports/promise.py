"""Promise kept: first response and completion, by service and by officer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from siwhapik.colleagues import OTHERS, told_apart
from siwhapik.dashboard.charts import Chart, lying_bars
from siwhapik.queries import narrowed
from siwhapik.reports import former, promise_before
from siwhapik.reports.asking import Question
from siwhapik.reports.naming import names_of, names_with
from siwhapik.reports.sheets import Cell, Table
from tickets.figures.buckets import quantiles
from tickets.filters import NONE_YET
from tickets.models import DailySpread

Measure = DailySpread.Measure
_PARTS = HALF, MOST = Fraction(1, 2), Fraction(9, 10)
HEAD = (
    "Nama", "Masuk", "Respons dinilai", "Respons tepat", "Bagian respons", "Median respons", "90 % respons",
    "Jatuh tempo", "Selesai tepat", "Bagian selesai", "Median selesai", "90 % selesai", "Median tanpa jeda",
    "90 % tanpa jeda",
)  # fmt: skip
NAMES = ("Respons pertama tepat waktu", "Selesai tepat waktu")
_FIRST, _DONE = 4, 9  # the columns with these shares
EXPLAINED = (
    "Respons pertama dihitung dari tiket yang masuk dalam rentang ini dan sudah dijawab atau sudah lewat "
    "batasnya. Penyelesaian dihitung dari tiket yang jatuh tempo dalam rentang ini dan sudah selesai atau "
    "sudah lewat tenggat. Median: separuh tiket tidak lebih lama dari itu (dihitung dari kelompok waktu, "
    "selisihnya kurang dari seperlima). 90 %: sembilan dari sepuluh tiket tidak lebih lama dari itu. Tanpa jeda: waktu menunggu pemohon dan "
    "gangguan tidak dihitung."
)
GONE = "(sudah tidak di sini)"  # a service that the offices have no more
# By what the tables are counted; () is their total.
BY_SERVICE = ((), ("service_id",))
_SLICES = (*BY_SERVICE, ("assignee_id",))
_MEASURES = (Measure.FIRST, Measure.DUE, Measure.NET)


class Kept(NamedTuple):
    """What became of some tickets, and how long it took."""

    counts: Mapping[str, Any]
    spread: Mapping[Measure, Mapping[int, int]]


def tables(question: Question) -> list[Table]:
    """By name; where somebody asks to compare, the whole beside the span before, and beside the time before
    Si Whapik.
    """
    found = named(question)
    if question.form.is_compared:
        past = promise_before.asked_before(question)
        found += [*([_compared(question, past)] if past else []), *former.tables(question)]
    return found


def named(question: Question) -> list[Table]:
    """By service, and by the officer who holds the tickets; with offices below, by office. Officers come by name:
    nobody is ranked (docs/decisions/0098).
    """
    if question.is_of_sums:
        names = {one.pk: one.short_name for one in question.offices}
        return [_table(question, "instansi", column="agency_id", names=names, nameless="")]
    question.figures.read(*_SLICES)
    question.figures.read_spreads(_MEASURES, *_SLICES)
    holding = [pk for (pk,) in question.figures.by("assignee_id") if pk is not None]
    officers, nobody = names_with(question, holding), "Belum diambil"
    by_officer = _table(question, "petugas", column="assignee_id", names=officers, nameless=nobody)
    return [by_service(question), by_officer]


def by_service(question: Question) -> Table:
    """The first of them, for a report that names no officers here."""
    services, none = names_of(question).services, "Belum dipilih"
    return _table(question, "layanan", column="service_id", names=services, nameless=none)


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
    is_of_officers = column == "assignee_id"
    counted = [
        (key, nameless if key is None else names.get(key, GONE), kept)
        for key, kept in _kept(question, column)
    ]
    if is_of_officers:
        counted.sort(key=lambda row: (row[0] is None, row[1].casefold()))
        offices = question.office_ids
        counted = told_apart(counted, reader=question.staff, offices=offices, add=_sum)
    rows = [
        _row(question, name, kept.counts, spread=kept.spread, filters=_who(code, key))
        for key, name, kept in counted
    ]
    if not is_of_officers:
        rows.sort(key=_volume)
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


def _kept(question: Question, column: str) -> Iterator[tuple[int | None, Kept]]:
    """What there is of each service, officer or office (by id)."""
    spreads = question.figures.spreads(_MEASURES, column)
    for (key,), counts in question.figures.by(column).items():
        if any(counts.values()):
            lengths: dict[Measure, Any] = {
                measure: found.get((key,), {}) for measure, found in spreads.items()
            }
            yield key, Kept(counts, lengths)


def _sum(several: Sequence[Kept]) -> Kept:
    """The same of several officers together."""
    counts: Counter[str] = Counter()
    spread: dict[Measure, Counter[int]] = {measure: Counter() for measure in _MEASURES}
    for one in several:
        counts.update(one.counts)
        for measure in _MEASURES:
            spread[measure].update(one.spread[measure])
    return Kept(counts, spread)


def _who(code: str, key: int | None) -> dict[str, Any] | None:
    """The filter for a row; None: no list holds the tickets of several officers."""
    return None if key == OTHERS else {code: NONE_YET if key is None else key}


def _volume(row: Sequence[Cell]) -> tuple[int, str]:
    """The largest first."""
    return -_number(row[1]), row[0].words


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
    question: Question,
    name: str,
    counts: Mapping[str, Any],
    *,
    spread: Mapping[Measure, Any],
    filters: dict[str, Any] | None,
) -> list[Cell]:
    """`filters`: which tickets of the report they are; None: no numbers lead to them."""
    first = (counts["first_kept"], counts["first_kept"] + counts["first_late"])
    arrived = due = ""
    if filters is not None:
        arrived, due = question.arrived(**filters), question.due(**filters)
    done = (counts["due_kept"], counts["due_kept"] + counts["due_late"])
    return [
        Cell(name),
        Cell(counts["arrived"], arrived),
        Cell(first[1], narrowed(arrived, "balasan=dinilai")),
        Cell(first[0], narrowed(arrived, "balasan=tepat")),
        _share(*first),
        *map(Cell, quantiles(spread[Measure.FIRST], _PARTS)),
        Cell(done[1], narrowed(due, "penyelesaian=dinilai")),
        Cell(done[0], narrowed(due, "penyelesaian=tepat")),
        _share(*done),
        *map(Cell, quantiles(spread[Measure.DUE], _PARTS)),
        *map(Cell, quantiles(spread[Measure.NET], _PARTS)),
    ]


def _share(part: int, whole: int) -> Cell:
    return Cell(Fraction(part, whole) if whole else None)


def _number(cell: Cell) -> int:
    return cell.value if isinstance(cell.value, int) else 0
