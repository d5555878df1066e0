"""Other questions for elements: taken over by the next period, and asked only from a period's beginning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from services.models import Staff
from surveys import comparing
from surveys.models import Questionnaire, Response, Substitution, SurveyPeriod
from tickets.desk.base import Refused

Days = tuple[dt.date, dt.date]  # both included
_DAY = dt.timedelta(days=1)


def carry_over(period: SurveyPeriod, *, by: Staff, now: dt.datetime) -> SurveyPeriod | None:
    """Copy what the office's period before replaced into a new draft whose questionnaire asks the same.

    Returns the period that it was copied from; None where that replaced nothing.
    """
    earlier = SurveyPeriod.objects.filter(agency=period.agency_id, starts_on__lt=period.starts_on)
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
    row = _first_answered(period, [(period.starts_on, period.ends_on)])
    if row is not None:
        raise Refused(
            f"Sudah ada jawaban dalam rentang periode ini dengan pertanyaan {row.element.code} yang "
            "semula. Mulai periode sesudah jawaban terakhir, atau hapus pengganti unsurnya."
        )


def may_move_to(period: SurveyPeriod, days: Days) -> None:
    """Raise Refused where days with answers would come to this opened period, or leave it: on one side of its
    border people answered the question that it replaces, on the other the one that it asks instead.
    """
    row = _first_answered(period, _moved((period.starts_on, period.ends_on), days))
    if row is not None:
        raise Refused(
            f"Periode ini mengganti pertanyaan {row.element.code}, dan pada hari yang masuk atau keluar dari "
            "rentangnya sudah ada jawaban. Biarkan tanggalnya, atau geser hanya hari tanpa jawaban."
        )


def _moved(before: Days, after: Days) -> list[Days]:
    """The days between the earlier borders and the later ones."""
    begins, ends = zip(before, after, strict=True)
    spans = [(min(begins), max(begins) - _DAY), (min(ends) + _DAY, max(ends))]
    return [(first, last) for first, last in spans if first <= last]


def _first_answered(period: SurveyPeriod, spans: Sequence[Days]) -> Substitution | None:
    """Of what it replaces the first about which somebody answered in these days, whatever was asked there."""
    rows = period.substitutions.all().of_one_questionnaire().select_related("element")
    return next(
        (row for row in rows if any(_answers_about(row, one).exists() for one in spans)), None
    )


def _answers_about(row: Substitution, days: Days) -> QuerySet[Response]:
    period = row.period
    answered = Response.objects.filter(
        agency=period.agency_id,
        questionnaire=period.questionnaire_id,
        submitted_on__range=days,
    )
    return answered if row.service_id is None else answered.filter(service=row.service_id)
