"""Files that prove what an office plans and reports on a recommendation, and who opened them."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models.final import FinalModel
from surveys.models.recommendation import FollowUpPlan, ProgressReport, Recommendation


def stored_name(file: EvidenceFile, filename: str) -> str:
    """A path that tells nothing."""
    return f"bukti/{dt.datetime.now(dt.UTC):%Y/%m}/{uuid.uuid4().hex}"


class EvidenceFile(FinalModel):
    """A file beside a plan or a report; written once, as they are."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="evidence")
    plan = models.ForeignKey(FollowUpPlan, models.PROTECT, null=True, related_name="files")
    report = models.ForeignKey(ProgressReport, models.PROTECT, null=True, related_name="files")
    file = models.FileField(upload_to=stored_name)
    filename = models.CharField(max_length=255)
    mime_type = models.CharField(max_length=120)
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(plan=None, report__isnull=False) | Q(plan__isnull=False, report=None),
                name="evidence_of_plan_or_report",
            )
        ]

    def __str__(self) -> str:
        return self.filename


class EvidenceLook(models.Model):
    """Who opened which of these files, and when; rows are added, never changed."""

    file = models.ForeignKey(EvidenceFile, models.CASCADE, related_name="looks")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.staff_id} {self.file_id}"
