"""Which questions an office's citizens are asked, and for which period an answer counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.models import Agency, Service
from surveys.choosing import questionnaire_of
from surveys.models import AddedQuestion, Questionnaire, Substitution, SurveyPeriod


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What one citizen is asked: the questionnaire, and what the office asks in its own words."""

    questionnaire: Questionnaire
    # By element: what is asked instead of its own question.
    instead: Mapping[int, Substitution] = field(default_factory=dict)
    # What the office asks besides; it does not count for the index.
    added: Sequence[AddedQuestion] = ()
    # What they are asked about; None: no service in particular, or the form asks which.
    service: Service | None = None
    # Whether that was said before the form was shown.
    is_service_said: bool = False
    # Whether the figures of this day's period are settled, so that an answer changes them no more.
    is_late: bool = False

    @property
    def mark(self) -> str:
        """Tells a form with these questions from one with others; "" for the questionnaire's own."""
        return "-".join(str(one.pk) for one in self.instead.values())


def what_is_asked(
    agency: Agency,
    *,
    day: dt.date,
    service: Service | None = None,
    questionnaire: Questionnaire | None = None,
) -> Asked:
    """The questions about this service on that day, of the open period.

    `questionnaire`: an invitation's own. What a period asks instead holds for the period's own only.
    """
    periods = SurveyPeriod.objects.filter(agency=agency).of_day(day)
    found = list(periods.select_related("questionnaire"))
    period = next((one for one in found if one.state == SurveyPeriod.State.OPEN), None)
    of_day = period.questionnaire if period is not None else None
    asked = questionnaire or of_day or questionnaire_of(agency)
    added = list(AddedQuestion.objects.asked_about(agency, service))
    if period is None or of_day != asked:
        late = period is None and any(one.is_done and one.frozen_id for one in found)
        return Asked(questionnaire=asked, added=added, service=service, is_late=late)
    instead = period.substitutions.all().of_one_questionnaire().asked_about(service)
    by_element = {one.element_id: one for one in instead}
    return Asked(questionnaire=asked, instead=by_element, added=added, service=service)


def depends_on_service(agency: Agency, *, day: dt.date) -> bool:
    """Whether people are asked differently about one service than about another."""
    of_day = Substitution.objects.filter(period__in=SurveyPeriod.objects.open_on(day))
    mine = of_day.of_one_questionnaire().filter(period__agency=agency)
    added = AddedQuestion.objects.asked().filter(agency=agency)
    return any(rows.exclude(service=None).exists() for rows in (mine, added))


def open_period(agency: Agency, *, day: dt.date) -> SurveyPeriod | None:
    """The office's open period with that day in it, with its questionnaire."""
    periods = SurveyPeriod.objects.filter(agency=agency).open_on(day)
    return periods.select_related("questionnaire").first()


def is_settled(agency: Agency, *, day: dt.date, at: dt.datetime) -> bool:
    """Whether an answer of that day, sent at that moment, came when the figures of its period stood."""
    periods = SurveyPeriod.objects.filter(agency=agency).settled_on(day)
    return periods.filter(frozen__at__lte=at).exists()


def asked_by(agency: Agency, *, day: dt.date) -> Questionnaire:
    """That of the office's open period; where it has none, the one that the office chose.

    So a link always leads to questions: without a period the answer still counts for the year.
    """
    period = open_period(agency, day=day)
    return period.questionnaire if period is not None else questionnaire_of(agency)


def span_of(agency: Agency, *, day: dt.date) -> str:
    """A name of the time in which one browser answers once: the period, or else the semester."""
    period = open_period(agency, day=day)
    if period is not None:
        return f"p{period.pk}"
    return f"{day.year}-s{1 if day.month <= 6 else 2}"
