"""The pauses of a ticket's completion clock."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models import Service
from tickets.models.ticket import Ticket


class ClockSpan(models.Model):
    """A pause with its reason; open while ends_at is NULL.

    One with an `outage` lasts as long as that, and as the ticket is in a service that it touches: these
    may lie over each other and over a pause of the ticket's own, and are counted once (`sla`).
    """

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
    outage = models.ForeignKey(
        "tickets.Outage", models.CASCADE, null=True, blank=True, related_name="spans"
    )
    # Of an outage's span: in which service the ticket was, since when, and until when (NULL: it still
    # is); and which version of the outage its times were made from.
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    came_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    outage_version = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(ends_at__isnull=True, outage__isnull=True),
                name="one_open_clock_span",
            ),
            models.UniqueConstraint(
                fields=["outage", "ticket"],
                condition=Q(outage__isnull=False, left_at__isnull=True),
                name="one_span_of_an_outage",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
