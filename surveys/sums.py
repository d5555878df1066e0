"""Answers of offices and days, from their sums and from what the sums do not hold yet: exact at any moment.

A whole month is one row of sums for each service and way; the days at both ends are theirs. Nothing is
locked: where the sums moved on while they were read, they are read again.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import add
from typing import Any, NamedTuple

from django.db.models import Q

from surveys import remembered
from surveys.models import AnswerSum, Facet, Response, SummedUpTo
from surveys.reading import facets_together, once
from surveys.single_answers import Single, singles

_TRIES = 5
_DAY = dt.timedelta(days=1)
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


class Row(NamedTuple):
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


def rows_of(asked: Sequence[Within], *, facet: str) -> list[Row]:
    """The answers of any of these, which have none in common. By `facet`: those of each option."""
    if not asked:
        return []
    apart = {(one.agencies, one.days) for one in asked}
    if len(apart) == 1 and (facet == Facet.SERVICES or asked[0].services is None):
        found = [row for one in asked for row in _read_together(one, facet)]
    else:
        found = _read(asked, (facet,))[facet]
    return [*found, *_left_out(asked, facet)]


def respondents(asked: Within) -> dict[int, int]:
    """How many people answered each questionnaire, whatever they answered."""
    found = Counter[int]()
    for row in rows_of([asked], facet=Facet.WHOLE):
        found[row.questionnaire] += row.n
    return dict(found)


def _read_together(asked: Within, facet: str) -> list[Row]:
    facets = facets_together(facet)
    every = replace(asked, questionnaire=None, services=None, but=None)
    found = once((every, facets), lambda: _read([every], facets))[facet]
    only, services = asked.questionnaire, asked.services
    return [
        row
        for row in found
        if (only is None or row.questionnaire == only)
        and (services is None or row.service_id in services)
    ]


def _read(asked: Sequence[Within], facets: Sequence[str]) -> Found:
    """By facet: from the sums, and from answers that these do not hold yet."""
    within = _any_of(one.responses for one in asked)
    for time in range(_TRIES):
        done = _done() if time else once("summed up to", _done)
        summed = remembered.summed(
            _key(asked, facets, done), partial(_summed_at, asked, facets, done)
        )
        if summed is not None:
            newer = Response.objects.filter(_not_summed(done) & within).order_by("pk")
            return _with_rows(
                summed, remembered.answers(_key(asked, (), done), newer, facets), facets
            )
    everything = singles(Response.objects.filter(within).order_by("pk"))
    return _with_rows({one: [] for one in facets}, everything, facets)


def _key(asked: Sequence[Within], facets: Sequence[str], done: SummedUpTo) -> str:
    return repr((done.version, done.response, [str(one) for one in facets], asked))


def _with_rows(summed: Found, newer: Iterable[Single], facets: Sequence[str]) -> Found:
    found = {facet: list(summed[facet]) for facet in facets}
    for one in newer:
        for facet in facets:
            found[facet].extend(_rows(one, facet, 1))
    return found


def _done() -> SummedUpTo:
    return SummedUpTo.objects.filter(pk=1).first() or SummedUpTo()


def _summed_at(asked: Sequence[Within], facets: Sequence[str], done: SummedUpTo) -> Found | None:
    """The sums as they stood there; None where they moved on while they were read."""
    found = _summed(asked, facets)
    return found if _done().version == done.version else None


def _summed(asked: Sequence[Within], facets: Sequence[str]) -> Found:
    """Days and months added up."""
    within = _any_of(one.sums for one in asked)
    rows = AnswerSum.objects.filter(within, facet__in=facets).values_list("facet", *_COLUMNS)
    totals: dict[tuple[Any, ...], list[Any]] = {}
    for *about, elements, sums, n, repeats in rows.iterator():
        key = (*about, tuple(elements))
        known = totals.get(key)
        if known is None:
            totals[key] = [sums, n, repeats]
            continue
        known[0] = list(map(add, known[0], sums))
        known[1] += n
        known[2] += repeats
    found: Found = {one: [] for one in facets}
    for (facet, *about, elements), (sums, n, repeats) in totals.items():
        found[facet].append(Row._make((*about, elements, tuple(sums), n, repeats)))
    return found


def _not_summed(done: SummedUpTo) -> Q:
    newer = Q(pk__gt=done.response)
    for first, last, _ in done.gaps:
        newer |= Q(pk__range=(first, last))
    return newer


def _left_out(asked: Sequence[Within], facet: str) -> Iterator[Row]:
    """What does not count of what was read, taken away."""
    some = tuple(one for one in asked if one.but is not None)
    if not some:
        return
    for one in once(("left out", some, facets_together(facet)), partial(_singly, some, facet)):
        yield from _rows(one, facet, -1)


def _singly(asked: Sequence[Within], facet: str) -> list[Single]:
    conditions = _any_of(one.responses & one.but for one in asked if one.but is not None)
    responses = Response.objects.filter(conditions).order_by("pk")
    key = repr(("left out", asked))
    return list(remembered.answers(key, responses, facets_together(facet)))


def _rows(one: Single, facet: str, sign: int) -> Iterator[Row]:
    place = (one.service, one.way) if facet == Facet.SERVICES else (None, "")
    sums = tuple(sign * value for value in one.values)
    for option in one.under(facet):
        yield Row(
            one.agency, one.questionnaire, *place, option, one.elements, sums, sign,
            sign * one.is_repeat,
        )  # fmt: skip


def _any_of(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for one in conditions:
        found |= one
    return found
