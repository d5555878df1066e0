"""Answers of offices and days, from their sums and from what the sums do not hold yet: exact at any moment.

A whole month is one row of sums for each service and way; the days at both ends are theirs. Nothing is
locked: where the sums moved on while they were read, they are read again.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db.models import Count, Q, Sum

from surveys.models import AnswerSum, Facet, Response, SummedUpTo
from surveys.single_answers import Single, singles

_TRIES = 5
_DAY = dt.timedelta(days=1)
T = TypeVar("T")
_COLUMNS = (
    "agency_id", "questionnaire_id", "service_id", "way", "option", "elements", "sums", "n",
    "repeats",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Within:
    """Which answers: of these offices, days (both included) and questionnaire (None: of any).

    `services`: of these alone (None in it: of no service). `but`: a condition on responses that do not count.
    """

    agencies: tuple[int, ...]
    days: tuple[dt.date, dt.date]
    questionnaire: int | None
    services: tuple[int | None, ...] | None = None
    but: Q | None = None

    @property
    def responses(self) -> Q:
        """The condition on responses, without `but`."""
        within = Q(submitted_on__range=self.days)
        return within & self._office_and_service

    @property
    def sums(self) -> Q:
        """The condition on rows of sums."""
        first, last = self.days
        days, months = split(first, last)
        within = Q(pk__in=[])
        for span in days:
            within |= Q(is_month=False, on__range=span)
        if months is not None:
            within |= Q(is_month=True, on__range=months)
        return within & self._office_and_service

    @property
    def _office_and_service(self) -> Q:
        about = Q(agency__in=self.agencies)
        if self.questionnaire is not None:
            about &= Q(questionnaire=self.questionnaire)
        if self.services is None:
            return about
        found = Q(service__in=[one for one in self.services if one is not None])
        return about & (found | Q(service__isnull=True) if None in self.services else found)


@dataclass(frozen=True, slots=True)
class Row:
    """Answers with the same elements: how many, and the sum of each element."""

    agency_id: int
    questionnaire: int
    service_id: int | None
    way: str
    option: str
    elements: tuple[int, ...]
    sums: tuple[int, ...]
    n: int
    repeats: int


Found = dict[str, list[Row]]  # by facet
_held: ContextVar[dict[Within, Found] | None] = ContextVar("answers_read_once", default=None)


def split(
    first: dt.date, last: dt.date
) -> tuple[list[tuple[dt.date, dt.date]], tuple[dt.date, dt.date] | None]:
    """A range of days as the days at its ends and the first days of its first and last whole month."""
    begins = first if first.day == 1 else _next_month(first)
    ends = last if (last + dt.timedelta(days=1)).day == 1 else last.replace(day=1) - _DAY
    if begins > ends:
        return [(first, last)] if first <= last else [], None
    edges = [(first, begins - _DAY), (ends + _DAY, last)]
    return [span for span in edges if span[0] <= span[1]], (begins, ends.replace(day=1))


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


@contextmanager
def read_once() -> Iterator[None]:
    """Inside, the answers of the same offices and days are read once, whatever is asked of them: a page
    has many tables of the same answers, and they agree with each other.
    """
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def rows_of(asked: Sequence[Within], *, facet: str) -> list[Row]:
    """The answers of any of these, which have none in common. By `facet`: those of each option."""
    if not asked:
        return []
    held = _held.get()
    if held is None or len(asked) > 1 or asked[0].services is not None:
        found = _read(asked, [facet])[facet]
    else:
        found = _from_held(held, asked[0], facet)
    return [*found, *_left_out(asked, facet)]


def _from_held(held: dict[Within, Found], asked: Within, facet: str) -> list[Row]:
    every = replace(asked, questionnaire=None, but=None)
    if every not in held:
        held[every] = _read([every], Facet.values)
    only = asked.questionnaire
    return [row for row in held[every][facet] if only is None or row.questionnaire == only]


def _read(asked: Sequence[Within], facets: Sequence[str]) -> Found:
    """By facet: from the sums, and from answers that these do not hold yet."""
    within = _any_of(one.responses for one in asked)

    def read(done: SummedUpTo) -> Found:
        return _with_rows(_summed(asked, facets), _not_summed(done) & within, facets)

    return _steadily(
        read, otherwise=lambda: _with_rows({one: [] for one in facets}, within, facets)
    )


def _with_rows(found: Found, within: Q, facets: Sequence[str]) -> Found:
    responses = Response.objects.filter(within).order_by("pk")
    for one in singles(responses, marks=Facet.MARK in facets):
        for facet in facets:
            found[facet].extend(_rows(one, facet, 1))
    return found


def respondents(asked: Within) -> dict[int, int]:
    """How many people answered each questionnaire, whatever they answered."""

    def read(done: SummedUpTo) -> Counter[int]:
        rows = AnswerSum.objects.filter(asked.sums, facet=Facet.WHOLE).order_by()
        found = Counter(dict(rows.values_list("questionnaire").annotate(Sum("n"))))
        newer = Response.objects.filter(_not_summed(done) & asked.responses).order_by()
        found.update(dict(newer.values_list("questionnaire").annotate(Count("pk"))))
        return found

    every = Response.objects.filter(asked.responses).order_by()
    return _steadily(
        read,
        otherwise=lambda: Counter(dict(every.values_list("questionnaire").annotate(Count("pk")))),
    )


def _steadily(read: Callable[[SummedUpTo], T], *, otherwise: Callable[[], T]) -> T:
    """What was read while the sums stood still."""
    for _ in range(_TRIES):
        done = _done()
        found = read(done)
        if _done().version == done.version:
            return found
    return otherwise()


def _done() -> SummedUpTo:
    return SummedUpTo.objects.filter(pk=1).first() or SummedUpTo()


def _summed(asked: Sequence[Within], facets: Sequence[str]) -> Found:
    within = _any_of(one.sums for one in asked)
    rows = AnswerSum.objects.filter(within, facet__in=facets).values_list("facet", *_COLUMNS)
    found: Found = {one: [] for one in facets}
    for facet, agency, asks, service, way, option, elements, sums, n, repeats in rows:
        row = Row(agency, asks, service, way, option, tuple(elements), tuple(sums), n, repeats)
        found[facet].append(row)
    return found


def _not_summed(done: SummedUpTo) -> Q:
    newer = Q(pk__gt=done.response)
    for first, last, _ in done.gaps:
        newer |= Q(pk__range=(first, last))
    return newer


def _left_out(asked: Sequence[Within], facet: str) -> Iterator[Row]:
    conditions = [one.responses & one.but for one in asked if one.but is not None]
    return _from_rows(_any_of(conditions), facet, -1) if conditions else iter(())


def _from_rows(within: Q, facet: str, sign: int) -> Iterator[Row]:
    responses = Response.objects.filter(within).order_by("pk")
    for one in singles(responses, marks=facet == Facet.MARK):
        yield from _rows(one, facet, sign)


def _rows(one: Single, facet: str, sign: int) -> Iterator[Row]:
    place = (one.service, one.way) if facet == Facet.SERVICES else (None, "")
    sums = tuple(sign * value for value in one.values)
    for option in one.options[facet]:
        yield Row(
            one.agency, one.questionnaire, *place, option, one.elements, sums, sign,
            sign * one.is_repeat,
        )  # fmt: skip


def _any_of(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for one in conditions:
        found |= one
    return found
