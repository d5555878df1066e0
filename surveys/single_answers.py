"""Single responses with what sums are made of: those that the sums do not hold yet, or should not show."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from surveys.models import Answer, Facet, QualityFlag, Response

# Beside the flags: a second answer of one browser, which the response itself says; and any mark at all.
REPEAT, MARKED = "repeat", "marked"
_TOGETHER = 2000
_COLUMNS = (
    "pk", "agency_id", "questionnaire_id", "service_id", "way", "submitted_on", "is_repeat",
    "gender", "education", "occupation", "hours", "invitation__ticket__channel",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Single:
    """One response: where it counts, and the value of each element it answered, by ascending id."""

    pk: int
    agency: int
    questionnaire: int
    service: int | None
    way: str
    on: dt.date
    is_repeat: bool
    options: Mapping[str, tuple[str, ...]]
    elements: tuple[int, ...]
    values: tuple[int, ...]


def singles(responses: QuerySet[Response], *, marks: bool = True) -> Iterator[Single]:
    """Read them, some thousand at a time; without `marks` those are left out, for one query less."""
    rows = iter(responses.values_list(*_COLUMNS).iterator(chunk_size=_TOGETHER))
    while some := list(islice(rows, _TOGETHER)):
        yield from _with_values(some, marks=marks)


def _with_values(rows: list[tuple[Any, ...]], *, marks: bool) -> Iterator[Single]:
    ids = [row[0] for row in rows]
    values: dict[int, dict[int, int]] = defaultdict(dict)
    answers = Answer.objects.filter(response__in=ids).order_by("element")
    for pk, element, value in answers.values_list("response", "element", "value"):
        values[pk][element] = value
    marked: dict[int, list[str]] = defaultdict(list)
    flags = QualityFlag.objects.filter(response__in=ids).values_list("response", "flag")
    for pk, flag in flags if marks else ():
        marked[pk].append(flag)
    for row in rows:
        yield _single(row, values.get(row[0], {}), marked.get(row[0], []))


def _single(row: tuple[Any, ...], values: Mapping[int, int], marks: Iterable[str]) -> Single:
    pk, agency, questionnaire, service, way, on, is_repeat, *about = row
    gender, education, occupation, hours, number = (str(one or "") for one in about)
    found = [*marks, REPEAT] if is_repeat else [*marks]
    options: dict[str, tuple[str, ...]] = {
        Facet.WHOLE: ("",),
        Facet.SERVICES: ("",),
        Facet.GENDER: (gender,),
        Facet.EDUCATION: (education,),
        Facet.OCCUPATION: (occupation,),
        Facet.HOURS: (hours,),
        Facet.NUMBER: (number,),
        Facet.MARK: (*found, MARKED) if found else (),
    }
    elements, given = tuple(values), tuple(values.values())
    return Single(pk, agency, questionnaire, service, way, on, is_repeat, options, elements, given)
