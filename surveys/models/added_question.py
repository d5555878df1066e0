"""What an office asks besides the questionnaire; it never counts for the index."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models import Agency, Service
from services.models.final import FinalModel, RowIsFinal
from surveys.models.response import Response

# What is said to the citizen stays once somebody answered: field and its column.
SAID = {
    "agency": "agency_id",
    "service": "service_id",
    "question": "question",
    "choices": "choices",
}


class AddedQuestionQuerySet(models.QuerySet["AddedQuestion"]):
    def asked(self) -> AddedQuestionQuerySet:
        """Those that citizens are asked now."""
        return self.filter(is_asked=True)

    def asked_about(self, agency: Agency, service: Service | None) -> AddedQuestionQuerySet:
        """What is asked about this service: the office's questions for all services and its own."""
        ours = Q(service=None) | Q(service=service) if service else Q(service=None)
        return self.asked().filter(ours, agency=agency).order_by("order", "pk")


class AddedQuestion(models.Model):
    """One question with a choice of answers, for all services of an office or for one."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="added_questions", verbose_name="instansi"
    )
    service = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="added_questions",
        verbose_name="layanan",
        help_text="Kosongkan bila ditanyakan untuk semua layanan.",
    )
    question = models.CharField("pertanyaan", max_length=300)
    choices = models.JSONField("pilihan jawaban", default=list)
    # Which ready question it is (surveys/adding.py); "": one in the office's own words.
    ready = models.CharField(max_length=10, blank=True, editable=False, db_default="")
    order = models.PositiveSmallIntegerField("urutan", default=1)
    is_asked = models.BooleanField("ditanyakan", default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True, editable=False)

    objects = AddedQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "pertanyaan tambahan"
        verbose_name_plural = "pertanyaan tambahan"
        ordering = ["agency", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "ready"],
                condition=~Q(ready=""),
                name="ready_question_once",
            )
        ]

    def __str__(self) -> str:
        return self.question

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and self.says_something_else():
            if self.answers.exists():
                raise RowIsFinal
            self.ready = ""  # with other words, or about one service, it is the office's own
        super().save(*args, **kwargs)

    @property
    def for_whom(self) -> str:
        """The service that it is asked about."""
        return self.service.name if self.service is not None else "semua layanan"

    def says_something_else(self) -> bool:
        """Whether its words, or about what it is asked, differ from what is stored."""
        before = AddedQuestion.objects.filter(pk=self.pk).first()
        columns = SAID.values()
        return before is not None and any(
            getattr(before, one) != getattr(self, one) for one in columns
        )


class AddedAnswer(FinalModel):
    """Which of its choices one respondent took: 1 for the first.

    Day and moment are the response's, so that a year of answers is counted from one index.
    """

    response = models.ForeignKey(Response, models.PROTECT, related_name="added_answers")
    question = models.ForeignKey(AddedQuestion, models.PROTECT, related_name="answers")
    choice = models.PositiveSmallIntegerField("pilihan")
    submitted_on = models.DateField("tanggal survei")
    submitted_at = models.DateTimeField("diisi")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="added_answer_once"),
            models.CheckConstraint(condition=Q(choice__gte=1), name="added_answer_is_a_choice"),
        ]
        indexes = [
            models.Index(
                fields=["question", "submitted_on"],
                include=["choice", "submitted_at"],
                name="added_answers_of_question",
            )
        ]

    def __str__(self) -> str:
        return str(self.choice)
