"""Quick replies: answers that officers insert with `/`, an office's and everybody's own."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from services.models import Agency, Service
from tickets.models.owned import OwnedQuerySet
from tickets.prepared_texts import why_refused


class QuickReplyQuerySet(OwnedQuerySet["QuickReply"]):
    def fitting(self, service: Service | None, *, agency: int) -> QuickReplyQuerySet:
        """An office's answers for a matter: for every service, and for this one."""
        for_all = Q(service__isnull=True)
        return self.filter(for_all | Q(service=service) if service else for_all, agency=agency)


class QuickReply(models.Model):
    """A polite answer; with an owner it is that person's alone."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="quick_replies", verbose_name="instansi"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="pemilik",
    )
    service = models.ForeignKey(
        Service, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="layanan"
    )
    folder = models.CharField("kelompok", max_length=40, blank=True, default="")
    shortcut = models.SlugField("singkatan", max_length=30)
    title = models.CharField("judul", max_length=100)
    text = models.TextField("isi", max_length=4000)

    objects = QuickReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "balasan cepat"
        verbose_name_plural = "balasan cepat"
        ordering = ["folder", "shortcut"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "shortcut"],
                condition=Q(owner__isnull=True),
                name="shared_quick_reply_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "owner", "shortcut"],
                condition=Q(owner__isnull=False),
                name="own_quick_reply_once",
            ),
        ]

    def __str__(self) -> str:
        return f"/{self.shortcut} {self.title}"

    def clean(self) -> None:
        """What would reach a citizen as a brace."""
        if self.text and (words := why_refused(self.text)):
            raise ValidationError({"text": words})
