"""The pauses of a ticket's completion clock."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tickets.models.ticket import Ticket


class ClockSpan(models.Model):
    """A pause with its reason; open while ends_at is NULL."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen", "Menunggu pemohon"
        OUTAGE = "outage", "Gangguan sistem"
        RESOLVED = "resolved", "Sudah dijawab, lalu dibuka kembali"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="clock_spans")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=300, blank=True)  # as an officer wrote it
    why = models.CharField(max_length=30, blank=True)  # else one of tickets.event_reasons.Why
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ends_at__isnull=True), name="one_open_clock_span"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
