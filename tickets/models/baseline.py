"""Visits at the counter as an office counted them by hand (buku register), beside its tickets."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from services.models import Agency


class Baseline(models.Model):
    """What an office counted by hand: visits that are not in this register, of a month or a year."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="baselines", verbose_name="instansi"
    )
    year = models.PositiveSmallIntegerField("tahun")
    month = models.PositiveSmallIntegerField("bulan", null=True, blank=True)  # NULL: the whole year
    visits = models.PositiveIntegerField("jumlah di loket")
    origin = models.CharField("sumber angka", max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("diisi")

    class Meta:
        verbose_name = "angka pembanding"
        verbose_name_plural = "angka pembanding"
        ordering = ["-year", "-month"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "month"],
                condition=models.Q(month__isnull=False),
                name="one_baseline_a_month",
            ),
            models.UniqueConstraint(
                fields=["agency", "year"],
                condition=models.Q(month__isnull=True),
                name="one_baseline_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}-{self.month or ''}"
