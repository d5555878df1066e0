"""The index of an office over its finished periods, with a chart: for staff, on the page of its results."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode

from siwhapik.dashboard.charts import lying_bars
from siwhapik.reports.sheets import Cell, Table
from siwhapik.skm.league import change_words
from siwhapik.skm.material import shown_index
from siwhapik.skm.tables import FEW, rate_cell, two
from surveys import rates
from surveys.figures import Figure
from surveys.models import SurveyPeriod
from surveys.ranges import of_period
from surveys.trends import Trend, apart_words


def own_trend(trend: Trend) -> Table:
    """Periods that asked the same, the oldest first, each with the change from the one before it."""
    periods = trend.periods
    values = [_value(figure) for _, figure in periods]
    names = [period.name for period, _ in periods]
    bars = [None if value is None else float(value) for value in values]
    before = [_value(trend.before) if trend.before else None, *values[:-1]]
    return Table(
        code="tren",
        title="Tren IKM",
        explained="Periode terakhir yang sudah ditutup, paling banyak delapan, dengan pertanyaan, bobot, dan "
        "kategori yang sama; perubahan dari periode sebelumnya yang dapat dibandingkan. Angka "
        f"tiap periode dibekukan saat ditutup. Periode dengan {FEW} jawaban tidak diperlihatkan nilainya.",
        head=("Periode", "Responden", rates.HEAD, "IKM", "Mutu", "Perubahan"),
        rows=[
            _row(period, figure, value=value, before=past)
            for (period, figure), value, past in zip(periods, values, before, strict=True)
        ],
        chart=lying_bars(names, bars, names=("IKM", "")) if any(bars) else None,
        names=("IKM", ""),
        facts=apart_words(trend.apart),
    )


def _value(figure: Figure) -> Decimal | None:
    index = shown_index(figure)
    return two(index.converted) if index else None


def _row(
    period: SurveyPeriod, figure: Figure, *, value: Decimal | None, before: Decimal | None
) -> list[Cell]:
    index = shown_index(figure)
    asked = urlencode({"instansi": period.agency.slug, "periode": of_period(period).code})
    change = None if value is None or before is None else change_words(value - before)
    return [
        Cell(period.name),
        Cell(figure.n),
        rate_cell(figure),
        Cell(value, url=f"{reverse('surveys:index')}?{asked}" if index else ""),
        Cell(f"{index.grade.letter}, {index.grade.label}" if index else None),
        Cell(change),
    ]
