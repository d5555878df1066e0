"""What WhatsApp told of our messages, appended and never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tickets.models.channel import Channel
from tickets.models.message import Message


class StatusEvent(models.Model):
    """One status of one wamid; without a message it waits for our HTTP answer."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    wamid = models.CharField(max_length=255)
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="status_events"
    )
    callback_data = models.CharField(max_length=512, blank=True)
    status = models.CharField(max_length=30)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    errors = models.JSONField(default=list)
    pricing_category = models.CharField(max_length=30, blank=True)

    class Meta:
        verbose_name = "status pesan"
        verbose_name_plural = "status pesan"
        constraints = [
            models.UniqueConstraint(fields=["channel", "wamid", "status"], name="status_once")
        ]
        indexes = [
            models.Index(
                fields=["channel", "wamid"],
                condition=Q(message__isnull=True),
                name="status_orphan",
            )
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.pk}"
