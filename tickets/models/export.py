"""Who took which rows out of the product."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F

from services.models import Agency


class Export(models.Model):
    """Who took which rows out of the product, and how many: rows are added, never changed."""

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="petugas"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", verbose_name="instansi"
    )
    report = models.CharField("laporan", max_length=40)
    form = models.CharField("bentuk", max_length=4)  # csv, xlsx
    asked = models.JSONField("saringan", default=dict)
    rows = models.PositiveIntegerField("jumlah baris")
    at = models.DateTimeField("waktu")

    class Meta:
        verbose_name = "ekspor"
        verbose_name_plural = "ekspor"
        ordering = ["-at"]
        indexes = [models.Index(F("agency"), F("at").desc(), name="export_of_office")]

    def __str__(self) -> str:
        return f"{self.report} {self.at}"
