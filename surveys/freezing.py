"""Freezes the figures of a period when it is closed; a reopened one gets the next version."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.db.models import Max

from services.models import Agency, Staff
from surveys import by_way, frozen, funnels, reports
from surveys.figures import Figure
from surveys.models import Facet, PeriodSnapshot, SurveyPeriod
from surveys.ranges import of_period
from surveys.reading import read_once

State = SurveyPeriod.State
NO_SERVICE, OTHER_OFFICE = "Tanpa layanan tertentu", "Layanan instansi lain"


def freeze(period: SurveyPeriod, *, by: Staff | None, now: dt.datetime) -> PeriodSnapshot:
    """Count once more and write it down. Call it while the office's row is locked."""
    latest = period.snapshots.aggregate(latest=Max("version"))["latest"] or 0
    # One reading: an answer that is stored meanwhile is in all tables of the snapshot or in none.
    with read_once(Facet.WHOLE, Facet.SERVICES):
        content = _counted(period, until=now)
    snapshot = PeriodSnapshot.objects.create(
        period=period,
        version=latest + 1,
        content=content,
        checksum=frozen.checksum_of(content),
        at=now,
        by=by,
    )
    period.frozen = snapshot
    return snapshot


def freeze_due(now: dt.datetime, limit: int = 20) -> int:
    """Freeze periods that an earlier release closed or published, once their days are over."""
    done = (State.CLOSED, State.PUBLISHED)
    waiting = SurveyPeriod.objects.filter(
        state__in=done, frozen=None, ends_on__lt=(now - dt.timedelta(days=1)).date()
    )
    return sum(_freeze_one(pk, now) for pk in list(waiting.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _freeze_one(pk: int, now: dt.datetime) -> bool:
    period = SurveyPeriod.objects.select_related("agency", "questionnaire").get(pk=pk)
    list(Agency.objects.select_for_update(no_key=True).filter(pk=period.agency_id))
    period.refresh_from_db(fields=["state", "frozen"])
    if not period.is_done or period.frozen_id is not None:
        return False
    freeze(period, by=None, now=now)
    period.save(update_fields=["frozen"])
    return True


def _counted(period: SurveyPeriod, *, until: dt.datetime) -> dict[str, object]:
    period.frozen = None
    dates, agency, asked = of_period(period), period.agency, period.questionnaire
    dates = replace(dates, until=until)
    funnels.forget(agency, dates)
    whole = reports.figures([agency], dates=dates, questionnaire=asked, by="agency_id")
    by_service = reports.figures([agency], dates=dates, questionnaire=asked, by="service_id")
    names = dict(agency.services.values_list("pk", "name"))
    services: dict[int | None, tuple[str, Figure]] = {
        pk: (names.get(pk, OTHER_OFFICE) if pk else NO_SERVICE, by_service[pk])
        for pk in sorted(by_service, key=lambda pk: pk or 0)
    }
    return frozen.content_of(
        period,
        whole=whole.get(agency.pk) or reports.empty(dates),
        services=services,
        ways=by_way.counted(agency, dates=dates, questionnaire=asked),
    )
