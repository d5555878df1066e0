"""Other questions for elements: taken over by the next period, and asked only from a period's beginning."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from services.models import Staff
from surveys import comparing
from surveys.models import Questionnaire, Response, Substitution, SurveyPeriod
from tickets.desk.base import Refused


def carry_over(period: SurveyPeriod, *, by: Staff, now: dt.datetime) -> SurveyPeriod | None:
    """Copy what the office's period before replaced into a new draft whose questionnaire asks the same.

    Returns the period that it was copied from; None where that replaced nothing.
    """
    earlier = SurveyPeriod.objects.filter(agency=period.agency_id).exclude(pk=period.pk)
    before = earlier.select_related("questionnaire").order_by("-starts_on", "-pk").first()
    if before is None or not _asks_the_same(before.questionnaire, period.questionnaire):
        return None
    elements = {one.code: one for one in period.questionnaire.elements.all()}
    rows = list(before.substitutions.all().of_one_questionnaire().select_related("element"))
    for row in rows:
        row.element = elements[row.element.code]
        row.pk, row.period, row.made_by, row.made_at = None, period, by, now
        row.save(force_insert=True)
    return before if rows else None


def _asks_the_same(one: Questionnaire, other: Questionnaire) -> bool:
    rules = comparing.rules_of([one, other])
    return rules[one.pk] == rules[other.pk]


def must_be_askable(period: SurveyPeriod) -> None:
    """Raise Refused where people of its days have answered the question that it replaces."""
    for row in period.substitutions.all().of_one_questionnaire():
        if _answers_to_the_replaced(row).exists():
            raise Refused(
                f"Sudah ada jawaban dalam rentang periode ini dengan pertanyaan {row.element.code} yang "
                "semula. Mulai periode sesudah jawaban terakhir, atau hapus pengganti unsurnya."
            )


def _answers_to_the_replaced(row: Substitution) -> QuerySet[Response]:
    period = row.period
    answered = Response.objects.filter(
        agency=period.agency_id,
        questionnaire=period.questionnaire_id,
        submitted_on__range=(period.starts_on, period.ends_on),
    )
    return answered if row.service_id is None else answered.filter(service=row.service_id)
