"""What WhatsApp posted, byte for byte, until it is worked and its time is over."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.db import connections, models
from django.db.models import F, Q

from tickets.transports.registry import WHATSAPP

# Without the ORM: building its INSERT costs as much as the rest of the webhook (docs/benchmarks.md).
# A test holds the columns against the model: a new one that is forgotten would refuse every webhook.
_INSERT = (
    "INSERT INTO tickets_webhookevent"
    " (kind, body, sha256, received_at, attempts, parked, is_parked) VALUES "
)
_ROW = "(%s, %s, %s, %s, 0, '[]', FALSE)"
_ONLY_NEW = " ON CONFLICT (sha256) DO NOTHING"


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


class WebhookEventQuerySet(models.QuerySet["WebhookEvent"]):
    def store(
        self, bodies: Sequence[bytes], *, received_at: dt.datetime, kind: str = WHATSAPP
    ) -> None:
        """Make the bodies durable, all or none, by one statement and one commit.

        `kind`: of the channel that posted them.

        A redelivery leaves its row as it is. Raises django.db.Error when the database refuses.
        """
        connection = connections[self.db]
        at = connection.ops.adapt_datetimefield_value(received_at)
        parameters = [one for body in bodies for one in (kind, body, _sha256(body), at)]
        with connection.cursor() as cursor:
            cursor.execute(_INSERT + ", ".join([_ROW] * len(bodies)) + _ONLY_NEW, parameters)

    def unprocessed(self) -> WebhookEventQuerySet:
        return self.filter(processed_at__isnull=True).order_by("pk")

    def parked(self) -> WebhookEventQuerySet:
        return self.filter(is_parked=True, settled_at__isnull=True)


class WebhookEvent(models.Model):
    """One signed POST; a redelivery has the same hash and changes nothing."""

    kind = models.CharField(max_length=20, default=WHATSAPP)  # which transport reads the body
    body = models.BinaryField(null=True)  # purged 30 days after it was worked
    sha256 = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField("diterima")
    processed_at = models.DateTimeField("dikerjakan", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    # Items that could not be understood: [{"path": "entry[0]...", "code": ...}], as tickets.parking.
    parked = models.JSONField(default=list)
    is_parked = models.BooleanField(default=False)
    settled_at = models.DateTimeField(
        "diperiksa", null=True, blank=True
    )  # a person has looked at it

    objects = WebhookEventQuerySet.as_manager()

    class Meta:
        verbose_name = "kiriman WhatsApp"
        verbose_name_plural = "kiriman WhatsApp"
        indexes = [
            models.Index(
                F("id"), condition=Q(processed_at__isnull=True), name="webhook_event_unprocessed"
            ),
            models.Index(F("id"), condition=Q(is_parked=True), name="webhook_event_parked"),
            models.Index(fields=["processed_at"], name="webhook_event_purge"),
        ]

    def __str__(self) -> str:
        return f"kiriman {self.pk}"
