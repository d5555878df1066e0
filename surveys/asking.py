"""Which questions an office's citizens are asked, and for which period an answer counts."""

import datetime as dt

from services.models import Agency
from surveys.loading import questionnaire_in_use
from surveys.models import Questionnaire, SurveyPeriod


def open_period(agency: Agency, *, day: dt.date) -> SurveyPeriod | None:
    """The office's open period with that day in it, with its questionnaire."""
    periods = SurveyPeriod.objects.filter(agency=agency).open_on(day)
    return periods.select_related("questionnaire").first()


def asked_by(agency: Agency, *, day: dt.date) -> Questionnaire:
    """That of the office's open period; where it has none, citizens are asked the one in use.

    So a link always leads to questions: without a period the answer still counts for the year.
    """
    period = open_period(agency, day=day)
    return period.questionnaire if period is not None else questionnaire_in_use()


def span_of(agency: Agency, *, day: dt.date) -> str:
    """A name of the time in which one browser answers once: the period, or else the semester."""
    period = open_period(agency, day=day)
    if period is not None:
        return f"p{period.pk}"
    return f"{day.year}-s{1 if day.month <= 6 else 2}"
