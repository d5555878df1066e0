"""The sweep that makes the figures of days that are over, and of hours of the running day, and again those that changed.

Some of an office's days are made in one transaction under the office's row, so a run may be killed at
any moment and two may run side by side. Marks are read before the tickets are counted: a change whose
mark was not seen yet is found by the next run.

Hours of a day are made to spare the database counting a long day live. Their rows stay until the next day's first hours are
made, a while after the whole day was: a page may have read that they count just before.

After a change of an office's zone its days are cut elsewhere. They are shown as they were, until each of them is
made anew, from the first on.
"""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Min

from services.models import Agency
from tickets.figures.counting import SLICE, Days, settled
from tickets.figures.id_sets import packed
from tickets.figures.people import came_in
from tickets.figures.progress import OF_HOURS
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

# After so long no transaction that began before midnight, or before the end of an hour, is still at work.
SETTLES = dt.timedelta(minutes=15)
# Seconds after which a run leaves the rest to the next.
LASTS = 5.0
# Marks that are looked at, and days that are made, in one transaction.
_MARKS, _DAYS, _HOURS = 5000, 10, 6
# Hours of a busy day change all the time; in between those that changed are counted live.
_AGAIN = dt.timedelta(minutes=1)
# Seconds. On SQLite one writes at a time, and who waits looks again every tenth of a second: without a
# rest between two transactions a person who logs in waits until all days are made.
_REST = 0.15
DAY = dt.timedelta(days=1)
# One of them has a row for each day on which anything is counted.
_EVERY_DAY = (DailyFigure, DailyWork)
_OF_DAYS: tuple[type[Any], ...] = (DailyFigure, DailySpread, DailyPeople, DailyWork)
Made = tuple[type[Any], list[Any]]  # a model of days, and its rows of one of them


class Changed(NamedTuple):
    """Days that are to be made again, whose marks are gone; hours of the running day, each with its marks."""

    days: list[dt.date]
    hours: dict[int, list[int]]


def rebuild_figures(now: dt.datetime, *, lasts: float = LASTS) -> int:
    """Make what is missing or has changed; returns how many days and hours were made."""
    ends, made = time.monotonic() + lasts, 0
    offices = [*Agency.objects.order_by("pk")]
    # Another one is the first each time: where a run is too short for all, none waits for ever.
    begin = int(now.timestamp()) // 10 % max(len(offices), 1)
    for agency in (*offices[begin:], *offices[:begin]):
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
    """The days that changed, or else the next ones, or else hours; none where another process is at it."""
    last = ((now - SETTLES).astimezone(agency.zone) - DAY).date()
    with transaction.atomic():
        progress = _held(agency, last)
        if progress is None:
            return 0
        if progress.timezone != agency.timezone:
            _begin_again(progress, agency, last)
        changed = _changed(progress, agency)
        if changed.days:
            for day in changed.days:
                _make(progress, agency, day, day)
            progress.save(update_fields=["versions"])
            return len(changed.days)
        if progress.recut_through is not None:
            return _recut(progress, agency, progress.recut_through, now)
        if progress.built_through < last:
            return _make_next(progress, agency, last, now)
        return _make_hours(progress, agency, now, changed=changed.hours)


def _make_next(progress: FigureProgress, agency: Agency, last: dt.date, now: dt.datetime) -> int:
    """The next days that are over."""
    first = progress.built_through + DAY
    through = min(progress.built_through + _DAYS * DAY, last)
    _make(progress, agency, first, through)
    progress.built_through = through
    _rest_hours(progress, now)
    progress.save(update_fields=["built_through", "versions", "hours_again_at"])
    return (through - first).days + 1


def _make_hours(
    progress: FigureProgress, agency: Agency, now: dt.datetime, *, changed: dict[int, list[int]]
) -> int:
    """Those of the running day that changed, and the next ones that are over."""
    day, settled = progress.built_through + DAY, (now - SETTLES).astimezone(agency.zone)
    over = settled.hour if settled.date() == day else 0
    made = progress.hours_made if progress.hours_day == day else 0
    is_soon = progress.hours_again_at is not None and now < progress.hours_again_at + _AGAIN
    if is_soon and not made:
        return 0
    again = {} if is_soon else changed
    following = range(made, min(over, made + _HOURS))
    if not again and not following:
        return 0
    FigureChange.objects.filter(pk__in=[pk for marks in again.values() for pk in marks]).delete()
    if progress.hours_day is not None and progress.hours_day != day:
        _clear_hours(agency, progress.hours_day)
    for hour in (*again, *following):
        _write(agency, Days((agency.pk,), day, day, agency.zone, hour, hour + 1), hour=hour)
    progress.versions[OF_HOURS] = secrets.token_hex(4)
    progress.hours_day, progress.hours_made = day, made + len(following)
    if again:
        progress.hours_again_at = now
    progress.save(update_fields=["versions", "hours_day", "hours_made", "hours_again_at"])
    return len(again) + len(following)


def _rest_hours(progress: FigureProgress, now: dt.datetime) -> None:
    """Those that take the place of others wait: pages that are still read may have seen that the others count."""
    if progress.hours_day is not None:
        progress.hours_again_at = now


def _clear_hours(agency: Agency, day: dt.date) -> None:
    for model in _OF_DAYS:
        model.objects.filter(agency=agency, day=day, hour__isnull=False).delete()


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
    progress.hours_made = 0
    progress.save(update_fields=["timezone", "built_through", "recut_through", "hours_made"])


def _recut(progress: FigureProgress, agency: Agency, done: dt.date, now: dt.datetime) -> int:
    """The next days that are still cut by an earlier zone."""
    first = done + DAY
    through = max(first, min(done + _DAYS * DAY, progress.built_through))
    _make(progress, agency, first, through)
    progress.recut_through = through if through < progress.built_through else None
    _rest_hours(progress, now)
    progress.save(update_fields=["recut_through", "versions", "hours_again_at"])
    return (through - first).days + 1


def _changed(progress: FigureProgress, agency: Agency) -> Changed:
    """What is to be made again. Marks of later days and hours go, too: those will be made anyway."""
    through, running = progress.built_through, progress.built_through + DAY
    made = progress.hours_made if progress.hours_day == running else 0
    days: dict[dt.date, list[int]] = defaultdict(list)
    hours: dict[int, list[int]] = defaultdict(list)
    seen = []
    rows = FigureChange.objects.filter(agency=agency).order_by("pk")
    for pk, at in rows.values_list("pk", "at")[:_MARKS]:
        local = at.astimezone(agency.zone)
        if local.date() <= through:
            days[local.date()].append(pk)
        elif local.date() == running and local.hour < made:
            hours[local.hour].append(pk)
        else:
            seen.append(pk)
    again = sorted(days)[:_DAYS]
    seen += [pk for day in again for pk in days[day]]
    FigureChange.objects.filter(pk__in=seen).delete()
    return Changed(again, hours)


def _make(progress: FigureProgress, agency: Agency, first: dt.date, last: dt.date) -> None:
    progress.versions |= {third: secrets.token_hex(4) for third in thirds_of(first, last)}
    _write(agency, Days((agency.pk,), first, last, agency.zone), hour=None)


def _write(agency: Agency, days: Days, *, hour: int | None) -> None:
    """In place of what was made of these days, or of this hour, before."""
    for model, rows in (made([days]) for made in (_figures, _spreads, _people, _work)):
        for row in rows:
            row.hour = hour
        known = model.objects.filter(agency=agency, day__range=(days.first, days.last))
        known.filter(hour=hour).delete()
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
