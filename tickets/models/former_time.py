"""How long an office's matters took before its tickets, as the office itself measured it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models import Agency


def _paired(name: str) -> Q:
    """A number has its unit, and no unit stands alone."""
    empty, unit = f"{name}_amount__isnull", f"{name}_unit"
    return Q(**{empty: True, unit: ""}) | (Q(**{empty: False}) & ~Q(**{unit: ""}))


class FormerTime(models.Model):
    """Averages of a year, or of one month of it: until the first answer, and until a matter was done. In the unit
    in which the office counted; no unit is turned into another, for nobody knows its days then.
    """

    class Unit(models.TextChoices):
        MINUTES = "minutes", "menit"
        HOURS = "hours", "jam"
        WORKING_HOURS = "working_hours", "jam kerja"
        WORKING_DAYS = "working_days", "hari kerja"
        DAYS = "days", "hari kalender"

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="former_times", verbose_name="instansi"
    )
    year = models.PositiveSmallIntegerField("tahun")
    month = models.PositiveSmallIntegerField("bulan", null=True, blank=True)  # NULL: the whole year
    done_amount = models.DecimalField(
        "rata-rata sampai selesai", max_digits=7, decimal_places=1, null=True, blank=True
    )
    done_unit = models.CharField("satuannya", max_length=16, choices=Unit.choices, blank=True)
    first_amount = models.DecimalField(
        "rata-rata sampai dijawab", max_digits=7, decimal_places=1, null=True, blank=True
    )
    first_unit = models.CharField("satuannya", max_length=16, choices=Unit.choices, blank=True)
    origin = models.CharField("sumber angka", max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("diisi")

    class Meta:
        verbose_name = "lama sebelum Si Whapik"
        verbose_name_plural = "lama sebelum Si Whapik"
        ordering = ["-year", "-month"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "month"],
                condition=Q(month__isnull=False),
                name="one_former_time_a_month",
            ),
            models.UniqueConstraint(
                fields=["agency", "year"],
                condition=Q(month__isnull=True),
                name="one_former_time_a_year",
            ),
            models.CheckConstraint(
                condition=_paired("done") & _paired("first"), name="former_time_has_units"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}-{self.month or ''}"
