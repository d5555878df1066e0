"""What each process keeps of answers between two pages: neither sums at one moment nor an answer ever change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from typing import TypeVar

from django.core.cache import caches
from django.db.models import QuerySet

from surveys.models import Facet, Response
from surveys.single_answers import Single, marks_of, singles

T = TypeVar("T")
_HOLDS = 3600  # seconds
# Answers that are not summed yet, or came today and are held back: more than these are read each time.
_MOST = 5000


def summed(key: str, read: Callable[[], T | None]) -> T | None:
    """The sums of these days at one moment of the sweep, which is part of the key; None is not kept."""
    pages, name = caches["pages"], _name("summed", key)
    known: T | None = pages.get(name)
    if known is None:
        known = read()
        if known is not None:
            pages.set(name, known, _HOLDS)
    return known


def answers(key: str, responses: QuerySet[Response], facets: Sequence[str]) -> Iterable[Single]:
    """These responses with their values, each read once; marks may follow, and are read each time."""
    has_marks = Facet.MARK in facets
    pages, name = caches["pages"], _name("single", key)
    known: dict[int, Single] | None = pages.get(name)
    if known is None:
        every = singles(responses, marks=has_marks)
        some = list(islice(every, _MOST + 1))
        if len(some) <= _MOST:
            pages.set(name, {one.pk: one._replace(marks=()) for one in some}, _HOLDS)
        return chain(some, every)
    pks = list(responses.values_list("pk", flat=True))
    unknown = [pk for pk in pks if pk not in known]
    if unknown:
        read = singles(Response.objects.filter(pk__in=unknown), marks=False)
        known |= {one.pk: one for one in read}
        pages.set(name, known, _HOLDS) if len(known) <= _MOST else pages.delete(name)
    marks = marks_of(pks) if has_marks and pks else {}
    found = (known[pk] for pk in pks)
    return [one._replace(marks=marks[one.pk]) if one.pk in marks else one for one in found]


def _name(what: str, key: str) -> str:
    return f"answers-{what}:{hashlib.blake2b(key.encode(), digest_size=12).hexdigest()}"
