"""Who took which rows out of the product."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from services.models import Agency


class ExportQuerySet(models.QuerySet["Export"]):
    """Exports, as pages list them."""

    def of_offices(self, offices: Iterable[int]) -> ExportQuerySet:
        """Those in which rows of any of these offices (by id) left, also among rows of others."""
        keys = [*offices]
        together = Export.offices.through.objects.filter(agency__in=keys).values("export")
        return self.filter(Q(agency__in=keys) | Q(pk__in=together))


class Export(models.Model):
    """Who took which rows out of the product, and how many: rows are added, never changed."""

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="petugas"
    )
    # The only office whose rows they are; where there are several, these are `offices`.
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", verbose_name="instansi"
    )
    offices = models.ManyToManyField(Agency, related_name="+", verbose_name="beberapa instansi")
    report = models.CharField("laporan", max_length=40)
    form = models.CharField("bentuk", max_length=8)  # csv, xlsx, pdf, html (looked at), print
    asked = models.JSONField("saringan", default=dict)
    rows = models.PositiveIntegerField("jumlah baris")
    at = models.DateTimeField("waktu")

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = "ekspor"
        verbose_name_plural = "ekspor"
        ordering = ["-at"]
        indexes = [models.Index(F("agency"), F("at").desc(), name="export_of_office")]

    def __str__(self) -> str:
        return f"{self.report} {self.at}"
