"""Offices without an open period, of which those who run their periods are told."""

import datetime as dt

from services import access
from services.access import Action
from services.models import Agency, Staff
from surveys.models import SurveyPeriod


def without_open_period(staff: Staff, *, now: dt.datetime) -> list[Agency]:
    """The offices whose periods this person runs and where today's answers count for none."""
    offices = list(access.agencies_where(staff, Action.RUN_PERIODS).active().order_by("name"))
    if not offices:
        return []
    periods = SurveyPeriod.objects.filter(agency__in=offices, state=SurveyPeriod.State.OPEN)
    spans = list(periods.values_list("agency", "starts_on", "ends_on"))
    days = {office.pk: now.astimezone(office.zone).date() for office in offices}
    served = {agency for agency, starts, ends in spans if starts <= days[agency] <= ends}
    return [office for office in offices if office.pk not in served]
