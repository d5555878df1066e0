"""Counts that are kept: sums of answers by day and month, so that a year of a million answers is read in some hundred rows."""

from __future__ import annotations

from django.db import models

from services.models import Agency, Service
from surveys.models.questionnaire import Questionnaire


class Facet(models.TextChoices):
    """What a sum is of: services and ways, or one option of what else is known of an answer."""

    WHOLE = "", "seluruhnya"
    SERVICES = "services", "layanan dan cara"
    GENDER = "gender", "jenis kelamin"
    EDUCATION = "education", "pendidikan"
    OCCUPATION = "occupation", "pekerjaan"
    HOURS = "hours", "jam survei"
    NUMBER = "number", "nomor"
    MARK = "mark", "tanda"


class AnswerSum(models.Model):
    """The answers of one office and day (or month) with the same elements: how many, and each element's sum.

    Made by `surveys/summing.py` alone, from answers that never change; it can be emptied and made again.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="+", db_index=False
    )
    facet = models.CharField(max_length=10, choices=Facet.choices, blank=True)
    option = models.CharField(max_length=30, blank=True)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, related_name="+", db_index=False
    )
    way = models.CharField(max_length=8, blank=True)
    is_month = models.BooleanField()
    on = models.DateField()  # the day; of a month its first
    elements = models.JSONField()  # their ids, ascending
    sums = models.JSONField()  # of these elements, in the same order
    n = models.PositiveIntegerField()
    repeats = models.PositiveIntegerField(default=0)  # of them from a browser that answered before

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["agency", "questionnaire", "facet", "is_month", "on"],
                name="answer_sum_of_range",
            )
        ]

    def __str__(self) -> str:
        return f"{self.n} jawaban, {self.on}"


class SummedUpTo(models.Model):
    """One row: the sums hold each answer up to this number, but for the gaps.

    A gap is [first, last, seconds since 1970 when it was seen]: numbers that no row had when the sums went
    past them, because its writer had not committed yet, or gave up.
    """

    response = models.PositiveBigIntegerField(default=0)
    gaps = models.JSONField(default=list)
    version = models.PositiveBigIntegerField(default=0)  # one more with each change of the sums

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"sampai {self.response}"


class FunnelCount(models.Model):
    """What became of the invitations of one office and range, as a sweep counted it (surveys/funnels.py)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["agency", "starts", "ends"], name="funnel_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.starts} sampai {self.ends}"
