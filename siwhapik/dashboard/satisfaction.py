"""The satisfaction index beside the other figures; its own page shows the details."""

import datetime as dt

from services.access import Action, can
from services.models import Agency, Staff
from surveys import ranges, reports, stepping
from surveys.models import Facet
from surveys.presenting import Shown, shown
from surveys.reading import read_once


def of_agency(agency: Agency, *, reader: Staff, now: dt.datetime) -> tuple[Shown, str]:
    """The index of the office's survey period of today, and the name of that period."""
    today = now.astimezone(agency.zone).date()
    periods = list(agency.survey_periods.begun().published_first())
    dates = ranges.chosen("", ranges.choices(today, periods), today)
    guarded = not can(reader, Action.SEE_COMMENTS, agency)
    stepped = [agency] if guarded else []
    with read_once(Facet.WHOLE):
        questionnaire = reports.most_asked([agency], dates)
        cuts = stepping.cuts_of(stepped, dates=dates, questionnaire=questionnaire, now=now)
        figure = reports.lately(agency, dates=dates, questionnaire=questionnaire, cuts=cuts)
    return shown(agency.short_name, figure, elements={}, guarded=guarded), dates.label
