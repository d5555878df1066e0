"""Offices side by side: sample and its adequacy beside each index, and the change from the span before.

Offices whose questions or weights differ stand in different tables: their results cannot be compared.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode

from services.models import Agency
from siwhapik.periods import days_before
from siwhapik.reports.changes import grown_words
from siwhapik.reports.sheets import EMPTY, Cell, Table
from siwhapik.skm.families import Family, families_of
from siwhapik.skm.tables import rate_cell, two
from surveys import comparing, rates, reports
from surveys.figures import FEWEST_SHOWN, Figure
from surveys.models import Facet, SurveyPeriod
from surveys.presenting import few_words
from surveys.ranges import IndexRange, of_period
from surveys.reading import read_once
from surveys.reviewing import Standing, standings
from tickets.words import day_words, in_sentence

HEAD = ("Instansi", "Peringkat", "Responden", "Diperlukan", "Kecukupan", rates.HEAD, "IKM", "Mutu", "Sebelumnya", "Perubahan", "Telaah")  # fmt: skip
ADEQUACY, VALUE, CHANGE = map(HEAD.index, ("Kecukupan", "IKM", "Perubahan"))
ENOUGH = "cukup"
UNREVIEWED = "belum ditelaah"
_NONE_WAITS = "Tidak ada periode yang sudah ditutup dan belum ditelaah dengan kuesioner ini."


def before(dates: IndexRange) -> IndexRange:
    """The span of the same kind before it: the year, the half year, else as many days."""
    starts, ends = days_before(dates.starts, dates.ends)
    return replace(dates, code="", label="", starts=starts, ends=ends)


@dataclass(frozen=True, kw_only=True)
class _Compared:
    """The offices and days, and what evaluators found of the finished periods in these days."""

    agencies: Sequence[Agency]
    dates: IndexRange
    reviewed: Sequence[Standing]
    only_unreviewed: bool

    def of(self, agency: Agency, asked: Family) -> list[Standing]:
        mine = (one for one in self.reviewed if one.period.agency_id == agency.pk)
        return [one for one in mine if one.period.questionnaire_id in asked.pks]

    def waits(self, agency: Agency, asked: Family) -> bool:
        return any(one.review is None for one in self.of(agency, asked))

    def asked(self) -> list[Family]:
        """What was answered in these days, the most answered first; then what only finished periods asked."""
        answered = [one.pk for one, _ in reports.asked_in(self.agencies, self.dates)]
        return families_of(
            [*answered, *sorted({one.period.questionnaire_id for one in self.reviewed})]
        )


def tables_of(
    agencies: Sequence[Agency], dates: IndexRange, *, only_unreviewed: bool = False
) -> list[Table]:
    """A table for each family of questionnaires: offices stand in one where the same was asked."""
    compared = _Compared(
        agencies=agencies,
        dates=dates,
        reviewed=standings(agencies, dates),
        only_unreviewed=only_unreviewed,
    )
    with read_once(Facet.WHOLE):
        asked = compared.asked()
        return [_table(compared, one, others=len(asked) > 1) for one in asked]


def _table(compared: _Compared, asked: Family, *, others: bool) -> Table:
    agencies, dates = compared.agencies, compared.dates
    found, past = asked.figures(agencies, dates), asked.figures(agencies, before(dates))
    answered = [one for one in agencies if found.get(one.pk, Figure()).n]
    few = [one for one in answered if found[one.pk].is_few]
    # Who evaluates looks here for what waits: also for a period that nobody answered.
    rows = {
        one.pk: [
            *_row(one, found.get(one.pk, Figure()), past.get(one.pk, Figure())),
            _review_cell(compared.of(one, asked), one),
        ]
        for one in agencies
        if one in answered or compared.of(one, asked)
    }
    changed = _asked_otherwise(compared, asked, rows)
    for one in changed:
        rows[one.pk][CHANGE] = Cell(None)
    waiting = {one.pk for one in agencies if compared.waits(one, asked)}
    silent = [one.name for one in agencies if one.is_active and one not in answered]
    return Table(
        code=f"perbandingan-{asked.newest.pk}",
        title=f"Perbandingan instansi, {asked.newest}",
        explained="Peringkat hanya untuk instansi dengan responden yang cukup menurut Krejcie dan Morgan; IKM yang sama "
        "berperingkat sama. Perubahan "
        f"terhadap {_days(before(dates))}, dengan pertanyaan, bobot, dan kategori yang sama; kosong bila salah "
        f"satunya kurang dari {FEWEST_SHOWN} jawaban. Semua instansi: dihitung dari semua responden bersama-sama, "
        "tanpa instansi yang nilainya tidak diperlihatkan. Telaah: dari periode yang sudah ditutup dan berakhir dalam "
        f"rentang ini. {rates.EXPLAINED}",
        head=HEAD,
        rows=_ranked(rows, only=waiting if compared.only_unreviewed else rows.keys()),
        total=_pooled(
            compared, asked, {one.pk: found[one.pk] for one in answered if one not in few}
        ),
        facts=[
            *_together(asked),
            *_facts(silent, [one.name for one in few], others=others),
            *_changed_words(changed),
        ],
        empty=_NONE_WAITS if compared.only_unreviewed else EMPTY,
    )


def _asked_otherwise(
    compared: _Compared, asked: Family, rows: Mapping[int, Sequence[Cell]]
) -> list[Agency]:
    """Of those with a change in their row: who asked other questions for elements than in the span before."""
    agencies = [
        one
        for one in compared.agencies
        if one.pk in rows and rows[one.pk][CHANGE].value is not None
    ]
    now, then = (
        comparing.replaced_in(agencies, (one.starts, one.ends), questionnaires=asked.pks)
        for one in (compared.dates, before(compared.dates))
    )
    return [one for one in agencies if now[one.pk] != then[one.pk]]


def _together(asked: Family) -> list[str]:
    if len(asked.members) == 1:
        return []
    names = ", ".join(map(str, asked.members))
    return [f"Dihitung bersama, karena pertanyaan, bobot, dan kategorinya sama: {names}."]


def _changed_words(changed: Sequence[Agency]) -> list[str]:
    if not changed:
        return []
    names = ", ".join(one.name for one in changed)
    return [
        f"Perubahan tidak diperlihatkan, karena pertanyaan pengganti unsurnya lain daripada sebelumnya: {names}."
    ]


def _ranked(rows: Mapping[int, list[Cell]], *, only: Collection[int]) -> list[list[Cell]]:
    """Those of `only`, by office, in order and with their places among all."""
    ordered = sorted(rows, key=lambda pk: _order(rows[pk]))
    best = [rows[pk][VALUE].value for pk in ordered if rows[pk][ADEQUACY].value == ENOUGH]
    return [
        [rows[pk][0], Cell(_place(rows[pk], best)), *rows[pk][2:]] for pk in ordered if pk in only
    ]


def _review_cell(found: Sequence[Standing], agency: Agency) -> Cell:
    """Which periods nobody reviewed yet, each with where to; else what was found, and when."""
    waiting = [one.period for one in found if one.review is None]
    if not waiting:
        said = [_found_words(one, agency, alone=len(found) == 1) for one in found]
        return Cell("; ".join(said) or None)
    if len(found) == 1:
        return Cell(UNREVIEWED, url=_results(agency, waiting[0]))
    first, *others = waiting
    parts = [(f"{UNREVIEWED}: {first.name}", _results(agency, first))]
    parts += [(one.name, _results(agency, one)) for one in others]
    return Cell(", ".join(words for words, _ in parts), parts=tuple(parts))


def _results(agency: Agency, period: SurveyPeriod) -> str:
    asked = urlencode({"instansi": agency.slug, "periode": of_period(period).code})
    return f"{reverse('surveys:index')}?{asked}"


def _found_words(one: Standing, agency: Agency, *, alone: bool) -> str:
    if one.review is None:
        return UNREVIEWED
    outcome = one.review.Outcome(one.review.outcome).label.lower()
    words = f"{outcome}, {day_words(one.review.at.astimezone(agency.zone))}"
    return words if alone else f"{one.period.name}: {words}"


def _facts(silent: Sequence[str], few: Sequence[str], *, others: bool) -> list[str]:
    facts = []
    if others:
        facts.append(
            "Instansi dengan pertanyaan, bobot, atau kategori lain ada di tabel lain: nilainya tidak dapat dibandingkan."
        )
    if few:
        facts.append(
            f"Baris semua instansi tidak menghitung {', '.join(few)}: jawabannya kurang dari {FEWEST_SHOWN} dan "
            "tidak boleh dapat dihitung dari selisih."
        )
    if silent:
        facts.append(f"Tanpa jawaban dengan kuesioner ini: {', '.join(silent)}.")
    return facts


def _days(dates: IndexRange) -> str:
    return f"{dates.starts:%d-%m-%Y} sampai {dates.ends:%d-%m-%Y}"


def _order(cells: Sequence[Cell]) -> tuple[bool, bool, object, object]:
    """The adequate ones by their index, then the others by theirs, then those without."""
    value = cells[VALUE].value
    has = value is not None
    return (
        not (has and cells[ADEQUACY].value == ENOUGH),
        not has,
        -value if has else 0,  # type: ignore[operator]  # a Decimal
        cells[0].value,
    )


def _place(cells: Sequence[Cell], best: Sequence[object]) -> int | None:
    """Who is shown with an equal index has an equal place; `best` holds those of the adequate ones, the highest first."""
    return best.index(cells[VALUE].value) + 1 if cells[ADEQUACY].value == ENOUGH else None


def _row(agency: Agency, figure: Figure, past: Figure) -> list[Cell]:
    index = None if figure.is_few else figure.index
    then = None if past.is_few else past.index
    return [
        Cell(agency.name),
        Cell(None),
        Cell(figure.n),
        Cell(figure.needed or None),
        Cell(_adequacy(figure)),
        rate_cell(figure),
        Cell(two(index.converted) if index else None),
        Cell(f"{index.grade.letter}, {index.grade.label}" if index else None),
        Cell(two(then.converted) if then else None),
        Cell(change_words(two(index.converted) - two(then.converted)) if index and then else None),
    ]


def _adequacy(figure: Figure) -> str | None:
    if not figure.n:
        return None
    if figure.is_few:
        return in_sentence(few_words(figure.n))
    return ENOUGH if figure.is_enough else "belum cukup"


def change_words(points: Decimal) -> str:
    """By how much an index rose or fell: "naik 1,25"."""
    return grown_words(points, f"{abs(points):.2f}".replace(".", ","))


def _pooled(compared: _Compared, asked: Family, shown: Mapping[int, Figure]) -> list[Cell]:
    """The shown ones of these offices together: over respondents, not a mean of means.

    Only offices whose own index is shown: of the others nothing follows from the difference (ADR 0100).
    """
    index = asked.pooled(compared.agencies, compared.dates, only=shown)
    if index is None or index.n < FEWEST_SHOWN:
        return []
    grade = f"{index.grade.letter}, {index.grade.label}"
    together = rates.added_up([one.funnel for one in shown.values()])
    rate = Cell(rates.rate_words(together, n=index.n), among_words=True)
    return [
        Cell("Semua instansi"), Cell(None), Cell(index.n), Cell(None), Cell(None), rate,
        Cell(two(index.converted)), Cell(grade), Cell(None), Cell(None), Cell(None),
    ]  # fmt: skip
