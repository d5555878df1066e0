"""Indexes from the sums of answers: how many people answered, and the sum of each element.

Answers that do not fit their questionnaire raise no error, count in no index, and are reported.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import add
from typing import Literal

from django.db.models import Q

from services.models import Agency
from surveys.ikm import Index, compute
from surveys.instrument import Scoring
from surveys.models import Element, Facet
from surveys.reading import once
from surveys.sums import Row, Within, rows_of

By = Literal["agency_id", "service_id", "way", "option"]
# Of each set of answered elements how many people answered just these, and the sum of each.
Forms = dict[tuple[int, ...], tuple[int, tuple[int, ...]]]


def answered(
    agencies: Iterable[Agency], *, days: tuple[dt.date, dt.date], questionnaire_id: int
) -> dict[str, object]:
    """The conditions on a response that it belongs to these offices, days and questionnaire."""
    return {
        "agency__in": list(agencies),
        "submitted_on__range": days,
        "questionnaire": questionnaire_id,
    }


def within(
    agencies: Iterable[Agency],
    *,
    days: tuple[dt.date, dt.date],
    questionnaire_id: int | None = None,
    services: tuple[int | None, ...] | None = None,
    but: Q | None = None,
) -> Within:
    """The same as what sums are asked for; `services` and `but` as `surveys.sums.Within` has them."""
    offices = tuple(one.pk for one in agencies)
    return Within(
        agencies=offices, days=days, questionnaire=questionnaire_id, services=services, but=but
    )


def indexes_of(
    asked: Sequence[Within],
    *,
    by: By,
    scoring: Callable[[int | None], Scoring],
) -> tuple[dict[int | None, Index], dict[int | None, int]]:
    """The index of each, and how many responses do not fit their questionnaire.

    It counts respondents. If each answered every element, all fit. If not, a question was added or
    removed between two answers: then it counts the respondents who answered the questions that
    most answered.
    """
    facet = Facet.WHOLE if by == "agency_id" else Facet.SERVICES
    return indexes_in(rows_of(asked, facet=facet), by=by, scoring=scoring)


def indexes_in(
    rows: Iterable[Row], *, by: By, scoring: Callable[[int | None], Scoring]
) -> tuple[dict[int | None, Index], dict[int | None, int]]:
    """The same from rows that were read already."""
    forms = forms_by(rows, by)
    codes = _codes({pk for one in forms.values() for elements in one for pk in elements})
    found: dict[int | None, Index] = {}
    misfits: dict[int | None, int] = {}
    for key, by_form in forms.items():
        most = max(by_form, key=lambda form: (by_form[form][0] if form else 0, len(form)))
        n, sums = by_form[most]
        if len(by_form) > 1 or not most:
            misfits[key] = sum(count for count, _ in by_form.values()) - (n if most else 0)
        by_element = dict(zip(most, sums, strict=True))
        totals = {codes[pk]: by_element[pk] for pk in codes if pk in by_element}
        index = compute(totals, respondents=n, scoring=scoring(key)) if most else None
        if index is not None:
            found[key] = index
    return found, misfits


def forms_by(rows: Iterable[Row], by: By) -> dict[int | None, Forms]:
    """The rows added up; what adds up to nobody is left out."""
    found: dict[int | None, Forms] = defaultdict(dict)
    for row in rows:
        forms = found[getattr(row, by)]
        known = forms.get(row.elements)
        if known is None:
            forms[row.elements] = (row.n, row.sums)
        else:
            forms[row.elements] = (known[0] + row.n, tuple(map(add, known[1], row.sums)))
    left = {
        key: {form: one for form, one in forms.items() if one[0]} for key, forms in found.items()
    }
    return {key: forms for key, forms in left.items() if forms}


def _codes(elements: set[int]) -> Mapping[int, str]:
    """Their codes, in the order of the instrument."""
    if not elements:
        return {}
    rows = Element.objects.filter(pk__in=elements).order_by("order", "pk")
    return once(("codes", frozenset(elements)), lambda: dict(rows.values_list("pk", "code")))
