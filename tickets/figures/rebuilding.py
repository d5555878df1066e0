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
import hashlib
import secrets
import time
from collections import defaultdict
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Min

from services.calendars import calendar_of
from services.models import Agency
from tickets.figures.making import clear_hours, make_days, make_hour
from tickets.figures.progress import OF_HOURS
from tickets.figures.thirds import thirds_of
from tickets.models import DailyFigure, DailyWork, FigureChange, FigureProgress, Ticket

# After so long no transaction that began before midnight, or before the end of an hour, is still at work.
SETTLES = dt.timedelta(minutes=15)
# Seconds between two runs, and those after which a run leaves the rest to the next.
EVERY, LASTS = 10.0, 5.0
# The smaller part of the golden section: of how many offices it may be, one run after the other begins far from those before.
_STEP = 0.381966
# At most so many marks are looked at, days made, and hours made for the first time, in one transaction; of hours that are
# made again a day has no more than 23.
_MARKS, _DAYS, _HOURS = 5000, 10, 6
# Hours of a busy day change all the time; in between those that changed are counted live.
_AGAIN = dt.timedelta(minutes=1)
# Seconds. On SQLite one writes at a time, and who waits looks again every tenth of a second: without a
# rest between two transactions a person who logs in waits until all days are made.
_REST = 0.15
DAY = dt.timedelta(days=1)
# One of them has a row for each day on which anything is counted.
_EVERY_DAY = (DailyFigure, DailyWork)
_OF_HOURS = ("hours_day", "hours_made", "hours_open", "hours_wait_until")


class Changed(NamedTuple):
    """Days that are to be made again, whose marks are gone; hours of the running day, each with its marks."""

    days: list[dt.date]
    hours: dict[int, list[int]]


def rebuild_figures(now: dt.datetime, *, lasts: float = LASTS) -> int:
    """Make what is missing or has changed; returns how many days and hours were made."""
    ends, count = time.monotonic() + lasts, 0
    for agency in _in_turn(_due(now), now):
        while time.monotonic() < ends:
            some = _make_some(agency, now)
            count += some
            if not some:
                break
            _let_others_write()
    return count


def _due(now: dt.datetime) -> list[Agency]:
    """Offices of which something is missing or may have changed: three questions, however many there are."""
    marked = {*FigureChange.objects.values_list("agency_id", flat=True).distinct()}
    known = {one.agency_id: one for one in FigureProgress.objects.all()}
    return [
        one
        for one in Agency.objects.order_by("pk")
        if one.pk in marked or not _is_made(known.get(one.pk), one, now)
    ]


def _is_made(progress: FigureProgress | None, agency: Agency, now: dt.datetime) -> bool:
    """Whether all days and hours of the office are made that are over."""
    if progress is None or progress.timezone != agency.timezone:
        return False
    if progress.recut_through is not None or progress.built_through < _last(agency, now):
        return False
    return _hours_over(progress, agency, now) <= progress.hours_made_of(_running(progress))


def _in_turn(offices: list[Agency], now: dt.datetime) -> list[Agency]:
    """Each run begins with another one: where it is too short for all, none waits for long."""
    begin = int(now.timestamp() // EVERY * _STEP % 1 * len(offices))
    return [*offices[begin:], *offices[:begin]]


def _last(agency: Agency, now: dt.datetime) -> dt.date:
    """The last day that is over for a while."""
    return ((now - SETTLES).astimezone(agency.zone) - DAY).date()


def _running(progress: FigureProgress) -> dt.date:
    return progress.built_through + DAY


def _hours_over(progress: FigureProgress, agency: Agency, now: dt.datetime) -> int:
    """How many hours of the running day are over for a while."""
    until = (now - SETTLES).astimezone(agency.zone)
    return until.hour if until.date() == _running(progress) else 0


def _let_others_write() -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(_REST)


def _make_some(agency: Agency, now: dt.datetime) -> int:
    """The days that changed, or else the next ones, or else hours; none where another process is at it."""
    last = _last(agency, now)
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
    _let_hours_wait(progress, now)
    progress.save(update_fields=["built_through", "versions", "hours_wait_until"])
    return (through - first).days + 1


def _make_hours(
    progress: FigureProgress, agency: Agency, now: dt.datetime, *, changed: dict[int, list[int]]
) -> int:
    """Those of the running day that changed, and the next ones that are over."""
    day = _running(progress)
    hours_made = progress.hours_made_of(day)
    waits = progress.hours_wait_until is not None and now < progress.hours_wait_until
    if waits and not hours_made:
        return 0
    again = set() if waits else {*changed}
    following = range(hours_made, min(_hours_over(progress, agency, now), hours_made + _HOURS))
    if not again and not following:
        return 0
    if progress.hours_day is not None and progress.hours_day != day:
        clear_hours(agency, progress.hours_day)
    opens = _openings_of(agency, day)
    if hours_made and progress.hours_open != opens:
        again = {*range(hours_made)}
    marks = [pk for hour in again for pk in changed.get(hour, ())]
    FigureChange.objects.filter(pk__in=marks).delete()
    for hour in (*sorted(again), *following):
        make_hour(agency, day, hour)
    progress.versions[OF_HOURS] = secrets.token_hex(4)
    progress.hours_day, progress.hours_made = day, hours_made + len(following)
    progress.hours_open = opens
    if again:
        progress.hours_wait_until = now + _AGAIN
    progress.save(update_fields=["versions", *_OF_HOURS])
    return len(again) + len(following)


def _openings_of(agency: Agency, day: dt.date) -> str:
    """When the office is open on that day, as a word: what came is counted in or out of its hours by that."""
    openings = calendar_of(agency).openings(day)
    return hashlib.sha256(repr(openings).encode()).hexdigest()[:16]


def _let_hours_wait(progress: FigureProgress, now: dt.datetime) -> None:
    """Those that take the place of others wait: pages that are still read may have seen that the others count."""
    if progress.hours_day is not None:
        progress.hours_wait_until = now + _AGAIN


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
    _let_hours_wait(progress, now)
    progress.save(update_fields=["recut_through", "versions", "hours_wait_until"])
    return (through - first).days + 1


def _changed(progress: FigureProgress, agency: Agency) -> Changed:
    """What is to be made again. Marks of later days and hours go, too: those will be made anyway."""
    through, running = progress.built_through, _running(progress)
    hours_made = progress.hours_made_of(running)
    days: dict[dt.date, list[int]] = defaultdict(list)
    hours: dict[int, list[int]] = defaultdict(list)
    seen = []
    rows = FigureChange.objects.filter(agency=agency).order_by("pk")
    for pk, at in rows.values_list("pk", "at")[:_MARKS]:
        local = at.astimezone(agency.zone)
        if local.date() <= through:
            days[local.date()].append(pk)
        elif local.date() == running and local.hour < hours_made:
            hours[local.hour].append(pk)
        else:
            seen.append(pk)
    again = sorted(days)[:_DAYS]
    seen += [pk for day in again for pk in days[day]]
    FigureChange.objects.filter(pk__in=seen).delete()
    return Changed(again, hours)


def _make(progress: FigureProgress, agency: Agency, first: dt.date, last: dt.date) -> None:
    progress.versions |= {third: secrets.token_hex(4) for third in thirds_of(first, last)}
    make_days(agency, first, last)
