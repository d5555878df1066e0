"""What the figures of a period were when it was closed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from services.models.final import FinalModel


class PeriodSnapshot(FinalModel):
    """One version for each closing; `by` empty: frozen by the system for an earlier release."""

    period = models.ForeignKey("surveys.SurveyPeriod", models.PROTECT, related_name="snapshots")
    version = models.PositiveSmallIntegerField("versi")
    content = models.JSONField("isi")  # as surveys/frozen.py writes it
    checksum = models.CharField("sidik SHA-256", max_length=64)
    at = models.DateTimeField("dibekukan")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["period", "version"], name="period_snapshot_once")
        ]

    def __str__(self) -> str:
        return f"versi {self.version}"
