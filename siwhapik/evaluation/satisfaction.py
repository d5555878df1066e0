"""The satisfaction index of a span, and what was recommended and done about it.

Few answers are hidden from every reader: the report goes beyond the office (R-98).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from services.models import Agency
from siwhapik.dashboard.charts import Chart, lying_bars
from siwhapik.dashboard.satisfaction import begun
from siwhapik.number_words import count_words
from siwhapik.periods import Period
from siwhapik.reports.sheets import Cell, Table
from surveys import ranges, reports
from surveys.figures import FEWEST_SHOWN, Figure
from surveys.ikm import ElementResult, half_up
from surveys.models import Element, Facet, Questionnaire, Recommendation, SurveyPeriod
from surveys.presenting import Shown, shown
from surveys.ranges import IndexRange
from surveys.reading import read_once
from surveys.recommendation_forms import quarter_words
from surveys.recommended import recommendations_of

_EXPLAINED = (
    "Dihitung dari jawaban survei kepuasan yang masuk dalam rentang ini, menurut {asked}. Nilai 25 sampai "
    "100. Jawaban yang kurang dari lima tidak diperlihatkan, agar tidak dapat ditebak siapa yang menjawab."
)
State = Recommendation.State


def tables(
    agency: Agency, *, period: Period, before: Period | None, now: dt.datetime
) -> list[Table]:
    """The index with its elements beside those of the span before, and the recommendations."""
    with read_once(Facet.WHOLE):
        index = _index(agency, [period, before] if before else [period])
    return [index, _recommendations(agency, period=period, now=now)]


def _index(agency: Agency, spans: Sequence[Period]) -> Table:
    """Of a span, beside the one before it where there is one."""
    dates, *before = _dates(agency, spans)
    questionnaire = reports.most_asked([agency], dates)
    figure, *earlier = (
        reports.newest(agency, dates=one, questionnaire=questionnaire) for one in (dates, *before)
    )
    elements = reports.elements_of(questionnaire)
    then = earlier[0] if earlier else Figure()
    return _elements(figure, then, elements=elements, questionnaire=questionnaire)


def _dates(agency: Agency, spans: Sequence[Period]) -> list[IndexRange]:
    """For each span the office's own survey period of just these days, where it has one; else the days."""
    own: dict[tuple[dt.date, dt.date], SurveyPeriod] = {}
    for one in begun(agency):
        own.setdefault((one.starts_on, one.ends_on), one)
    return [
        ranges.of_period(own[one.first, one.last])
        if (one.first, one.last) in own
        else IndexRange(code=one.code, label=one.label, starts=one.first, ends=one.last)
        for one in spans
    ]


def _elements(
    figure: Figure,
    earlier: Figure,
    *,
    elements: dict[str, Element],
    questionnaire: Questionnaire,
) -> Table:
    words = shown("", figure, elements=elements, guarded=True)
    now, then = _results(figure), _results(earlier)
    rows = [_row(code, result, then, elements=elements) for code, result in now.items()]
    names = ("rentang ini", "rentang sebelumnya")
    return Table(
        code="unsur",
        title="Indeks kepuasan masyarakat (IKM)",
        explained=_EXPLAINED.format(asked=questionnaire),
        head=("Unsur", "Nilai", "Mutu", "Rentang sebelumnya"),
        rows=rows,
        chart=_chart(now, then, elements=elements, names=names) if now else None,
        names=("Rentang ini", "Rentang sebelumnya"),
        facts=_facts(words),
    )


def _results(figure: Figure) -> dict[str, ElementResult]:
    """The elements' results where enough people answered."""
    if figure.index is None or figure.n < FEWEST_SHOWN:
        return {}
    return dict(figure.index.elements)


def _row(
    code: str,
    result: ElementResult,
    then: dict[str, ElementResult],
    *,
    elements: dict[str, Element],
) -> list[Cell]:
    before = _decimal(then[code].converted) if code in then else None
    grade = f"{result.grade.letter}, {result.grade.label}"
    return [
        Cell(_name(code, elements)),
        Cell(_decimal(result.converted)),
        Cell(grade),
        Cell(before),
    ]


def _name(code: str, elements: dict[str, Element]) -> str:
    return f"{code} {elements[code].name}" if code in elements else code


def _chart(
    now: dict[str, ElementResult],
    then: dict[str, ElementResult],
    *,
    elements: dict[str, Element],
    names: tuple[str, str],
) -> Chart:
    values = [float(_decimal(one.converted)) for one in now.values()]
    before = [float(_decimal(then[code].converted)) if code in then else 0.0 for code in now]
    return lying_bars([_name(code, elements) for code in now], values, before, names=names)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(half_up(value, 2))


def _facts(words: Shown) -> tuple[str, ...]:
    if not words.value:
        return (f"{words.sample}.",)
    found = [f"IKM {words.value}, mutu {words.grade} ({words.label}).", f"{words.sample}."]
    found += [f"{words.rate}."] if words.rate else []
    found += [f"Unsur terendah: {words.lowest}."] if words.lowest else []
    return tuple(found)


def _recommendations(agency: Agency, *, period: Period, now: dt.datetime) -> Table:
    """Those written by the end of the span, but for what was done before it."""
    every = recommendations_of(agency)
    found = [one for one in every if _is_current(one, agency=agency, period=period)]
    done = sum(one.state == State.DONE for one in found)
    sentence = f"{count_words(len(found))} rekomendasi, {count_words(done)} sudah selesai."
    return Table(
        code="rekomendasi",
        title="Rekomendasi dan tindak lanjutnya",
        explained="Rekomendasi atas hasil survei yang ditulis sampai akhir rentang ini dan belum selesai "
        "sebelum rentang ini mulai, dengan keadaannya saat laporan ini dihitung.",
        head=("Rekomendasi", "Keadaan", "Umur, hari", "Rencana", "Waktu", "Penanggung jawab"),
        rows=[_recommended(one, now=now) for one in found],
        facts=(sentence,) if found else (),
    )


def _is_current(one: Recommendation, *, agency: Agency, period: Period) -> bool:
    if one.at.astimezone(agency.zone).date() > period.last:
        return False
    if one.state != State.DONE or one.report is None:
        return True
    return one.report.at.astimezone(agency.zone).date() >= period.first


def _recommended(one: Recommendation, *, now: dt.datetime) -> list[Cell]:
    plan = one.plan
    when = quarter_words(plan.year, plan.quarter) if plan else None
    return [
        Cell(f"{one.text} (atas saran warga)" if one.remark_id else one.text),
        Cell(str(one.state.label)),
        Cell(one.days(now)),
        Cell(plan.activity if plan else None),
        Cell(when),
        Cell(plan.responsible if plan else None),
    ]
