"""How a person wants to be told of one kind, where that is not as the table of kinds has it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class NotificationChoice(models.Model):
    """One person's choice for one kind (tickets.notifications.Kind)."""

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_choices"
    )
    kind = models.CharField(max_length=20)
    on_screen = models.BooleanField()
    in_digest = models.BooleanField()
    by_push = models.BooleanField(default=False)  # to the browsers that the person signed up

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "kind"], name="notification_choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.staff_id}"
