"""Who brought answers on paper into the system, when, and from which file."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models import Agency
from services.models.final import FinalModel


class PaperEntry(FinalModel):
    """One form that was typed in (no file), or one file with many."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="paper_entries")
    at = models.DateTimeField("dimasukkan")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField("formulir")
    filename = models.CharField("berkas", max_length=200, blank=True)
    # SHA-256 of the file, hex: the same file is not stored twice.
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "digest"], condition=~Q(digest=""), name="paper_file_once"
            )
        ]

    def __str__(self) -> str:
        return self.filename or "diketik"
