"""What evaluators and officials recommend after a survey period, and what the office does with it.

Rows are written once: a better plan or a later report is a row of its own, and the newest counts.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models import Agency, Service
from services.models.final import Final, FinalModel
from surveys.models.period import SurveyPeriod
from surveys.models.questionnaire import Element
from surveys.models.response import Response

QUARTERS = (1, 2, 3, 4)


class ResultsOpened(FinalModel):
    """That a person opened the results of a period, and when they first did."""

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    period = models.ForeignKey(SurveyPeriod, models.CASCADE, related_name="+")
    at = models.DateTimeField("dibuka")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "period"], name="results_opened_once")
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"hasil periode {self.period_id} dibuka"


class RecommendationQuerySet(Final):
    def of_agencies(self, agencies: models.QuerySet[Agency]) -> RecommendationQuerySet:
        """Those about these offices."""
        return self.filter(period__agency__in=agencies)

    def with_answers(self) -> RecommendationQuerySet:
        """With what is shown beside them: three queries, however many there are."""
        related = self.select_related("period__agency", "element", "service", "by")
        return related.prefetch_related(
            models.Prefetch("plans", FollowUpPlan.objects.select_related("element", "by")),
            models.Prefetch("reports", ProgressReport.objects.select_related("by")),
        )


class Recommendation(FinalModel):
    """One recommendation about a period's results, at an element, a service or a remark where it says so."""

    class State(models.TextChoices):
        WAITING = "waiting", "Belum dijawab"
        PLANNED = "planned", "Direncanakan"
        RUNNING = "running", "Berjalan"
        DONE = "done", "Selesai"

    period = models.ForeignKey(SurveyPeriod, models.PROTECT, related_name="recommendations")
    element = models.ForeignKey(Element, models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    # The answer whose remark it is about; who reads the words, and how, is asked when they are shown.
    remark = models.ForeignKey(Response, models.PROTECT, null=True, related_name="+")
    text = models.TextField("rekomendasi")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("ditulis")

    objects: ClassVar[Any] = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"rekomendasi {self.pk}"

    @property
    def plan(self) -> FollowUpPlan | None:
        """The plan that counts: the newest."""
        return next(iter(self.plans.all()), None)

    @property
    def report(self) -> ProgressReport | None:
        """The newest report of progress."""
        return next(iter(self.reports.all()), None)

    @property
    def state(self) -> State:
        """How far the office is with it."""
        if self.report is not None:
            return self.State(self.report.state)
        return self.State.PLANNED if self.plan is not None else self.State.WAITING

    def days(self, now: dt.datetime) -> int:
        """Its age in days; of a finished one, how long it took."""
        done = self.report is not None and self.state == self.State.DONE
        return ((self.report.at if done and self.report else now) - self.at).days

    def is_overdue(self, today: dt.date) -> bool:
        """Whether the quarter of its plan is over and it is not finished."""
        if self.plan is None or self.state == self.State.DONE:
            return False
        return self.plan.is_over(today)


class FollowUpPlan(FinalModel):
    """Rencana tindak lanjut: the office's answer to a recommendation."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="plans")
    element = models.ForeignKey(Element, models.PROTECT, related_name="+")
    activity = models.TextField("program/kegiatan")
    year = models.PositiveSmallIntegerField("tahun")
    quarter = models.PositiveSmallIntegerField("triwulan")
    responsible = models.CharField("penanggung jawab", max_length=150)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("ditulis")

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(quarter__in=QUARTERS), name="plan_quarter_1_to_4")
        ]

    def __str__(self) -> str:
        return f"rencana {self.pk}"

    def is_over(self, today: dt.date) -> bool:
        """Whether its quarter has ended."""
        return (self.year, self.quarter) < (today.year, (today.month + 2) // 3)


class ProgressReport(FinalModel):
    """How far the office is, and where it can be seen."""

    class State(models.TextChoices):
        RUNNING = "running", "Berjalan"
        DONE = "done", "Selesai"

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="reports")
    state = models.CharField("keadaan", max_length=8, choices=State.choices)
    text = models.TextField("kemajuan")
    evidence = models.CharField("bukti", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("ditulis")

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"kemajuan {self.pk}"
