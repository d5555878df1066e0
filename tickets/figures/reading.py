"""What pages ask: sums over days that were made, and direct counts of all that is not.

Direct are the last hours of today (ADR 0125), days and hours that changed and were not made again yet, days that the
sweep has not reached, and what is late and not settled. So a number is right at any moment, also while nothing is made
(ADR 0063); it only costs more.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, partial
from typing import Any

from django.db import connection

from tickets.figures import counting, live_postgresql, statements
from tickets.figures.asked import Asked
from tickets.figures.counting import COUNTS, MOMENTS, SLICE, TIMES, Counts
from tickets.figures.made import Made, Sums
from tickets.figures.spreads import Spread, spread_over
from tickets.models import DailySpread

Key = tuple[Any, ...]
Measure = DailySpread.Measure
_MEASURES = {one.value: one for one in Measure}
Names = tuple[str, ...]
_NAMES = (*COUNTS, *TIMES)
_NO_TIME = dt.timedelta()
_NOTHING: Counts = {**dict.fromkeys(COUNTS, 0), **dict.fromkeys(TIMES, _NO_TIME)}
Spreads = dict[Measure, dict[Key, Counter[int]]]


class Figures:
    """Everything that is counted of the days that are asked for; what is read once is kept."""

    def __init__(
        self,
        asked: Asked,
        *,
        now: dt.datetime,
        beside: Made | None = None,
        moments: Collection[str] = MOMENTS,
    ) -> None:
        """`moments`: by which of them tickets are counted. Whoever asks only what came and was resolved spares
        the database the rest; what is late and not settled is counted with all of them.
        """
        self._asked, self._moments = asked, moments
        self._judged = asked.spans if {*moments} == {*MOMENTS} else []
        self.made = Made(asked, beside=beside)
        self._now = now
        self._sums: dict[Names, dict[Key, Counts]] = {}
        self._spreads: dict[tuple[Names, Names], Spreads] = {}

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
        """What `by` will be asked for, in one way to the database and back, and another for what is live; not
        what can be folded from what was read.
        """
        groups = tuple(names for names in groups if not self.has_read(*names))
        if not groups:
            return
        asks = [
            Sums(names, partial(statements.sums, names), partial(_summed, names))
            for names in groups
        ]
        answers = self.made.added(*asks, table=statements.FIGURE)
        for names, made, live in zip(groups, answers, self._live(groups), strict=True):
            found: dict[Key, Counts] = dict(made[0]) if made else {}
            for part in (*made[1:], live):
                for key, counts in part.items():
                    _add_some(found, key, counts)
            self._sums[names] = found

    def has_read(self, *names: str) -> bool:
        """Whether these can be folded from what was read."""
        return any({*names} <= {*one} for one in self._sums)

    def _folded(self, wider: Names, names: Names) -> dict[Key, Counts]:
        """What was read with more columns, added up."""
        found: dict[Key, Counts] = {}
        at = [wider.index(name) for name in names]
        for key, counts in self._sums[wider].items():
            _add(found, tuple([key[index] for index in at]), counts)
        return found

    @property
    def total(self) -> Counts:
        """The sum of all."""
        if not self._sums:
            self.by("day")
        return self.by().get((), _NOTHING)

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
                self.read_spreads(measures, names)
        return self._spreads[key]

    def read_spreads(self, measures: tuple[Measure, ...], *groups: Names) -> None:
        """What `spreads` will be asked for of these measures: what is live is counted once for all; not what
        was read.
        """
        groups = tuple(names for names in groups if (measures, names) not in self._spreads)
        if not groups:
            return
        wanted = [
            Sums(
                (measures, names),
                partial(statements.buckets, names, measures=measures),
                _spread_out,
            )
            for names in groups
        ]
        answers = self.made.added(*wanted, table=statements.SPREAD)
        every = _union(groups)
        live = spread_over(
            self.made.not_made, only=self._asked.only, measures=measures, names=every
        )
        for names, made in zip(groups, answers, strict=True):
            found: Spreads = {measure: defaultdict(Counter) for measure in measures}
            for measure, key, buckets in itertools.chain(*made):
                known = found[measure].get(key)  # what was made is kept
                found[measure][key] = buckets if known is None else known + buckets
            for (measure, *columns), buckets in _grouped(live, every, names).items():
                if measure in found:
                    key = tuple(columns)
                    found[measure][key] = found[measure][key] + buckets
            self._spreads[measures, names] = found

    def _live(self, groups: Sequence[Names]) -> list[dict[Key, Counts]]:
        """What is counted directly, for each of these groups."""
        if connection.vendor == "postgresql":
            return live_postgresql.counted(
                dict.fromkeys(self._moments, self.made.not_made),
                self._judged,
                now=self._now,
                only=self._asked.only,
                groups=groups,
            )
        return [_narrowed(self._live_rows, _places(names)) for names in groups]

    @cached_property
    def _live_rows(self) -> list[tuple[Key, Counts]]:
        only = self._asked.narrowed
        settled = counting.settled(self.made.not_made, only=only, moments=self._moments)
        missing = counting.missing(self._judged, now=self._now, only=only)
        return [*settled.items(), *missing.items()]


def _narrowed(live: Iterable[tuple[Key, Counts]], at: Sequence[int]) -> dict[Key, Counts]:
    """What is live by these places of its keys; only what there is, for most lines have a few counts."""
    found: dict[Key, Counts] = {}
    for key, counts in live:
        into = found.setdefault(tuple([key[index] for index in at]), {})
        for name, value in counts.items():
            into[name] = into[name] + value if name in into else value
    return found


def _union(groups: Sequence[Names]) -> Names:
    return tuple(name for name in SLICE if any(name in names for names in groups))


def _summed(names: Names, rows: list[Any]) -> dict[Key, Counts]:
    found: dict[Key, Counts] = {}
    for row in rows:
        _add(found, tuple(row[: len(names)]), _counts(row[len(names) :]))
    return found


def _grouped(live: Spread, every: Names, names: Names) -> dict[Key, Counter[int]]:
    """What is live, by its measure and these of the columns in which it was read."""
    found: dict[Key, Counter[int]] = defaultdict(Counter)
    measure, bucket = len(every), len(every) + 1
    at = [measure, *(every.index(name) for name in names)]
    for line, count in live.items():
        found[tuple([line[index] for index in at])][line[bucket]] += count
    return found


def _spread_out(rows: list[Any]) -> list[tuple[Measure, Key, Counter[int]]]:
    found: dict[tuple[Measure, Key], Counter[int]] = defaultdict(Counter)
    for measure, bucket, *key, count in rows:
        found[_MEASURES[measure], tuple(key)][bucket] += count
    return [(measure, key, buckets) for (measure, key), buckets in found.items()]


def _places(names: Names) -> list[int]:
    return [SLICE.index(name) for name in names]


def _narrower(read: Spreads, wider: Names, names: Names) -> Spreads:
    """What was read with more columns, added up."""
    found: Spreads = {measure: defaultdict(Counter) for measure in read}
    at = [wider.index(name) for name in names]
    for measure, spread in read.items():
        for key, buckets in spread.items():
            found[measure][tuple(key[index] for index in at)].update(buckets)
    return found


def _counts(values: Sequence[Any]) -> Counts:
    """As a statement answers; None where there was nothing to be added."""
    counts = dict(zip(_NAMES, values, strict=True))
    for name in TIMES:
        counts[name] = statements.length(counts[name]) or _NO_TIME
    return counts if None not in counts.values() else {**_NOTHING, **_told(counts)}


def _told(counts: Counts) -> Counts:
    return {name: value for name, value in counts.items() if value is not None}


def _add_some(found: dict[Key, Counts], key: Key, counts: Counts) -> None:
    """The same of what has a few counts only."""
    into = found[key] = {**found.get(key, _NOTHING)}
    for name, value in counts.items():
        into[name] += value


def _add(found: dict[Key, Counts], key: Key, counts: Counts) -> None:
    """Into new ones: what is given may be kept for others."""
    known = found.get(key)
    if known is None:
        found[key] = counts
    else:
        found[key] = {name: value + counts[name] for name, value in known.items()}
