"""What pages ask: sums over days that were made, and direct counts of all that is not.

Direct are today, days that changed and were not made again yet, days that the sweep has not reached,
and what is late and not settled. So a number is right at any moment, also while nothing is made
(ADR 0063); it only costs more.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, Sum

from services.models import Agency
from tickets.figures import counting
from tickets.figures.counting import COUNTS, SLICE, TIMES, Counts, Days
from tickets.figures.spreads import spread_over
from tickets.models import DailyFigure, DailySpread, FigureChange, FigureProgress

DAY = dt.timedelta(days=1)
Key = tuple[Any, ...]
Measure = DailySpread.Measure
_FAMILIES = ((Measure.FIRST,), (Measure.DUE,), (Measure.NET,), (Measure.HOUR, Measure.CLOSED_HOUR))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which days (both included) of which offices; `only`: columns of a slice that must be so."""

    agencies: Sequence[Agency]
    first: dt.date
    last: dt.date
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def narrowed(self) -> Q:
        return Q(**self.only)

    @property
    def spans(self) -> list[Days]:
        """The days, for offices that share a zone."""
        offices: dict[ZoneInfo, list[int]] = defaultdict(list)
        for one in self.agencies:
            offices[one.zone].append(one.pk)
        return [Days(tuple(keys), self.first, self.last, zone) for zone, keys in offices.items()]


class Figures:
    """Everything that is counted of the days that are asked for; what is read once is kept."""

    def __init__(self, asked: Asked, *, now: dt.datetime) -> None:
        self._asked = asked
        self._now = now
        self._sums: dict[tuple[str, ...], dict[Key, Counts]] = {}
        self._spreads: dict[tuple[Measure, ...], Counter[Key]] = {}

    def by(self, *names: str) -> dict[Key, Counts]:
        """The counts for each combination of these columns of a slice."""
        if names not in self._sums:
            wider = next((one for one in self._sums if {*names} <= {*one}), None)
            self._sums[names] = self._folded(wider, names) if wider else self._by(names)
        return self._sums[names]

    def _folded(self, wider: tuple[str, ...], names: tuple[str, ...]) -> dict[Key, Counts]:
        """What was read with more columns, added up."""
        found: dict[Key, Counts] = defaultdict(_nothing)
        at = [wider.index(name) for name in names]
        for key, counts in self._sums[wider].items():
            _add(found[tuple(key[index] for index in at)], counts.items())
        return dict(found)

    def _by(self, names: tuple[str, ...]) -> dict[Key, Counts]:
        found: dict[Key, Counts] = defaultdict(_nothing)
        sums = {name: Sum(name) for name in (*COUNTS, *TIMES)}
        rows = self._made(DailyFigure).order_by().values(*names).annotate(**sums)
        for row in rows.values_list(*names, *sums):
            _add(found[row[: len(names)]], zip(sums, row[len(names) :], strict=True))
        for slice_, counts in self._live:
            _add(found[_part(slice_, names)], counts.items())
        return dict(found)

    @property
    def total(self) -> Counts:
        """The sum of all."""
        self.by("day")
        return self.by().get((), _nothing())

    def spread(self, measure: Measure, *names: str) -> dict[Key, Counter[int]]:
        """How a measure is spread over its buckets, for each combination of these columns."""
        found: dict[Key, Counter[int]] = defaultdict(Counter)
        made = self._made(DailySpread).filter(measure=measure).order_by()
        rows = made.values(*names, "bucket").annotate(n=Sum("tickets"))
        for *key, bucket, count in rows.values_list(*names, "bucket", "n"):
            found[tuple(key)][bucket] += count
        for (*slice_, kind, bucket), count in self._live_spread(measure).items():
            if kind == measure:
                found[_part(tuple(slice_), names)][bucket] += count
        return dict(found)

    def _made(self, model: type[DailyFigure] | type[DailySpread]) -> Any:
        """The rows of the days that are made and are so still."""
        asked, where = self._asked, Q(pk__in=())
        offices: dict[dt.date, list[int]] = defaultdict(list)
        for pk, through in self._made_through.items():
            offices[through].append(pk)
        for through, agencies in offices.items():
            last = min(asked.last, through)
            where |= Q(agency_id__in=agencies, day__gte=asked.first, day__lte=last)
        for agency, days in self._changed.items():
            where &= ~Q(agency_id=agency, day__in=days)
        return model._default_manager.filter(where, asked.narrowed)

    @cached_property
    def _made_through(self) -> dict[int, dt.date]:
        """Until which day the offices' figures are made, cut as their days are cut now."""
        zones = {one.pk: one.timezone for one in self._asked.agencies}
        rows = FigureProgress.objects.filter(agency_id__in=zones)
        return {one.agency_id: one.built_through for one in rows if one.timezone == zones[one.pk]}

    @cached_property
    def _changed(self) -> dict[int, set[dt.date]]:
        """Days in question that changed after they were made."""
        zones = {one.pk: one.zone for one in self._asked.agencies}
        found: dict[int, set[dt.date]] = defaultdict(set)
        rows = FigureChange.objects.filter(agency_id__in=zones).distinct()
        for agency, at in rows.values_list("agency_id", "at"):
            day = at.astimezone(zones[agency]).date()
            if self._asked.first <= day <= self._asked.last:
                found[agency].add(day)
        return found

    @cached_property
    def _live(self) -> list[tuple[Key, Counts]]:
        only = self._asked.narrowed
        settled = counting.settled(self._not_made, only=only)
        missing = counting.missing(self._asked.spans, now=self._now, only=only)
        return [*settled.items(), *missing.items()]

    def _live_spread(self, measure: Measure) -> Counter[Key]:
        """Read once for each family of measures that come from the same rows."""
        family = next(one for one in _FAMILIES if measure in one)
        if family not in self._spreads:
            self._spreads[family] = spread_over(
                self._not_made, only=self._asked.narrowed, measures=family
            )
        return self._spreads[family]

    @cached_property
    def _not_made(self) -> list[Days]:
        """The days that are to be counted directly: runs of days, with the offices that share them."""
        shared: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for one in self._asked.agencies:
            for run in self._runs(one.pk):
                shared[(*run, one.zone)].append(one.pk)
        return [Days(tuple(keys), *run) for run, keys in shared.items()]

    def _runs(self, agency: int) -> Iterator[tuple[dt.date, dt.date]]:
        through = self._made_through.get(agency)
        days = {day for day in self._changed.get(agency, ()) if through and day <= through}
        yield from _consecutive(days)
        begins = max(self._asked.first, through + DAY) if through else self._asked.first
        if begins <= self._asked.last:
            yield begins, self._asked.last


def _consecutive(days: Collection[dt.date]) -> Iterator[tuple[dt.date, dt.date]]:
    """Runs of days, each as its first and last."""
    for first in sorted(day for day in days if day - DAY not in days):
        last = first
        while last + DAY in days:
            last += DAY
        yield first, last


def _part(row: Key, names: Sequence[str]) -> Key:
    return tuple(row[SLICE.index(name)] for name in names)


def _nothing() -> Counts:
    return {**dict.fromkeys(COUNTS, 0), **dict.fromkeys(TIMES, dt.timedelta())}


def _add(counts: Counts, values: Any) -> None:
    for name, value in values:
        if value:
            counts[name] += value
