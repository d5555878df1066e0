"""Adds settled answers to the sums of their day and month, each once, whatever is killed meanwhile.

Answers are never changed, so what was added stays true. Marks may follow some minutes later (a burst),
so an answer is added once it is half an hour old; until then, and when its number lies in a gap, readers
count it from its own rows (`surveys/sums.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import takewhile
from operator import add
from typing import Any

from django.db import transaction
from django.db.models import Q

from surveys.models import AnswerSum, Facet, Response, SummedUpTo
from surveys.single_answers import Single, singles

SETTLES = dt.timedelta(minutes=30)
# No transaction is open for so long: what still lies in a gap then was given up.
GIVEN_UP = dt.timedelta(days=1)
TOGETHER = 10_000
ROUNDS = 20  # of one run of the sweep

Gap = tuple[int, int, int]
Key = tuple[int, int, str, str, int | None, str, bool, dt.date, tuple[int, ...]]
_WRITTEN = 1000  # rows of one statement


def sum_due(now: dt.datetime) -> int:
    """Add what has settled since the last run; returns how many answers."""
    total = 0
    for _ in range(ROUNDS):
        added = _sum_some(now)
        total += added
        if not added:
            break
    return total


@transaction.atomic
def _sum_some(now: dt.datetime) -> int:
    SummedUpTo.objects.get_or_create(pk=1)
    done = SummedUpTo.objects.select_for_update(no_key=True).get(pk=1)
    settled = now - SETTLES
    newer = Response.objects.filter(pk__gt=done.response).order_by("pk")
    rows = newer.values_list("pk", "submitted_at")[:TOGETHER]
    # A number is passed only when all before it are, so an unsettled one stops here.
    found = [pk for pk, _ in takewhile(lambda row: row[1] <= settled, rows)]
    gaps = [gap for gap in done.gaps if gap[2] > (now - GIVEN_UP).timestamp()]
    late = _in_gaps(gaps, settled)
    after = [one for first, last, seen in gaps for one in missing(first, last, late, seen)]
    if found:
        after += missing(done.response + 1, found[-1], found, int(now.timestamp()))
    if not found and not late and after == done.gaps:
        return 0
    # Just these: a row that was committed since they were listed lies in a gap.
    these = Response.objects.filter(pk__in=[*late, *found]).order_by("pk")
    _add(_totals(singles(these)))
    done.response, done.gaps = found[-1] if found else done.response, after
    done.version += 1
    done.save(update_fields=["response", "gaps", "version"])
    return len(found) + len(late)


def missing(first: int, last: int, present: Iterable[int], seen: int) -> list[Gap]:
    """The numbers from first to last that are not present, as ranges."""
    found, after = [], first
    for pk in [*sorted(one for one in present if first <= one <= last), last + 1]:
        if pk > after:
            found.append((after, pk - 1, seen))
        after = pk + 1
    return found


def _in_gaps(gaps: Sequence[Gap], settled: dt.datetime) -> list[int]:
    if not gaps:
        return []
    within = Q()
    for first, last, _ in gaps:
        within |= Q(pk__range=(first, last))
    there = Response.objects.filter(within, submitted_at__lte=settled)
    return list(there.order_by("pk").values_list("pk", flat=True))


def _totals(found: Iterable[Single]) -> dict[Key, list[Any]]:
    """By what a sum is of: how many, how many of them repeats, and the sums; of days, then of months."""
    totals: dict[Key, list[Any]] = {}
    for one in found:
        about, repeats = (one.agency, one.questionnaire), int(one.is_repeat)
        for facet in Facet.values:
            place = (one.service, one.way) if facet == Facet.SERVICES else (None, "")
            for option in one.under(facet):
                key = (*about, facet, option, *place, False, one.on, one.elements)
                _plus(totals, key, 1, repeats, one.values)
    for day, (n, repeats, sums) in list(totals.items()):
        month = (*day[:6], True, day[7].replace(day=1), day[8])
        _plus(totals, month, n, repeats, sums)
    return totals


def _plus(
    totals: dict[Key, list[Any]], key: Key, n: int, repeats: int, values: Iterable[int]
) -> None:
    known = totals.get(key)
    if known is None:
        totals[key] = [n, repeats, list(values)]
        return
    known[0] += n
    known[1] += repeats
    known[2] = list(map(add, known[2], values))


def _add(totals: dict[Key, list[Any]]) -> None:
    """Put the totals in the place of the rows of the same key, with what these hold."""
    known = AnswerSum.objects.filter(
        agency__in={key[0] for key in totals},
        questionnaire__in={key[1] for key in totals},
        on__in={key[7] for key in totals},
    )
    replaced = []
    for row in known:
        key = (
            row.agency_id, row.questionnaire_id, row.facet, row.option, row.service_id,
            row.way, row.is_month, row.on, tuple(row.elements),
        )  # fmt: skip
        if key in totals:
            _plus(totals, key, row.n, row.repeats, row.sums)
            replaced.append(row.pk)
    for start in range(0, len(replaced), _WRITTEN):
        AnswerSum.objects.filter(pk__in=replaced[start : start + _WRITTEN]).delete()
    AnswerSum.objects.bulk_create(
        (_row(key, values) for key, values in totals.items()), batch_size=_WRITTEN
    )


def _row(key: Key, values: Sequence[Any]) -> AnswerSum:
    agency, questionnaire, facet, option, service, way, is_month, on, elements = key
    n, repeats, sums = values
    return AnswerSum(
        agency_id=agency,
        questionnaire_id=questionnaire,
        facet=facet,
        option=option,
        service_id=service,
        way=way,
        is_month=is_month,
        on=on,
        elements=list(elements),
        sums=sums,
        n=n,
        repeats=repeats,
    )
