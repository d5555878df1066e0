"""A citizen's answers: written once, never edited, never imputed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models import Agency, Service
from services.models.final import FinalModel
from surveys.models.invitation import Invitation
from surveys.models.link import SurveyLink
from surveys.models.paper import PaperEntry
from surveys.models.questionnaire import Element, Questionnaire
from surveys.ways import Way


class Response(FinalModel):
    """One respondent's form; the profile as PermenPANRB 14/2017 asks it."""

    class Hours(models.TextChoices):
        MORNING = "morning", "08.00-12.00"
        AFTERNOON = "afternoon", "13.00-17.00"
        OUTSIDE = "outside", "Di luar jam"

    # Empty where nobody was invited: the open survey, the counter, paper.
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, null=True, related_name="response"
    )
    way = models.CharField(
        "cara", max_length=8, choices=Way.choices, default=Way.WHATSAPP, db_default=Way.WHATSAPP
    )
    link = models.ForeignKey(
        SurveyLink, models.PROTECT, null=True, related_name="responses", verbose_name="tautan"
    )
    # Who typed it in or imported it, of paper.
    entry = models.ForeignKey(PaperEntry, models.PROTECT, null=True, related_name="responses")
    # What one showing of an open form carries, so that a second press of its button writes nothing.
    once = models.CharField(
        max_length=43, null=True, blank=True, unique=True
    )  # NULL is outside the unique index
    # Keyed hash over the browser, service and period: finds a second answer, follows nobody further.
    device = models.CharField(max_length=64, blank=True, default="", db_default="")
    # A second answer of one browser about one service in one period: it counts, and can be told apart.
    is_repeat = models.BooleanField("dari perangkat yang sama", default=False, db_default=False)
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="responses", verbose_name="kuesioner"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="survey_responses", verbose_name="instansi"
    )
    service = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="survey_responses",
        verbose_name="layanan",
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField("diisi")
    submitted_on = models.DateField("tanggal survei")  # in the agency's own time zone
    # Empty where paper does not say it.
    hours = models.CharField("jam survei", max_length=10, choices=Hours.choices, blank=True)
    gender = models.CharField("jenis kelamin", max_length=30, blank=True)
    education = models.CharField("pendidikan", max_length=30, blank=True)
    occupation = models.CharField("pekerjaan", max_length=30, blank=True)
    occupation_other = models.CharField("pekerjaan lainnya", max_length=100, blank=True)
    comment = models.TextField("saran", blank=True)

    class Meta:
        verbose_name = "jawaban survei"
        verbose_name_plural = "jawaban survei"
        ordering = ["-submitted_at"]
        indexes = [
            models.Index(fields=["agency", "submitted_on"], name="response_of_period"),
            models.Index(fields=["service", "submitted_on"], name="response_of_service"),
            # What came after a moment, and the newest remarks: one answer of a thousand may have one.
            models.Index(fields=["agency", "submitted_at"], name="response_by_arrival"),
            models.Index(
                fields=["agency", "submitted_at"],
                name="response_with_remark",
                condition=~Q(comment=""),
            ),
            models.Index(fields=["device"], condition=~Q(device=""), name="response_of_device"),
        ]

    def __str__(self) -> str:
        return f"jawaban {self.pk}"


class Answer(FinalModel):
    """The value that one respondent gave to one element."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="answers")
    element = models.ForeignKey(
        Element, models.PROTECT, related_name="answers", verbose_name="unsur"
    )
    value = models.PositiveSmallIntegerField("nilai")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "element"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(value__gte=1, value__lte=4), name="answer_value_1_to_4"
            ),
        ]

    def __str__(self) -> str:
        return str(self.value)
