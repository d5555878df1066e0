"""Sums of answers from the database: how many people answered, and the sum of each element.

Answers that do not fit their questionnaire raise no error, count in no index, and are reported.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from django.db.models import Count, Q, Sum

from services.models import Agency
from surveys.ikm import Index, compute
from surveys.instrument import Scoring
from surveys.models import Answer, Response

By = Literal["agency_id", "service_id", "way"]


def answered(
    agencies: Iterable[Agency], *, days: tuple[dt.date, dt.date], questionnaire_id: int
) -> dict[str, object]:
    """The conditions on a response that it belongs to these offices, days and questionnaire."""
    return {
        "agency__in": list(agencies),
        "submitted_on__range": days,
        "questionnaire": questionnaire_id,
    }


def indexes_of(
    conditions: Sequence[Mapping[str, object]],
    *,
    by: By,
    scoring: Callable[[int | None], Scoring],
) -> tuple[dict[int | None, Index], dict[int | None, int]]:
    """The index of each, and how many responses do not fit their questionnaire.

    It counts respondents. If each answered every element, all fit. If not, a question was added or
    removed between two answers: then it counts the respondents who answered the questions that
    most answered.
    """
    responses = Response.objects.filter(_any_of(conditions)).order_by()
    respondents = dict(responses.values_list(by).annotate(Count("pk")))
    within = _any_of(conditions, on="response__")
    sums = _sums(within, by=by)
    misfits: dict[int | None, int] = {}
    for key, n in respondents.items():
        if {count for _, count in sums[key].values()} != {n}:
            chosen, respondents[key] = _fitting(within & Q(**{f"response__{by}": key}))
            misfits[key] = n - respondents[key]
            sums[key] = _sums(chosen, by=by)[key]
    found = {}
    for key, n in respondents.items():
        totals = {code: total for code, (total, _) in sums[key].items()}
        index = compute(totals, respondents=n, scoring=scoring(key))
        if index is not None:
            found[key] = index
    return found, misfits


def _any_of(conditions: Iterable[Mapping[str, object]], *, on: str = "") -> Q:
    """Any of these conditions on a response, or on what `on` leads from to it."""
    found = Q(pk__in=[])
    for one in conditions:
        found |= Q(**{f"{on}{name}": value for name, value in one.items()})
    return found


def _sums(within: Q, *, by: By) -> dict[int | None, dict[str, tuple[int, int]]]:
    """For each the sum and the number of the answers to each element, in its order."""
    rows = (
        Answer.objects.filter(within)
        .values_list(f"response__{by}", "element__code")
        .annotate(Sum("value"), Count("pk"))
        .order_by(f"response__{by}", "element__order")
    )
    sums: dict[int | None, dict[str, tuple[int, int]]] = defaultdict(dict)
    for key, code, total, count in rows:
        sums[key][code] = (total, count)
    return sums


def _fitting(within: Q) -> tuple[Q, int]:
    """The answers of those who answered the same questions as most, and how many people those are.

    `within` is a condition on answers; so is what is returned. Reads each response once, which
    happens only where a question was added or taken away between two answers.
    """
    asked: dict[int, list[int]] = {}
    rows = Answer.objects.filter(within).order_by("response", "element")
    for response, element in rows.values_list("response", "element").iterator():
        asked.setdefault(response, []).append(element)
    forms = Counter(tuple(elements) for elements in asked.values())
    if not forms:
        return Q(pk__in=[]), 0
    most = max(forms, key=lambda form: (forms[form], len(form)))
    some = Answer.objects.filter(within, element__in=most).values("response")
    whole = some.annotate(n=Count("pk")).filter(n=len(most)).values("response")
    others = Answer.objects.filter(within).exclude(element__in=most).values("response")
    same = Q(response__in=whole) & ~Q(response__in=others)
    return within & same, forms[most]
