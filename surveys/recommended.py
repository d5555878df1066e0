"""An office's recommendations with what was answered to them: read again after somebody has added to any.

Neither a recommendation nor a plan or a report of progress ever changes, so how many there are tells of each change.
"""

from __future__ import annotations

from django.core.cache import caches
from django.db import models

from services import rows
from services.models import Agency
from services.rows import Statement
from surveys.models import FollowUpPlan, ProgressReport, Recommendation

_HOLDS = 300  # seconds, in each process
_ADDED_TO: tuple[type[models.Model], ...] = (Recommendation, FollowUpPlan, ProgressReport)


def recommendations_of(agency: Agency) -> tuple[Recommendation, ...]:
    """All of them, the newest first; names of people beside them may be some minutes old."""
    pages, key = caches["pages"], f"recommended:{agency.pk}:{_stamp()}"
    kept: tuple[Recommendation, ...] | None = pages.get(key)
    if kept is None:
        offices = Agency.objects.filter(pk=agency.pk)
        kept = tuple(Recommendation.objects.of_agencies(offices).with_answers())
        pages.set(key, kept, _HOLDS)
    return kept


def _stamp() -> str:
    """How many there are and the newest: one that is committed late has a lower number than those before it."""
    tables = (one._meta.db_table for one in _ADDED_TO)
    asked = (" ".join(("SELECT COUNT(*), MAX(id) FROM", table)) for table in tables)
    (found,) = rows.values([Statement(" UNION ALL ".join(asked), [])])
    return "-".join(str(number) for row in found for number in row)
