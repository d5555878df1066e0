"""Single responses with what sums are made of: those that the sums do not hold yet, or should not show."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import QuerySet

from surveys.models import Answer, Facet, QualityFlag, Response
from surveys.ways import Way

# Beside the flags: a second answer of one browser, which the response itself says; and any mark at all.
REPEAT, MARKED = "repeat", "marked"
ABOUT = (Facet.GENDER, Facet.EDUCATION, Facet.OCCUPATION, Facet.HOURS, Facet.NUMBER)
_PLACES = {str(facet): place for place, facet in enumerate(ABOUT)}
_TOGETHER = 2000
_COLUMNS = (
    "pk", "agency_id", "questionnaire_id", "service_id", "way", "submitted_on", "is_repeat",
    "gender", "education", "occupation", "hours", "invitation__ticket__channel",
)  # fmt: skip


class Single(NamedTuple):
    """One response: where it counts, and the value of each element it answered, by ascending id."""

    pk: int
    agency: int
    questionnaire: int
    service: int | None
    way: str
    on: dt.date
    is_repeat: bool
    about: tuple[str, ...]  # of each facet in ABOUT
    elements: tuple[int, ...]
    values: tuple[int, ...]
    marks: tuple[str, ...] = ()

    def under(self, facet: str) -> tuple[str, ...]:
        """The options of this facet under which it counts."""
        if facet == Facet.MARK:
            marks = (*self.marks, REPEAT) if self.is_repeat else self.marks
            return (*marks, MARKED) if marks else ()
        return (self.about[_PLACES[facet]],) if facet in _PLACES else ("",)


def singles(responses: QuerySet[Response], *, marks: bool = True) -> Iterator[Single]:
    """Read them, some thousand at a time; without `marks` those are left out, for one query less."""
    rows = iter(responses.values_list(*_COLUMNS).iterator(chunk_size=_TOGETHER))
    while some := list(islice(rows, _TOGETHER)):
        yield from _with_values(some, marks=marks)


def marks_of(pks: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The marks of these responses, of those that have any."""
    found: dict[int, tuple[str, ...]] = {}
    for pk, flag in QualityFlag.objects.filter(response__in=pks).values_list("response", "flag"):
        found[pk] = (*found.get(pk, ()), flag)
    return found


def _with_values(rows: list[tuple[Any, ...]], *, marks: bool) -> Iterator[Single]:
    ids = [row[0] for row in rows]
    values: dict[int, dict[int, int]] = defaultdict(dict)
    answers = Answer.objects.filter(response__in=ids).order_by("element")
    for pk, element, value in answers.values_list("response", "element", "value"):
        values[pk][element] = value
    marked = marks_of(ids) if marks else {}
    for row in rows:
        given = values.get(row[0], {})
        *about, number = (str(one or "") for one in row[7:])
        # A receipt may be of a matter of a number too. Ways and numbers must halve the answers alike, or
        # their tables together tell what each of them hides (presenting_ways.py).
        about.append(number if row[4] == Way.WHATSAPP else "")
        answered = (tuple(given), tuple(given.values()))
        yield Single._make((*row[:7], tuple(about), *answered, marked.get(row[0], ())))
