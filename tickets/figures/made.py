"""Which days of a question are made, and reading them: what was read is kept until they are made again.

The offices' progress has a word for each third of a month, another one after each making of its days
(`FigureProgress.versions`). It is read before the rows, so what is kept under it is never older.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from services import rows
from services.remembering import Remembered
from services.rows import Statement
from tickets.figures import statements
from tickets.figures.asked import Asked
from tickets.figures.counting import Days
from tickets.figures.thirds import DAY, spans_of, thirds_of

Rows = list[Any]
Ask = Callable[[Statement], Statement]  # a question, as a statement for a condition
V = TypeVar("V")
# Rows that a process keeps; some hundred bytes each.
_MOST = 60_000
_KEPT: Remembered[Any, Rows] = Remembered(
    _MOST, weigh=lambda answers: sum(len(answer) + 1 for answer in answers)
)
# Sums of all days of a question: so many lines, each a kilobyte at most.
_ADDED: Remembered[Any, Any] = Remembered(
    10_000, weigh=lambda sums: sum(len(one) + 1 for one in sums)
)


class Span(NamedTuple):
    """Days that are made, of some offices, as a condition; under which words they were made."""

    first: dt.date
    where: Statement
    versions: tuple[Any, ...]


class Sums(NamedTuple):
    """What is added up of made days: `name` tells it from all else that is asked of the same table."""

    name: tuple[Any, ...]
    ask: Ask
    made_of: Callable[[Rows], Any]


class Made:
    """How far the days of the offices are made, and what changed since: one way to the database, or none
    `beside` another span of the same offices.
    """

    def __init__(self, asked: Asked, *, beside: Made | None = None) -> None:
        self._asked, self._beside = asked, beside
        self._spans: dict[tuple[str, str], list[Span]] = {}

    def read(self, *asks: Ask, table: str) -> list[Rows]:
        """The rows of the made days for each of these questions."""
        spans = self.spans(table)
        asked = [(ask(span.where), span.versions) for ask in asks for span in spans]
        planned = not self._asked.only
        answers = iter(kept(asked, memory=_KEPT, made_of=list, planned=planned))
        return [[row for _ in spans for row in next(answers)] for _ in asks]

    def added(self, *wanted: Sums, table: str) -> list[Any]:
        """What is made of all rows of each question; kept until one of the days is made again. Nobody may
        change it.
        """
        spans, memory = self.spans(table), _ADDED
        stamp = tuple(span.versions for span in spans)
        days = tuple((span.where.sql, *span.where.params) for span in spans)
        keys = [(table, one.name, days) for one in wanted]
        found = [memory.known(key, stamp=stamp) for key in keys]
        missing = [at for at, value in enumerate(found) if value is None]
        answers = self.read(*(wanted[at].ask for at in missing), table=table) if missing else []
        for at, answer in zip(missing, answers, strict=True):
            found[at] = wanted[at].made_of(answer)
            memory.keep(keys[at], stamp=stamp, value=found[at])
        return found

    def spans(self, table: str, *, but: str = "") -> list[Span]:
        """The made days in parts of a month or less; `but`: a column that narrows nothing here."""
        if (table, but) not in self._spans:
            self._spans[table, but] = list(self._parts(table, but))
        return self._spans[table, but]

    def _parts(self, table: str, but: str) -> Iterator[Span]:
        only = {name: value for name, value in self._asked.only.items() if name != but}
        narrowed = [*statements.narrowed(only, table=table)]
        for span in self._cut:
            where = statements.all_of((span.where, *narrowed))
            yield span._replace(where=where) if narrowed else span

    @cached_property
    def _cut(self) -> list[Span]:
        """The same for all that is counted."""
        found = []
        for first, last in spans_of(self._asked.first, self._asked.last):
            days = statements.days_of(self._by_day, first=first, last=last)
            if days is None:
                continue
            changed = self._changed_in(first, last)
            where = statements.all_of((days, *statements.but_for(changed))) if changed else days
            found.append(Span(first, where, self._versions_of(first, last)))
        return found

    @cached_property
    def not_made(self) -> list[Days]:
        """The days that are to be counted directly: runs of days, with the offices that share them."""
        shared: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for one in self._asked.agencies:
            for run in self._runs(one.pk):
                shared[(*run, one.zone)].append(one.pk)
        return [Days(tuple(keys), *run) for run, keys in shared.items()]

    def _runs(self, agency: int) -> Iterator[tuple[dt.date, dt.date]]:
        through = self._through.get(agency)
        days = {day for day in self._changed.get(agency, ()) if through and day <= through}
        yield from _consecutive(days)
        begins = max(self._asked.first, through + DAY) if through else self._asked.first
        if begins <= self._asked.last:
            yield begins, self._asked.last

    @cached_property
    def _progress(self) -> list[Rows]:
        """Marks are read before the words: a sweep that commits in between removes a mark, and the word that is
        read with the old mark is the new one. The other way round, rows from before the mark were shown.

        Read once for spans of the same offices that are asked for together (`beside`), before any of their rows.
        """
        if self._beside is not None:
            return self._beside._progress
        offices = [one.pk for one in self._asked.agencies]
        asked = [statements.CHANGES, statements.PROGRESS]
        changes, progress = rows.values(
            [statements.of_offices(one, offices) for one in asked], planned=True
        )
        return [progress, changes]

    @cached_property
    def _through(self) -> dict[int, dt.date]:
        """Until which day the offices' figures are made. In another zone the last one need not be over yet."""
        return {
            agency: through if zone == self._zones[agency] else through - DAY
            for agency, zone, through, *_ in self._progress[0]
        }

    @property
    def is_recut(self) -> bool:
        """Whether some days are still shown as an earlier zone cut them."""
        return any(
            zone != self._zones[agency] or recut is not None
            for agency, zone, _, _, recut in self._progress[0]
        )

    @cached_property
    def _zones(self) -> dict[int, str]:
        return {one.pk: one.timezone for one in self._asked.agencies}

    @cached_property
    def _by_day(self) -> tuple[tuple[dt.date, tuple[int, ...]], ...]:
        offices: dict[dt.date, list[int]] = defaultdict(list)
        for pk, through in sorted(self._through.items()):
            offices[through].append(pk)
        return tuple((day, tuple(keys)) for day, keys in offices.items())

    @cached_property
    def _versions(self) -> dict[int, dict[str, str]]:
        if self._beside is not None:
            return self._beside._versions
        return {row[0]: statements.json_of(row[3]) for row in self._progress[0]}

    def _versions_of(self, first: dt.date, last: dt.date) -> tuple[Any, ...]:
        names = thirds_of(first, last)
        return tuple(
            (pk, *(self._versions[pk].get(name) for name in names)) for pk in sorted(self._through)
        )

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

    def _changed_in(self, first: dt.date, last: dt.date) -> dict[int, set[dt.date]]:
        within = {
            agency: {day for day in days if first <= day <= last}
            for agency, days in sorted(self._changed.items())
        }
        return {agency: days for agency, days in within.items() if days}


def kept(
    asked: Sequence[tuple[Statement, tuple[Any, ...]]],
    *,
    memory: Remembered[Any, V],
    made_of: Callable[[Rows], V],
    planned: bool,
) -> list[V]:
    """What is made of the rows of each statement; those that are not kept under these versions are read in
    one way there and back. Nobody may change what is given. `planned`: where nothing is narrowed.
    """
    found = [memory.known((one.sql, *one.params), stamp=versions) for one, versions in asked]
    missing = [at for at, value in enumerate(found) if value is None]
    answers = rows.values([asked[at][0] for at in missing], planned=planned)
    for at, answer in zip(missing, answers, strict=True):
        statement, versions = asked[at]
        value = found[at] = made_of(answer)
        memory.keep((statement.sql, *statement.params), stamp=versions, value=value)
    return [value for value in found if value is not None]


def _consecutive(days: Collection[dt.date]) -> Iterable[tuple[dt.date, dt.date]]:
    """Runs of days, each as its first and last."""
    for first in sorted(day for day in days if day - DAY not in days):
        last = first
        while last + DAY in days:
            last += DAY
        yield first, last
