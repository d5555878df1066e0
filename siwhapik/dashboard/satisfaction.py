"""The satisfaction index beside the other figures; its own page shows the details."""

import datetime as dt

from services import rows
from services.access import Action, can
from services.models import Agency, Staff
from services.rows import Question
from surveys import ranges, reports, stepping
from surveys.models import Facet, SurveyPeriod
from surveys.presenting import Shown, shown
from surveys.reading import read_once

# `SurveyPeriodQuerySet.begun` and `published_first` as a text: each look at the dashboard asks for it.
_BEGUN = (
    f"WHERE agency_id = %s AND state <> '{SurveyPeriod.State.DRAFT}'"
    " ORDER BY published_at DESC NULLS LAST, starts_on DESC, id DESC"
)


def begun(agency: Agency) -> list[SurveyPeriod]:
    """The office's survey periods that are no drafts, those that are published first."""
    (found,) = rows.read([Question(SurveyPeriod, _BEGUN, [agency.pk])], planned=True)
    return found


def of_agency(agency: Agency, *, reader: Staff, now: dt.datetime) -> tuple[Shown, str]:
    """The index of the office's survey period of today, and the name of that period."""
    today = now.astimezone(agency.zone).date()
    dates = ranges.chosen("", ranges.choices(today, begun(agency)), today)
    guarded = not can(reader, Action.SEE_COMMENTS, agency)
    stepped = [agency] if guarded else []
    with read_once(Facet.WHOLE):
        questionnaire = reports.most_asked([agency], dates)
        cuts = stepping.cuts_of(stepped, dates=dates, questionnaire=questionnaire, now=now)
        figure = reports.lately(agency, dates=dates, questionnaire=questionnaire, cuts=cuts)
    return shown(agency.short_name, figure, elements={}, guarded=guarded), dates.label
