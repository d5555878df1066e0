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

from django.db import connection
from django.db.models import Q

from services import rows
from services.models import Agency
from services.rows import Statement
from tickets.figures import counting, live_postgresql, statements
from tickets.figures.counting import COUNTS, SLICE, TIMES, Counts, Days
from tickets.figures.spreads import spread_over
from tickets.models import DailySpread

DAY = dt.timedelta(days=1)
Key = tuple[Any, ...]
Measure = DailySpread.Measure
Names = tuple[str, ...]
Spreads = dict[Measure, dict[Key, Counter[int]]]


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
        self._sums: dict[Names, dict[Key, Counts]] = {}
        self._spreads: dict[tuple[Names, Names], Spreads] = {}
        self._live_spreads: dict[Names, Counter[Key]] = {}

    def by(self, *names: str) -> dict[Key, Counts]:
        """The counts for each combination of these columns of a slice."""
        if names not in self._sums:
            wider = next((one for one in self._sums if {*names} <= {*one}), None)
            if wider is None:
                self.read(names)
            else:
                self._sums[names] = self._folded(wider, names)
        return self._sums[names]

    def read(self, *groups: Names) -> None:
        """What `by` will be asked for, in one way to the database and back."""
        made = self._made(statements.FIGURE)
        asked = [statements.sums(names, where=made) for names in groups] if made else []
        answers = rows.values(asked) if made else [[] for _ in groups]
        for names, answer in zip(groups, answers, strict=True):
            self._sums[names] = self._added(names, answer)

    def _added(self, names: Names, made: list[Any]) -> dict[Key, Counts]:
        found: dict[Key, Counts] = defaultdict(_nothing)
        for row in made:
            counts, times = row[len(names) : -len(TIMES)], row[-len(TIMES) :]
            values = (*counts, *map(statements.length, times))
            _add(found[tuple(row[: len(names)])], zip((*COUNTS, *TIMES), values, strict=True))
        for slice_, live in self._live:
            _add(found[_part(slice_, names)], live.items())
        return dict(found)

    def _folded(self, wider: Names, names: Names) -> dict[Key, Counts]:
        """What was read with more columns, added up."""
        found: dict[Key, Counts] = defaultdict(_nothing)
        at = [wider.index(name) for name in names]
        for key, counts in self._sums[wider].items():
            _add(found[tuple(key[index] for index in at)], counts.items())
        return dict(found)

    @property
    def total(self) -> Counts:
        """The sum of all."""
        if not self._sums:
            self.by("day")
        return self.by().get((), _nothing())

    def spread(self, measure: Measure, *names: str) -> dict[Key, Counter[int]]:
        """How one measure is spread over its buckets, for each combination of these columns."""
        return self.spreads((measure,), *names)[measure]

    def spreads(self, measures: tuple[Measure, ...], *names: str) -> Spreads:
        """The same of several measures, which are read together."""
        key = (measures, names)
        if key not in self._spreads:
            wider = next((each for of, each in self._spreads if of == measures), None)
            if wider is not None and {*names} <= {*wider}:
                self._spreads[key] = _narrower(self._spreads[measures, wider], wider, names)
            else:
                self._spreads[key] = self._read_spreads(measures, names)
        return self._spreads[key]

    def _read_spreads(self, measures: tuple[Measure, ...], names: Names) -> Spreads:
        found: Spreads = {measure: defaultdict(Counter) for measure in measures}
        if made := self._made(statements.SPREAD):
            asked = statements.buckets(names, measures=measures, where=made)
            for measure, bucket, *key, count in rows.values([asked])[0]:
                found[Measure(measure)][tuple(key)][bucket] += count
        for (*slice_, kind, bucket), count in self._live_spread(measures).items():
            if kind in found:
                found[kind][_part(tuple(slice_), names)][bucket] += count
        return found

    def _made(self, table: str) -> Statement | None:
        """The rows of the days that are made and are so still; None where there are none."""
        offices: dict[dt.date, list[int]] = defaultdict(list)
        for pk, through in self._made_through.items():
            offices[through].append(pk)
        days = statements.days_of(offices, first=self._asked.first, last=self._asked.last)
        if days is None:
            return None
        only = statements.narrowed(self._asked.only, table=table)
        return statements.all_of((days, *statements.but_for(self._changed), *only))

    @cached_property
    def _progress(self) -> list[list[Any]]:
        """How far the offices are made, and what changed since, in one way there and back."""
        offices = [one.pk for one in self._asked.agencies]
        asked = [statements.PROGRESS, statements.CHANGES]
        return rows.values([statements.of_offices(select, offices) for select in asked])

    @cached_property
    def _made_through(self) -> dict[int, dt.date]:
        """Until which day the offices' figures are made, cut as their days are cut now."""
        zones = {one.pk: one.timezone for one in self._asked.agencies}
        return {
            agency: through for agency, zone, through in self._progress[0] if zone == zones[agency]
        }

    @cached_property
    def _changed(self) -> dict[int, set[dt.date]]:
        """Days in question that changed after they were made."""
        zones = {one.pk: one.zone for one in self._asked.agencies}
        found: dict[int, set[dt.date]] = defaultdict(set)
        for agency, at in self._progress[1]:
            day = statements.moment(at).astimezone(zones[agency]).date()
            if self._asked.first <= day <= self._asked.last:
                found[agency].add(day)
        return found

    @cached_property
    def _live(self) -> list[tuple[Key, Counts]]:
        if connection.vendor == "postgresql":
            return live_postgresql.counted(
                self._not_made, self._asked.spans, now=self._now, only=self._asked.only
            )
        only = self._asked.narrowed
        settled = counting.settled(self._not_made, only=only)
        missing = counting.missing(self._asked.spans, now=self._now, only=only)
        return [*settled.items(), *missing.items()]

    def _live_spread(self, measures: tuple[Measure, ...]) -> Counter[Key]:
        """Read once for measures that are asked for together: they come from the same rows."""
        if measures not in self._live_spreads:
            self._live_spreads[measures] = spread_over(
                self._not_made, only=self._asked.narrowed, measures=measures
            )
        return self._live_spreads[measures]

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


def _narrower(read: Spreads, wider: Names, names: Names) -> Spreads:
    """What was read with more columns, added up."""
    found: Spreads = {measure: defaultdict(Counter) for measure in read}
    at = [wider.index(name) for name in names]
    for measure, spread in read.items():
        for key, buckets in spread.items():
            found[measure][tuple(key[index] for index in at)].update(buckets)
    return found


def _nothing() -> Counts:
    return {**dict.fromkeys(COUNTS, 0), **dict.fromkeys(TIMES, dt.timedelta())}


def _add(counts: Counts, values: Any) -> None:
    for name, value in values:
        if value:
            counts[name] += value
