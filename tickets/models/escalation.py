"""What an office's head was asked to decide, until when, and what they answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models import Agency
from tickets.models.ticket import Ticket


class Escalation(models.Model):
    """Asked of the head of `agency`; one at a time for a ticket. What is answered is never changed."""

    ticket = models.ForeignKey(
        Ticket, models.PROTECT, related_name="escalations", verbose_name="tiket"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="instansi")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diminta oleh"
    )
    asked_at = models.DateTimeField("diminta")
    reason = models.CharField("alasan", max_length=500)
    due_at = models.DateTimeField("dijawab paling lambat")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dijawab oleh",
    )
    answered_at = models.DateTimeField("dijawab", null=True, blank=True)
    answer = models.CharField("jawaban", max_length=500, blank=True)
    # The ticket went to another office before the head answered.
    is_void = models.BooleanField("gugur", default=False)

    class Meta:
        verbose_name = "eskalasi"
        verbose_name_plural = "eskalasi"
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(answered_at__isnull=True, is_void=False),
                name="escalation_one_open",
            )
        ]
        # the report of escalations in some days
        indexes = [models.Index(fields=["asked_at"], name="escalation_asked_at")]

    def __str__(self) -> str:
        return f"eskalasi {self.pk}"
