"""The sweep that makes the figures of days that are over, and again those that changed.

Some of an office's days are made in one transaction under the office's row, so a run may be killed at
any moment and two may run side by side. Marks are read before the tickets are counted: a change whose
mark was not seen yet is found by the next run.

After a change of an office's zone its days are cut elsewhere. They are shown as they were, until each of them is
made anew, from the first on.
"""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Min

from services.models import Agency
from tickets.figures.counting import SLICE, Days, settled
from tickets.figures.id_sets import packed
from tickets.figures.people import came_in
from tickets.figures.spreads import spread_over
from tickets.figures.thirds import thirds_of
from tickets.figures.work_rows import HALF, acts_of
from tickets.models import (
    DailyFigure,
    DailyPeople,
    DailySpread,
    DailyWork,
    FigureChange,
    FigureProgress,
    Ticket,
)

# After so long no transaction that began before midnight is still at work.
SETTLES = dt.timedelta(minutes=15)
# Seconds after which a run leaves the rest to the next.
LASTS = 5.0
# Marks that are looked at, and days that are made, in one transaction.
_MARKS, _DAYS = 5000, 10
# Seconds. On SQLite one writes at a time, and who waits looks again every tenth of a second: without a
# rest between two transactions a person who logs in waits until all days are made.
_REST = 0.15
DAY = dt.timedelta(days=1)
# One of them has a row for each day on which anything is counted.
_EVERY_DAY = (DailyFigure, DailyWork)
Made = tuple[type[Any], list[Any]]  # a model of days, and its rows of one of them


def rebuild_figures(now: dt.datetime, *, lasts: float = LASTS) -> int:
    """Make what is missing or has changed; returns how many days were made."""
    ends, made = time.monotonic() + lasts, 0
    for agency in Agency.objects.order_by("pk"):
        while time.monotonic() < ends:
            count = _make_some(agency, now)
            made += count
            if not count:
                break
            _let_others_write()
    return made


def _let_others_write() -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(_REST)


def _make_some(agency: Agency, now: dt.datetime) -> int:
    """The days that changed, or else the next ones; none where another process is at it."""
    last = ((now - SETTLES).astimezone(agency.zone) - DAY).date()
    with transaction.atomic():
        progress = _held(agency, last)
        if progress is None:
            return 0
        if progress.timezone != agency.timezone:
            _begin_again(progress, agency, last)
        if days := _changed(agency, through=progress.built_through):
            for day in days:
                _make(progress, agency, day, day)
            progress.save(update_fields=["versions"])
            return len(days)
        if progress.recut_through is not None:
            return _recut(progress, agency, progress.recut_through)
        first, through = (
            progress.built_through + DAY,
            min(progress.built_through + _DAYS * DAY, last),
        )
        if first > last:
            return 0
        _make(progress, agency, first, through)
        progress.built_through = through
        progress.save(update_fields=["built_through", "versions"])
    return (through - first).days + 1


def _held(agency: Agency, last: dt.date) -> FigureProgress | None:
    """The office's row, locked; a new one stands on the day before its first ticket."""
    rows = FigureProgress.objects.filter(agency=agency)
    if not rows.exists():
        first = FigureProgress(
            agency=agency, timezone=agency.timezone, built_through=_before_all(agency, last)
        )
        FigureProgress.objects.bulk_create([first], ignore_conflicts=True)
    return rows.select_for_update(skip_locked=True).first()


def _before_all(agency: Agency, last: dt.date) -> dt.date:
    """The day before the first on which anything of the office counts; `last` without tickets."""
    found = Ticket.objects.filter(agency=agency).aggregate(
        received=Min("received_at"), due=Min("due_at"), resolved=Min("resolved_at")
    )
    first = min((at for at in found.values() if at is not None), default=None)
    return min(first.astimezone(agency.zone).date() - DAY, last) if first else last


def _begin_again(progress: FigureProgress, agency: Agency, last: dt.date) -> None:
    """The days are cut elsewhere now: all of them are made anew, also the day before the first that has any."""
    progress.timezone = agency.timezone
    progress.built_through = min(progress.built_through, last)
    made = [model.objects.filter(agency=agency).aggregate(day=Min("day")) for model in _EVERY_DAY]
    begins = [found["day"] for found in made if found["day"] is not None]
    progress.recut_through = min([*begins, _before_all(agency, last), progress.built_through]) - DAY
    progress.save(update_fields=["timezone", "built_through", "recut_through"])


def _recut(progress: FigureProgress, agency: Agency, done: dt.date) -> int:
    """The next days that are still cut by an earlier zone."""
    first = done + DAY
    through = max(first, min(done + _DAYS * DAY, progress.built_through))
    _make(progress, agency, first, through)
    progress.recut_through = through if through < progress.built_through else None
    progress.save(update_fields=["recut_through", "versions"])
    return (through - first).days + 1


def _changed(agency: Agency, *, through: dt.date) -> list[dt.date]:
    """Days that are to be made again, and their marks gone; a later day will be made anyway."""
    marks: dict[dt.date, list[int]] = defaultdict(list)
    rows = FigureChange.objects.filter(agency=agency).order_by("pk")
    for pk, at in rows.values_list("pk", "at")[:_MARKS]:
        marks[at.astimezone(agency.zone).date()].append(pk)
    days = sorted(day for day in marks if day <= through)[:_DAYS]
    seen = [pk for day, found in marks.items() if day in days or day > through for pk in found]
    FigureChange.objects.filter(pk__in=seen).delete()
    return days


def _make(progress: FigureProgress, agency: Agency, first: dt.date, last: dt.date) -> None:
    progress.versions |= {third: secrets.token_hex(4) for third in thirds_of(first, last)}
    span = [Days((agency.pk,), first, last, agency.zone)]
    for model, rows in (_figures(span), _spreads(span), _people(span), _work(span)):
        model.objects.filter(agency=agency, day__range=(first, last)).delete()
        model.objects.bulk_create(rows)


def _figures(span: list[Days]) -> Made:
    return DailyFigure, [
        DailyFigure(**_named(row), **counts) for row, counts in settled(span).items()
    ]


def _spreads(span: list[Days]) -> Made:
    return DailySpread, [
        DailySpread(**_named(row), measure=measure, bucket=bucket, tickets=count)
        for (*row, measure, bucket), count in spread_over(span).items()
    ]


def _people(span: list[Days]) -> Made:
    return DailyPeople, [
        DailyPeople(**_named(row), citizens=packed(citizens), others=sorted(others))
        for row, (citizens, others) in came_in(span).items()
    ]


def _work(span: list[Days]) -> Made:
    return DailyWork, [
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
