"""That who evaluates has reviewed the figures of a finished survey period, and what came of it.

Written once, about one reading (`PeriodSnapshot`): of a period that was reopened and closed again an
earlier review is about earlier figures. A correction is a row of its own, and the newest counts.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models.final import Final, FinalModel
from surveys.models.period import SurveyPeriod
from surveys.models.snapshot import PeriodSnapshot


class PeriodReviewQuerySet(Final):
    def of_period(self, period: SurveyPeriod) -> PeriodReviewQuerySet:
        """All about this period, whichever reading, with what is shown beside them."""
        found = self.filter(snapshot__period=period).select_related("snapshot", "by")
        return found.defer("snapshot__content")


class PeriodReview(FinalModel):
    """One review of one reading."""

    class Outcome(models.TextChoices):
        ADEQUATE = "adequate", "Memadai"
        RECOMMEND = "recommend", "Perlu rekomendasi"
        CHECK = "check", "Angka perlu diperiksa"

    snapshot = models.ForeignKey(PeriodSnapshot, models.PROTECT, related_name="reviews")
    outcome = models.CharField("hasil telaah", max_length=10, choices=Outcome.choices)
    note = models.TextField("catatan", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("ditelaah")

    objects: ClassVar[Any] = PeriodReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="check") | ~Q(note=""), name="review_says_what_to_check"
            )
        ]

    def __str__(self) -> str:
        return f"telaah {self.pk}"
