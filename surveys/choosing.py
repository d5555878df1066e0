"""Which questionnaire an office asks where no period of its own says it; who chose it, and since when.

Periods that exist keep theirs: a choice is only what new ones begin with, and what citizens are asked
between periods.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from services.models import Agency, Staff
from surveys.completeness import faults_of
from surveys.loading import questionnaire_in_use
from surveys.models import InstrumentChoice, Questionnaire


def questionnaire_of(agency: Agency) -> Questionnaire:
    """The one that the office chose, else the one that is in use for all."""
    found = _newest(agency)
    return (found.questionnaire if found else None) or questionnaire_in_use()


def questionnaires() -> list[Questionnaire]:
    """Those that can be chosen: the complete ones."""
    found = Questionnaire.objects.order_by("name", "version").prefetch_related("elements__choices")
    return [one for one in found if not faults_of([each.as_value() for each in one.elements.all()])]


@transaction.atomic
def choose(
    agency: Agency, *, questionnaire: Questionnaire | None, by: Staff, now: dt.datetime
) -> None:
    """Choose one for the office (None: the one for all); the same chosen again is written once."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    newest = _newest(agency)
    if (newest.questionnaire if newest else None) == questionnaire:
        return
    InstrumentChoice.objects.create(agency=agency, questionnaire=questionnaire, by=by, at=now)


def choices_of(agency: Agency) -> QuerySet[InstrumentChoice]:
    """What the office chose, the newest first."""
    return InstrumentChoice.objects.filter(agency=agency).select_related("questionnaire", "by")


def _newest(agency: Agency) -> InstrumentChoice | None:
    return choices_of(agency).first()
