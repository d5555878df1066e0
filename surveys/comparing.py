"""What periods and questionnaires asked, read for `surveys.comparability`: as many queries for one as for fifty."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from services.models import Agency
from surveys import frozen, instrument
from surveys.comparability import Measure, Replaced, measure_of, plain
from surveys.models import Element, Questionnaire, Substitution, SurveyPeriod
from surveys.reading import once

Asked = Mapping[int, Sequence[instrument.Element]]
# Of each period of some days what it replaced.
ReplacedIn = frozenset[frozenset[Replaced]]
_NOTHING: ReplacedIn = frozenset({frozenset()})


def elements_of(questionnaires: Collection[int]) -> Asked:
    """The elements of each, in their order."""
    found: dict[int, list[instrument.Element]] = {pk: [] for pk in questionnaires}
    rows = Element.objects.filter(questionnaire__in=found).order_by("order", "pk")
    for row in rows.prefetch_related("choices") if found else ():
        found[row.questionnaire_id].append(row.as_value())
    return found


def rules_of(questionnaires: Sequence[Questionnaire]) -> dict[int, Measure]:
    """What each asks, with the exact weight, by its number; read together."""
    pks = frozenset(one.pk for one in questionnaires)
    asked = once(("elements of", pks), lambda: elements_of(pks))
    return {
        one.pk: measure_of(one.code, asked[one.pk], scoring=one.scoring()) for one in questionnaires
    }


def measures_of(periods: Sequence[SurveyPeriod], known: Asked | None = None) -> dict[int, Measure]:
    """What each period asked and how it was weighed, by its number.

    Read before: its questionnaire and `frozen`. `known`: elements that were read already.
    """
    asked = dict(known or {})
    asked |= elements_of({one.questionnaire_id for one in periods} - asked.keys())
    replaced = _replaced(one.pk for one in periods)
    return {one.pk: _measure(one, asked[one.questionnaire_id], replaced[one.pk]) for one in periods}


def replaced_in(
    agencies: Iterable[Agency], days: tuple[dt.date, dt.date], *, questionnaires: Collection[int]
) -> Mapping[int, ReplacedIn]:
    """By office what its periods of these days and questionnaires replaced: equal where each asked the same."""
    starts, ends = days
    begun = SurveyPeriod.objects.begun().filter(
        agency__in=list(agencies), questionnaire__in=questionnaires
    )
    within = begun.filter(starts_on__lte=ends, ends_on__gte=starts)
    offices = dict(within.values_list("pk", "agency_id"))
    replaced = _replaced(offices)
    found: dict[int, ReplacedIn] = defaultdict(lambda: _NOTHING)
    for office in set(offices.values()):
        found[office] = frozenset(
            frozenset(replaced[pk]) for pk, of in offices.items() if of == office
        )
    return found


def _replaced(periods: Iterable[int]) -> Mapping[int, list[Replaced]]:
    rows = Substitution.objects.filter(period__in=list(periods)).of_one_questionnaire()
    found: dict[int, list[Replaced]] = defaultdict(list)
    for row in rows.select_related("element").order_by("pk"):
        words = plain(row.question, *row.answers)
        found[row.period_id].append(
            Replaced(code=row.element.code, service=row.service_id, words=words)
        )
    return found


def _measure(
    period: SurveyPeriod, asked: Sequence[instrument.Element], replaced: list[Replaced]
) -> Measure:
    """A finished one by what was written down of it."""
    code, scoring, answered = period.questionnaire.code, None, None
    if period.frozen is not None:
        scoring, answered = frozen.rules_of(period.frozen)
    return measure_of(
        code,
        asked,
        scoring=scoring or period.questionnaire.scoring(period.weight_policy),
        answered=answered or None,
        replaced=replaced,
    )
