"""Who changed a roster, and how: one row for each change, kept for the office's supervisors."""

from __future__ import annotations

from django.db import models

from services.models.agency import Agency
from services.models.staff import Staff


class RosterChangeQuerySet(models.QuerySet["RosterChange"]):
    def history(self, agency: Agency) -> RosterChangeQuerySet:
        """An office's changes with the people in them, newest first."""
        return self.filter(agency=agency).select_related("by", "staff").order_by("-pk")


class RosterChange(models.Model):
    """One change of an office's roster; never edited.

    `values` holds what the kind's sentence needs: shifts as {"staff", "starts", "ends"} (a name,
    times in UTC as ISO 8601) under "before" and "after", absences as {"kind", "first", "last"}
    (a code, dates), a copied week as {"week", "kept"}.
    """

    class Kind(models.TextChoices):
        ADDED = "added", "piket ditambahkan"
        CHANGED = "changed", "piket diubah"
        REMOVED = "removed", "piket dihapus"
        COPIED = "copied", "minggu disalin"
        AWAY = "away", "dicatat tidak bertugas"
        BACK = "back", "catatan tidak bertugas dihapus"

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", verbose_name="instansi")
    by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+", verbose_name="oleh")
    # Whom it is about; NULL where it is about a whole week.
    staff = models.ForeignKey(
        Staff, models.CASCADE, null=True, related_name="+", verbose_name="petugas"
    )
    kind = models.CharField("perubahan", max_length=10, choices=Kind.choices)
    values = models.JSONField("rincian", default=dict)
    at = models.DateTimeField("waktu", auto_now_add=True)

    objects = RosterChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "perubahan piket"
        verbose_name_plural = "perubahan piket"
        indexes = [models.Index(fields=["agency", "-id"], name="roster_change_by_office")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d-%m-%Y %H.%M}"
