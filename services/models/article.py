"""Questions that citizens ask again and again, with the office's answer (FAQ)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from services import sentences
from services.models.agency import Agency
from services.models.service import Service

LONGEST_ANSWER = 1500
MOST_QUESTIONS = 40  # ways to ask the same; each makes hearing slower


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        """What citizens read, and the bot says."""
        return self.filter(state=Article.State.PUBLISHED)

    def fitting(self, service: Service | None) -> ArticleQuerySet:
        """For every service, and for this one."""
        for_all = Q(service__isnull=True)
        return self.filter(for_all | Q(service=service) if service else for_all)


class Article(models.Model):
    """One question with its answer; without a service it is about the whole office."""

    class State(models.TextChoices):
        DRAFT = "draft", "Konsep"
        PUBLISHED = "published", "Terbit"

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="articles", verbose_name="instansi"
    )
    service = models.ForeignKey(
        Service,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name="layanan",
    )
    question = models.CharField("pertanyaan", max_length=sentences.LONGEST)
    # Other ways in which citizens ask it, one a line.
    also_asked = models.TextField("juga ditanyakan sebagai", blank=True)
    answer = models.TextField("jawaban", max_length=LONGEST_ANSWER, blank=True)
    state = models.CharField(
        "keadaan", max_length=9, choices=State.choices, default=State.DRAFT, editable=False
    )
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField("diubah")
    version = models.PositiveIntegerField(default=1, editable=False)  # what a form was made from
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    published_at = models.DateTimeField("terbit", null=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "artikel tanya jawab"
        verbose_name_plural = "artikel tanya jawab"
        ordering = ["question", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(answer=""), name="published_article_answers"
            )
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def questions(self) -> tuple[str, ...]:
        """Every way to ask it, the title first."""
        every = (self.question, *filter(None, self.also_asked.splitlines()))
        return tuple(dict.fromkeys(every))

    @property
    def is_published(self) -> bool:
        """Whether citizens read it."""
        return self.state == self.State.PUBLISHED
