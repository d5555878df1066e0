"""Writes recommendations, the plans that answer them, and reports of progress.

Who may do it the views ask `services.access`; what must have happened before is asked here. The
same words sent twice are written once.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from services.models import Service, Staff
from surveys.models import (
    Element,
    FollowUpPlan,
    ProgressReport,
    Recommendation,
    ResultsOpened,
    SurveyPeriod,
)


class NotYet(Exception):
    """Something must happen first: the results be opened, or a plan be written."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A follow-up plan as the office fills it in."""

    element: Element
    activity: str
    year: int
    quarter: int
    responsible: str


def note_opened(period: SurveyPeriod, *, by: Staff) -> None:
    """Record that this person opened the results; the first time stays."""
    opened = ResultsOpened(staff=by, period=period, at=timezone.now())
    ResultsOpened.objects.bulk_create([opened], ignore_conflicts=True)


def has_opened(period: SurveyPeriod, staff: Staff) -> bool:
    """Whether this person ever opened the period's results."""
    return ResultsOpened.objects.filter(staff=staff, period=period).exists()


@transaction.atomic
def recommend(
    period: SurveyPeriod,
    *,
    text: str,
    element: Element | None,
    service: Service | None,
    by: Staff,
) -> Recommendation:
    """Write it. Raises NotYet for who has not opened the results of this period."""
    SurveyPeriod.objects.select_for_update(no_key=True).get(pk=period.pk)
    if not has_opened(period, by):
        raise NotYet
    values = {"period": period, "element": element, "service": service, "text": text, "by": by}
    before: Recommendation | None = Recommendation.objects.filter(**values).first()
    return before or Recommendation.objects.create(**values, at=timezone.now())


@transaction.atomic
def plan(recommendation: Recommendation, *, plan: Plan, by: Staff) -> None:
    """Answer a recommendation; an earlier plan stays, and the newest counts."""
    _lock(recommendation)
    newest = recommendation.plans.first()
    if newest is not None and _says(newest) == plan:
        return
    FollowUpPlan.objects.create(
        recommendation=recommendation,
        element=plan.element,
        activity=plan.activity,
        year=plan.year,
        quarter=plan.quarter,
        responsible=plan.responsible,
        by=by,
        at=timezone.now(),
    )


@transaction.atomic
def report(
    recommendation: Recommendation, *, state: str, text: str, evidence: str, by: Staff
) -> None:
    """Report how far it is. Raises NotYet where there is no plan."""
    _lock(recommendation)
    if not recommendation.plans.exists():
        raise NotYet
    values = {"state": state, "text": text, "evidence": evidence}
    newest = recommendation.reports.first()
    if newest is None or any(getattr(newest, name) != value for name, value in values.items()):
        ProgressReport.objects.create(
            recommendation=recommendation, **values, by=by, at=timezone.now()
        )


def _says(written: FollowUpPlan) -> Plan:
    return Plan(
        element=written.element,
        activity=written.activity,
        year=written.year,
        quarter=written.quarter,
        responsible=written.responsible,
    )


def _lock(recommendation: Recommendation) -> None:
    """What two people write about one recommendation is written one after the other."""
    Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)
