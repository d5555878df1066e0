"""What an office counts when it recognises its officers' work; every change is a row of its own."""

from __future__ import annotations

from django.db import models

from services.models.agency import Agency
from services.models.staff import Staff


class RecognitionChoiceQuerySet(models.QuerySet["RecognitionChoice"]):
    def history(self, agency: Agency) -> RecognitionChoiceQuerySet:
        """An office's choices with who made them; the first one holds."""
        return self.filter(agency=agency).select_related("by").order_by("-pk")


class RecognitionChoice(models.Model):
    """The criteria that an office chose at a moment; never edited, the newest one holds.

    `criteria` are [{"measure": code, "least": whole number, "words": the office's own name or ""}]; shares in
    per cent, counts for a month (siwhapik.reports.recognition).
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", verbose_name="instansi")
    criteria = models.JSONField("kriteria", default=list)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="oleh")
    at = models.DateTimeField("waktu")

    objects = RecognitionChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "kriteria penghargaan"
        verbose_name_plural = "kriteria penghargaan"
        indexes = [models.Index(fields=["agency", "-id"], name="recognition_by_office")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"kriteria {self.agency_id} {self.at:%d-%m-%Y %H.%M}"
