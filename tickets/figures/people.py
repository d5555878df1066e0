"""How many different people came: it does not add up over days, so it is counted directly.

Somebody who writes for others counts once for each of them, by name, and not for themselves.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import CharField, Count, Q, Value
from django.db.models.functions import Cast, Concat, Lower, TruncMonth

from tickets.figures.counting import of_days
from tickets.figures.reading import Asked

_FOR_THEMSELVES = Q(applicant_name="")
_FOR_WHOM = Concat(
    Cast("citizen", CharField()),
    Value(" "),
    Lower("applicant_name", output_field=CharField()),
    output_field=CharField(),
)
_PEOPLE = Count("citizen", distinct=True, filter=_FOR_THEMSELVES) + Count(
    _FOR_WHOM, distinct=True, filter=~_FOR_THEMSELVES
)


@dataclass(frozen=True)
class People:
    """Different applicants of the whole span, and of each month ("2026-06") as far as it is in it."""

    total: int
    in_month: Counter[str]


def people_of(asked: Asked) -> People:
    """Two queries for each zone; a citizen belongs to one office, so offices add up."""
    total, in_month = 0, Counter[str]()
    for span in asked.spans:
        came = of_days([span], "received_at", asked.narrowed)
        total += came.aggregate(n=_PEOPLE)["n"]
        month = TruncMonth("received_at", tzinfo=span.zone)
        rows = came.values(month=month).annotate(n=_PEOPLE)
        for begins, count in rows.values_list("month", "n"):
            in_month[_code(begins)] += count
    return People(total, in_month)


def _code(begins: dt.datetime) -> str:
    return f"{begins:%Y-%m}"
