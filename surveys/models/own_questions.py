"""What an office asks in its own words: another question for an element."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from services.models import Agency, Service
from services.models.final import RowIsFinal
from surveys.models.period import SurveyPeriod
from surveys.models.questionnaire import Element, Questionnaire

SUBSTITUTIONS_STAY = (
    "Periode ini sudah dibuka, jadi pertanyaannya tetap. Pengganti unsur hanya dapat diubah selama "
    "periode masih rancangan."
)

TWICE = "Unsur ini sudah diganti untuk layanan itu. Ubah yang sudah ada."


class SubstitutionQuerySet(models.QuerySet["Substitution"]):
    def of_one_questionnaire(self) -> SubstitutionQuerySet:
        """Without those left from a questionnaire that the draft named before."""
        return self.filter(element__questionnaire=F("period__questionnaire"))

    def asked_about(self, service: Service | None) -> SubstitutionQuerySet:
        """Those for this service and for all; what is for one service comes last, and so wins."""
        ours = Q(service=None) | Q(service=service) if service else Q(service=None)
        return self.filter(ours).order_by(F("service").asc(nulls_first=True))

    def behind(
        self, agency: Agency, *, questionnaire: Questionnaire, days: tuple[dt.date, dt.date]
    ) -> SubstitutionQuerySet:
        """Those that results of these days come from: of periods that were opened, in the form's order."""
        begun = self.exclude(period__state=SurveyPeriod.State.DRAFT).of_one_questionnaire()
        mine = begun.filter(period__agency=agency, period__questionnaire=questionnaire)
        starts, ends = days
        shared = mine.filter(period__starts_on__lte=ends, period__ends_on__gte=starts)
        ordered = shared.order_by("period__starts_on", "element__order", "service__name")
        return ordered.select_related("element", "service", "period")


class Substitution(models.Model):
    """Another question for one element in one period, as PermenPANRB 14/2017 allows where a law makes
    the service free (the fee) or where the service is a website (competence, conduct).

    The element, its code and its weight stay. Written only while the period is a draft.
    """

    period = models.ForeignKey(SurveyPeriod, models.CASCADE, related_name="substitutions")
    element = models.ForeignKey(Element, models.PROTECT, related_name="+", verbose_name="unsur")
    # Empty: for all services of the office.
    service = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="layanan",
        help_text="Kosongkan bila berlaku untuk semua layanan.",
    )
    question = models.CharField("pertanyaan pengganti", max_length=300)
    # The four words, from the worst (1) to the best (4).
    answers = models.JSONField("pilihan jawaban", default=list)
    reason = models.CharField(
        "alasan dan dasar hukumnya",
        max_length=300,
        help_text="Tampil bersama hasil survei dan di laporan SKM.",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    made_at = models.DateTimeField(editable=False)

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = "pengganti unsur"
        verbose_name_plural = "pengganti unsur"
        ordering = ["element__order", "service__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "element", "service"],
                name="substitution_once",
                violation_error_message=TWICE,
            ),
            models.UniqueConstraint(
                fields=["period", "element"],
                condition=Q(service=None),
                name="substitution_for_all_once",
                violation_error_message=TWICE,
            ),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.element}, {self.for_whom}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._must_be_of_a_draft()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._must_be_of_a_draft()
        return super().delete(*args, **kwargs)

    @property
    def for_whom(self) -> str:
        """The service that it is for."""
        return self.service.name if self.service is not None else "semua layanan"

    def _must_be_of_a_draft(self) -> None:
        drafts = SurveyPeriod.objects.filter(state=SurveyPeriod.State.DRAFT)
        if not drafts.filter(pk=self.period_id).exists():
            raise RowIsFinal
