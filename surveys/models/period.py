"""The span that one published index covers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from services.models import Agency
from surveys.models.questionnaire import Questionnaire


class SurveyPeriod(models.Model):
    """An agency's survey period, with the weight that its report uses."""

    class Weight(models.TextChoices):
        EXACT = "exact", "Tepat, satu dibagi banyak unsur"
        W011 = "0.11", "0,11 (laporan lama)"
        W0111 = "0.111", "0,111 (laporan lama)"

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="survey_periods", verbose_name="instansi"
    )
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="periods", verbose_name="kuesioner"
    )
    name = models.CharField("nama", max_length=100)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")
    weight_policy = models.CharField(
        "bobot", max_length=6, choices=Weight.choices, default=Weight.EXACT
    )
    # Service users in the period where they are known otherwise; empty: resolved tickets count.
    population = models.PositiveIntegerField("banyak pengguna layanan", null=True, blank=True)
    is_published = models.BooleanField("diumumkan", default=True)

    class Meta:
        verbose_name = "periode survei"
        verbose_name_plural = "periode survei"
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="survey_period_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="survey_period_forward",
                violation_error_message="Periode harus berakhir sesudah mulai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.agency.short_name}"
