"""Tells an office of follow-up plans whose quarter is over and that are not reported as done."""

from __future__ import annotations

import datetime as dt

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from services import access
from services.access import Action
from surveys.models import FollowUpPlan, ProgressReport
from surveys.recommending import place_of
from tickets.models import Notification
from tickets.notifications import Kind, Occasion, tell_at

_CAUSE = "planlate:"
# An office in WIT begins its new year seven hours before this clock does, in WIB five; which of
# the found ones are late by their own office's clock is asked of each.
_AHEAD = dt.timedelta(hours=9)


def tell_late_plans(now: dt.datetime, limit: int = 200) -> int:
    """Tell agency admins once of each plan that counts and is late; returns of how many plans, `limit` at most.

    A plan that nobody wants to be told of stays, and keeps no other waiting.
    """
    told = 0
    for plan in _untold(now + _AHEAD).iterator(chunk_size=limit):
        agency = plan.recommendation.period.agency
        if told == limit or not plan.is_over(now.astimezone(agency.zone).date()):
            continue
        cause, people = f"{_CAUSE}{plan.pk}", access.people_at(Action.FOLLOW_UP, agency)
        with transaction.atomic():
            tell_at(
                place_of(plan.recommendation),
                Occasion(kind=Kind.PLAN_LATE, cause=cause, people=people),
                now=now,
            )
        told += Notification.objects.filter(ticket=None, cause=cause).exists()
    return told


def _untold(latest: dt.datetime) -> models.QuerySet[FollowUpPlan]:
    same = FollowUpPlan.objects.filter(recommendation=OuterRef("recommendation"))
    newer = same.filter(pk__gt=OuterRef("pk"))
    newest = ProgressReport.objects.filter(recommendation=OuterRef("recommendation"))
    cause = Concat(Value(_CAUSE), Cast(OuterRef("pk"), models.CharField()))
    known = Notification.objects.filter(ticket=None, cause=cause)
    found = FollowUpPlan.objects.alias(
        ends=F("year") * 4 + F("quarter"),
        reported=Coalesce(Subquery(newest.values("state")[:1]), Value("")),
    ).filter(~Exists(newer), ~Exists(known), ends__lt=latest.year * 4 + (latest.month + 2) // 3)
    waiting: models.QuerySet[FollowUpPlan] = found.exclude(reported=ProgressReport.State.DONE)
    return waiting.select_related("recommendation__period__agency").order_by("pk")
