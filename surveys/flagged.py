"""Doubtful answers of an office in a date range, and the index as it would be without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q

from services.models import Agency
from surveys import reports
from surveys.counting import answered, indexes_of
from surveys.ikm import Index
from surveys.models import PeriodSnapshot, QualityFlag, Questionnaire, Response
from surveys.ranges import IndexRange

# Beside the flags: a second answer of one browser, which the response itself says.
REPEAT = "repeat"


@dataclass(frozen=True, kw_only=True)
class Flagged:
    """How many answers have each mark and any mark, and the index of all others."""

    counts: Mapping[str, int] = field(default_factory=dict)
    marked: int = 0
    everyone: Index | None = None
    without: Index | None = None


def lately(agency: Agency, *, dates: IndexRange, questionnaire: Questionnaire) -> Flagged:
    """With the newest answer; of a closed period only answers that its figures hold."""
    key = ("flagged", questionnaire.pk, agency.pk, dates)
    return reports.cached(key, lambda: _counted(agency, dates, questionnaire))


def _counted(agency: Agency, dates: IndexRange, questionnaire: Questionnaire) -> Flagged:
    within = answered([agency], days=(dates.starts, dates.ends), questionnaire_id=questionnaire.pk)
    if dates.frozen_id is not None:
        closed = PeriodSnapshot.objects.values_list("at", flat=True)
        within |= {"submitted_at__lte": closed.get(pk=dates.frozen_id)}
    responses = Response.objects.filter(**within).order_by()
    is_marked = Q(is_repeat=True) | Q(flags__isnull=False)
    marked = responses.filter(is_marked).values("pk").distinct().count()
    if not marked:
        return Flagged()
    flags = QualityFlag.objects.filter(response__in=responses).order_by()
    counts = dict(flags.values_list("flag").annotate(Count("pk")))
    counts[REPEAT] = responses.filter(is_repeat=True).count()
    unmarked = within | {"is_repeat": False, "flags__isnull": True}
    return Flagged(
        counts=counts,
        marked=marked,
        everyone=_index(within, agency, dates, questionnaire),
        without=_index(unmarked, agency, dates, questionnaire),
    )


def _index(
    within: Mapping[str, object], agency: Agency, dates: IndexRange, questionnaire: Questionnaire
) -> Index | None:
    scoring = questionnaire.scoring(dates.weight)
    indexes, _ = indexes_of([within], by="agency_id", scoring=lambda _: scoring)
    return indexes.get(agency.pk)
