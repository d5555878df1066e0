"""What WhatsApp told of our messages, appended and never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tickets.models.channel import Channel
from tickets.models.message import Message
from tickets.transports.registry import token_of


class StatusEventQuerySet(models.QuerySet["StatusEvent"]):
    def waiting_for(self, external_id: str, *, channel: int) -> StatusEventQuerySet:
        """What was told of this id, or of its token in another scope, before the id was known."""
        same = Q(external_id=external_id)
        if token := token_of(external_id):
            same |= Q(external_token=token)
        return self.filter(same, channel=channel, message__isnull=True).order_by("pk")


class StatusEvent(models.Model):
    """One status of one message of ours, by its id there; without a row it waits for our HTTP answer."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=255)
    external_token = models.CharField(max_length=64, blank=True, default="", editable=False)
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="status_events"
    )
    callback_data = models.CharField(max_length=512, blank=True)
    status = models.CharField(max_length=30)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    errors = models.JSONField(default=list)
    pricing_category = models.CharField(max_length=30, blank=True)

    objects = StatusEventQuerySet.as_manager()

    class Meta:
        verbose_name = "status pesan"
        verbose_name_plural = "status pesan"
        constraints = [
            models.UniqueConstraint(fields=["channel", "external_id", "status"], name="status_once")
        ]
        indexes = [
            models.Index(
                fields=["channel", "external_id"],
                condition=Q(message__isnull=True),
                name="status_orphan",
            ),
            models.Index(
                fields=["channel", "external_token"],
                condition=Q(message__isnull=True),
                name="status_orphan_by_token",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.pk}"
