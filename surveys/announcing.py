"""Tells who recommends on an office's results, and who follows up, that they are published or change again."""

from __future__ import annotations

from django.urls import reverse

from services import access
from services.access import Action
from surveys.models import PeriodStep
from tickets.notifications import Kind, Occasion, Place, cause_of, tell_at

_KINDS = {
    PeriodStep.Verb.PUBLISHED: Kind.PERIOD_PUBLISHED,
    PeriodStep.Verb.WITHDRAWN: Kind.PERIOD_WITHDRAWN,
    PeriodStep.Verb.REOPENED: Kind.PERIOD_REOPENED,
}


def tell_of_step(step: PeriodStep) -> None:
    """Once each step, all but who took it; of opening and closing nobody. Call it inside the step's transaction."""
    kind = _KINDS.get(PeriodStep.Verb(step.verb))
    if kind is None:
        return
    period = step.period
    agency = period.agency
    people = access.people_at(Action.RECOMMEND, agency) | access.people_at(Action.FOLLOW_UP, agency)
    occasion = Occasion(
        kind=kind, cause=cause_of(step), people=people, values={"period": period.name}
    )
    place = Place(agency=agency, path=reverse("surveys:period", args=[period.pk]))
    tell_at(place, occasion, by=step.by, now=step.at)
