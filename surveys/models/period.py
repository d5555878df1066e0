"""The period that one published index covers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from services.models import Agency
from surveys.instrument import EXACT
from surveys.models.questionnaire import Questionnaire

# What a published index was computed from: field and its column.
FROZEN = {
    "agency": "agency_id",
    "questionnaire": "questionnaire_id",
    "starts_on": "starts_on",
    "ends_on": "ends_on",
    "weight_policy": "weight_policy",
    "population": "population",
}
PUBLISHED = (
    "Periode ini sudah diumumkan, jadi tidak dapat diubah. Hapus dahulu centang Diumumkan dan simpan; "
    "sesudah itu ubah, lalu umumkan lagi. Atau buat periode baru."
)


class SurveyPeriodQuerySet(models.QuerySet["SurveyPeriod"]):
    def published_first(self) -> SurveyPeriodQuerySet:
        """For staff: published periods before those in preparation, each the newest first."""
        newest = F("published_at").desc(nulls_last=True)
        return self.order_by("-is_published", newest, "-starts_on", "-pk")


class SurveyPeriod(models.Model):
    """An agency's survey period, with the weight that its report uses.

    A published period does not change, and stays shown until another is published.
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="survey_periods", verbose_name="instansi"
    )
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="periods", verbose_name="kuesioner"
    )
    name = models.CharField("nama", max_length=100)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")
    # One of the questionnaire's weights.
    weight_policy = models.CharField("bobot", max_length=6, default=EXACT)
    # Service users in the period where they are known otherwise; empty: resolved tickets count.
    population = models.PositiveIntegerField(
        "banyak pengguna layanan",
        null=True,
        blank=True,
        validators=[MinValueValidator(1, "Isi paling sedikit 1, atau kosongkan.")],
        help_text="Kosongkan untuk memakai catatan kami: pemohon yang selesai dilayani.",
    )
    is_published = models.BooleanField(
        "diumumkan", default=True, help_text="Tampil di halaman IKM untuk umum."
    )
    # When it was published; citizens see the newest of an office.
    published_at = models.DateTimeField("diumumkan pada", null=True, blank=True, editable=False)

    objects = SurveyPeriodQuerySet.as_manager()

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.is_published:
            self.published_at = None
        elif self.published_at is None:
            self.published_at = timezone.now()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Check the dates, overlaps with other periods, the questionnaire, and that it is not final."""
        self._must_not_change_what_is_published()
        if None in (self.agency_id, self.questionnaire_id, self.starts_on, self.ends_on):
            return
        self._must_be_countable()
        if (other := self._overlapping().first()) is not None:
            raise ValidationError(
                {
                    "starts_on": f"Bertumpuk dengan periode {other.name} ({other.starts_on:%d-%m-%Y} "
                    f"sampai {other.ends_on:%d-%m-%Y}). Ubah tanggalnya."
                }
            )

    def _must_not_change_what_is_published(self) -> None:
        before = SurveyPeriod.objects.filter(pk=self.pk, is_published=True).first()
        if before is None:
            return
        changed = [
            name
            for name, column in FROZEN.items()
            if getattr(before, column) != getattr(self, column)
        ]
        if changed:
            raise ValidationError(dict.fromkeys(changed, PUBLISHED))

    def _must_be_countable(self) -> None:
        if faults := self.questionnaire.faults():
            words = f"Kuesioner ini belum lengkap: {'; '.join(faults)}. Pilih yang lain."
            raise ValidationError({"questionnaire": words})
        if self.weight_policy not in self.questionnaire.weights:
            words = "Kuesioner ini tidak mengenal bobot itu. Pilih bobot tepat."
            raise ValidationError({"weight_policy": words})

    def _overlapping(self) -> models.QuerySet[SurveyPeriod]:
        """Periods of the same office and questionnaire with a day in common."""
        same = SurveyPeriod.objects.exclude(pk=self.pk).filter(
            agency=self.agency_id, questionnaire=self.questionnaire_id
        )
        return same.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on)
