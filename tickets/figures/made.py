"""Which days of a question are made, and reading them: what was read is kept until they are made again. Hours of the
running day stand beside them (ADR 0125).

The offices' progress has a word for each third of a month, another one after each making of its days
(`FigureProgress.versions`). It is read before the rows, so what is kept under it is never older.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from services import rows
from services.remembering import Remembered
from services.rows import Statement
from tickets.figures import statements
from tickets.figures.asked import Asked
from tickets.figures.counting import Days
from tickets.figures.progress import OF_HOURS, Progress, Running
from tickets.figures.statements import MadeHours
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
    """Days that are made, or hours of one, of some offices, as a condition; under which words they were made."""

    first: dt.date
    where: Statement
    versions: tuple[Any, ...]
    is_hours: bool = False


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
        self._asked = asked
        self._progress: Progress = beside._progress if beside else Progress(asked.agencies)
        self._spans: dict[tuple[str, str], list[Span]] = {}

    @property
    def is_recut(self) -> bool:
        """Whether some days are still shown as an earlier zone cut them."""
        return self._progress.is_recut

    def added(self, *wanted: Sums, table: str) -> list[list[Any]]:
        """What is made of all rows of each question, for each part of what is made; kept until one of its days or
        hours is made again. Nobody may change it.
        """
        parts, memory = [part for part in self.days_and_hours(table) if part], _ADDED
        asked = [(one, part) for one in wanted for part in parts]
        keys = [(table, one.name, conditions_of(part)) for one, part in asked]
        stamps = [tuple(span.versions for span in part) for _, part in asked]
        found = [memory.known(key, stamp=stamp) for key, stamp in zip(keys, stamps, strict=True)]
        missing = [at for at, value in enumerate(found) if value is None]
        answers = self._read([asked[at] for at in missing]) if missing else []
        for at, answer in zip(missing, answers, strict=True):
            found[at] = asked[at][0].made_of(answer)
            memory.keep(keys[at], stamp=stamps[at], value=found[at])
        each = iter(found)
        return [[next(each) for _ in parts] for _ in wanted]

    def _read(self, asked: Sequence[tuple[Sums, list[Span]]]) -> list[Rows]:
        """The rows of the spans for each of these questions."""
        questions = [(one.ask(span.where), span.versions) for one, part in asked for span in part]
        planned = not self._asked.only
        answers = iter(kept(questions, memory=_KEPT, made_of=list, planned=planned))
        return [[row for _ in part for row in next(answers)] for _, part in asked]

    def days_and_hours(self, table: str, *, but: str = "") -> tuple[list[Span], list[Span]]:
        """The spans of days, and those of hours: what is added up of a year is not added up again whenever an hour
        changed.
        """
        spans = self.spans(table, but=but)
        return [one for one in spans if not one.is_hours], [one for one in spans if one.is_hours]

    def spans(self, table: str, *, but: str = "") -> list[Span]:
        """The made days in parts of a month or less, and the made hours of a running day; `but`: a column that narrows
        nothing here.
        """
        if (table, but) not in self._spans:
            self._spans[table, but] = list(self._narrowed(table, but))
        return self._spans[table, but]

    def _narrowed(self, table: str, but: str) -> Iterator[Span]:
        only = {name: value for name, value in self._asked.only.items() if name != but}
        narrowed = [*statements.narrowed(only, table=table)]
        for span in self._cut:
            where = statements.all_of((span.where, *narrowed))
            yield span._replace(where=where) if narrowed else span

    @cached_property
    def _cut(self) -> list[Span]:
        """The same for all that is counted."""
        progress, found = self._progress, []
        for first, last in spans_of(self._asked.first, self._asked.last):
            days = statements.days_of(progress.by_day, first=first, last=last)
            if days is None:
                continue
            changed = self._changed_in(first, last)
            where = statements.all_of((days, *statements.but_for(changed))) if changed else days
            found.append(Span(first, where, progress.versions_of(*thirds_of(first, last))))
        versions = progress.versions_of(OF_HOURS)
        for day, shared in self._hours.items():
            found.append(Span(day, statements.hours_of(shared, day=day), versions, is_hours=True))
        return found

    @cached_property
    def _hours(self) -> dict[dt.date, dict[MadeHours, list[int]]]:
        """Of running days the hours that are made, with the offices that share them."""
        found: dict[dt.date, dict[MadeHours, list[int]]] = {}
        for agency, running in sorted(self._running.items()):
            shared = found.setdefault(running.day, {})
            shared.setdefault(running.hours, []).append(agency)
        return found

    @cached_property
    def _running(self) -> dict[int, Running]:
        return {
            agency: running
            for agency, running in self._progress.running.items()
            if self._asked.first <= running.day <= self._asked.last
        }

    @cached_property
    def not_made(self) -> list[Days]:
        """What is to be counted directly: runs of days and of hours, with the offices that share them."""
        shared: dict[Days, list[int]] = defaultdict(list)
        for one in self._asked.agencies:
            for run in self._runs(one.pk, one.zone):
                shared[run].append(one.pk)
        return [run._replace(agencies=tuple(keys)) for run, keys in shared.items()]

    def _runs(self, agency: int, zone: ZoneInfo) -> Iterator[Days]:
        asked, through = self._asked, self._progress.through.get(agency)
        changed = self._changed_in(asked.first, asked.last).get(agency, set())
        for first, last in _consecutive({day.toordinal() for day in changed}):
            yield Days((), dt.date.fromordinal(first), dt.date.fromordinal(last), zone)
        begins = max(asked.first, through + DAY) if through else asked.first
        if begins > asked.last:
            return
        running = self._running.get(agency)
        hours = running.hours if running else MadeHours(0, ())
        for first, last in _consecutive(hours.changed):
            yield Days((), begins, begins, zone, first, last + 1)
        yield Days((), begins, asked.last, zone, hours.before)

    def _changed_in(self, first: dt.date, last: dt.date) -> dict[int, set[dt.date]]:
        within = {
            agency: {day for day in days if first <= day <= last}
            for agency, days in self._progress.changed.items()
        }
        return {agency: days for agency, days in within.items() if days}


def conditions_of(part: Iterable[Span]) -> tuple[Any, ...]:
    """The texts and values of the spans, to tell them from others."""
    return tuple((span.where.sql, *span.where.params) for span in part)


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


def _consecutive(numbers: Collection[int]) -> Iterable[tuple[int, int]]:
    """Runs of days or hours, each as its first and last."""
    for first in sorted(number for number in numbers if number - 1 not in numbers):
        last = first
        while last + 1 in numbers:
            last += 1
        yield first, last
