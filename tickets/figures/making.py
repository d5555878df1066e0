"""Makes the rows of days that are over, and of hours, in place of those that were made before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from services.models import Agency
from tickets.figures.counting import SLICE, Days, settled
from tickets.figures.id_sets import packed
from tickets.figures.people import came_in
from tickets.figures.spreads import spread_over
from tickets.figures.work_rows import HALF, acts_of
from tickets.models import DailyFigure, DailyPeople, DailySpread, DailyWork

_OF_DAYS: tuple[type[Any], ...] = (DailyFigure, DailySpread, DailyPeople, DailyWork)


def make_days(agency: Agency, first: dt.date, last: dt.date) -> None:
    """Whole days."""
    _write(agency, Days((agency.pk,), first, last, agency.zone), hour=None)


def make_hour(agency: Agency, day: dt.date, hour: int) -> None:
    """From this hour to the next one, in the office's zone."""
    _write(agency, Days((agency.pk,), day, day, agency.zone, hour, hour + 1), hour=hour)


def clear_hours(agency: Agency, day: dt.date) -> None:
    """The rows of the day's hours go; those of the whole day stay."""
    for model in _OF_DAYS:
        model.objects.filter(agency=agency, day=day, hour__isnull=False).delete()


def _write(agency: Agency, days: Days, *, hour: int | None) -> None:
    makers = (_figures, _spreads, _people, _work)
    for model, rows_of in zip(_OF_DAYS, makers, strict=True):
        rows = rows_of([days])
        for row in rows:
            row.hour = hour
        known = model.objects.filter(agency=agency, day__range=(days.first, days.last))
        known.filter(hour=hour).delete()
        model.objects.bulk_create(rows)


def _figures(span: list[Days]) -> list[Any]:
    return [DailyFigure(**_named(row), **counts) for row, counts in settled(span).items()]


def _spreads(span: list[Days]) -> list[Any]:
    return [
        DailySpread(**_named(row), measure=measure, bucket=bucket, tickets=count)
        for (*row, measure, bucket), count in spread_over(span).items()
    ]


def _people(span: list[Days]) -> list[Any]:
    return [
        DailyPeople(**_named(row), citizens=packed(citizens), others=sorted(others))
        for row, (citizens, others) in came_in(span).items()
    ]


def _work(span: list[Days]) -> list[Any]:
    return [
        DailyWork(
            **_named(row),
            **acts.counts,
            **_halves("{}", acts.busy),
            **_halves("open_{}", acts.opened),
            tickets=packed(acts.tickets),
            files=packed(acts.files),
        )
        for row, acts in acts_of(span).items()
    ]


def _named(row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(SLICE, row, strict=True))


def _halves(name: str, quarters: int) -> dict[str, int]:
    """The quarters of an hour of a day as two numbers."""
    return {
        name.format("morning"): quarters & ((1 << HALF) - 1),
        name.format("evening"): quarters >> HALF,
    }
