"""Answers and the funnel by way in: invited, opened, begun, answered, of an office in a date range."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Sum

from services.models import Agency
from surveys import frozen
from surveys.counting import indexes_in, within
from surveys.figures import ByWay, Steps
from surveys.funnels import invited_by_way
from surveys.ikm import Index
from surveys.models import Facet, LinkUse, Questionnaire
from surveys.ranges import IndexRange
from surveys.sums import rows_of
from surveys.ways import Way

_UNINVITED = (Way.OPEN, Way.KIOSK, Way.PAPER)


def lately(agency: Agency, *, dates: IndexRange, questionnaire: Questionnaire) -> ByWay | None:
    """With the newest answer.

    Those of a closed period are read from its snapshot; None where that has none.
    """
    if dates.frozen_id is not None:
        return frozen.ways_of(frozen.snapshot_of(dates.frozen_id))
    return counted(agency, dates=dates, questionnaire=questionnaire)


def counted(agency: Agency, *, dates: IndexRange, questionnaire: Questionnaire) -> ByWay:
    """Count one office's answers and steps."""
    days, pk = (dates.starts, dates.ends), questionnaire.pk
    asked = within([agency], days=days, questionnaire_id=pk, but=dates.late)
    scoring = questionnaire.scoring(dates.weight)
    rows = rows_of([asked], facet=Facet.SERVICES)
    indexes, _ = indexes_in(rows, by="way", scoring=lambda _: scoring)
    return ByWay(indexes=cast("dict[str, Index]", indexes), steps=_steps(agency, dates))


def _steps(agency: Agency, dates: IndexRange) -> dict[tuple[int | None, str], Steps]:
    found: dict[tuple[int | None, str], Steps] = defaultdict(Steps)
    for rows in (invited_by_way(agency, dates), _used(agency, dates)):
        for row in rows:
            key = (row.pop("service"), row.pop("by"))
            found[key] = found[key] + Steps(**row)
    # Of any questionnaire, like the steps before them.
    asked = within([agency], days=(dates.starts, dates.ends), but=dates.late)
    for one in rows_of([asked], facet=Facet.SERVICES):
        if one.way in _UNINVITED:
            key = (one.service_id, one.way)
            found[key] = found[key] + Steps(answered=one.n, repeats=one.repeats)
    return dict(found)


def _used(agency: Agency, dates: IndexRange) -> Iterable[dict[str, Any]]:
    """How often open links were opened and begun. A counter's screen is open all day: not counted."""
    uses = LinkUse.objects.filter(link__agency=agency, on__range=(dates.starts, dates.ends))
    rows = uses.order_by().values("link__service", "link__way")
    for row in rows.annotate(opens=Sum("opened"), begins=Sum("begun")):
        way = row["link__way"]
        opened = row["opens"] if way == Way.OPEN else None
        yield {"service": row["link__service"], "by": way, "opened": opened, "begun": row["begins"]}
