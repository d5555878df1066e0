"""What an officer was typing; only the officer deletes it."""

from django.conf import settings
from django.db import models

from tickets.models.ticket import Ticket


class Draft(models.Model):
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="drafts")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "staff"], name="draft_once")]

    def __str__(self) -> str:
        return f"draf {self.pk}"
