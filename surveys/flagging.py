"""Marks answers as they are stored, in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from surveys.models import QualityFlag, Response, SurveyLink
from surveys.quality import BURST_ANSWERS, BURST_SPAN, Flag, flags_of
from surveys.ways import Way


def mark(response: Response, values: Iterable[int], *, took: dt.timedelta | None = None) -> None:
    """Mark one stored answer. `took`: how long its page was open; None where that is not known."""
    mark_all({response: list(values)}, took=took)


def mark_all(answers: Mapping[Response, list[int]], *, took: dt.timedelta | None = None) -> None:
    """Mark stored answers, by the values of each, in one statement."""
    QualityFlag.objects.bulk_create(
        QualityFlag(response=response, flag=flag)
        for response, values in answers.items()
        for flag in flags_of(values, took=took)
    )


def mark_burst(link: SurveyLink, *, now: dt.datetime) -> None:
    """Mark the answers of this poster's last minutes where they are too many. Call it under the
    office's lock, after the newest is stored.
    """
    if link.way != Way.OPEN:
        return
    lately = Response.objects.filter(link=link, submitted_at__gt=now - BURST_SPAN)
    ids = list(lately.order_by().values_list("pk", flat=True))
    if len(ids) >= BURST_ANSWERS:
        QualityFlag.objects.bulk_create(
            (QualityFlag(response_id=pk, flag=Flag.BURST) for pk in ids), ignore_conflicts=True
        )
