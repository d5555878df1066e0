"""A counter that a polling page compares before anything is rendered."""

from __future__ import annotations

from django.db import models
from django.db.models import F

from services.models import Agency


class QueueVersion(models.Model):
    """Bumped after commit, in a statement of its own, so that it never serialises an agency."""

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="queue_version")
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.version)

    @classmethod
    def bump(cls, agency_id: int) -> None:
        """Tell the queue pages of an agency that something changed."""
        if not QueueVersion.objects.filter(agency_id=agency_id).update(version=F("version") + 1):
            row = QueueVersion(agency_id=agency_id, version=1)
            QueueVersion.objects.bulk_create([row], ignore_conflicts=True)
