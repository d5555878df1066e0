"""Another question for the fee, as an office writes it."""

import datetime as dt

from services.models import Service
from surveys.models import Substitution, SurveyPeriod

QUESTION = "Apakah Saudara diminta membayar untuk pelayanan ini?"
ANSWERS = ["Diminta, mahal", "Diminta, murah", "Diminta seikhlasnya", "Tidak diminta"]
REASON = "UU 24/2013 Pasal 79A: tidak dipungut biaya (contoh)"


def replace(
    period: SurveyPeriod, *, service: Service | None = None, question: str = QUESTION
) -> Substitution:
    return Substitution.objects.create(
        period=period,
        element=period.questionnaire.elements.get(code="U4"),
        service=service,
        question=question,
        answers=ANSWERS,
        reason=REASON,
        made_at=dt.datetime(2026, 6, 9, 3, 0, tzinfo=dt.UTC),
    )
