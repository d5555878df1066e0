"""Who was told what, when: each step of each due time once per person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tickets.models.ticket import Ticket


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at__isnull=True, is_skipped=False)


class Notification(models.Model):
    """A reminder on screen, by e-mail too where the person chose it."""

    class Due(models.TextChoices):
        FIRST_RESPONSE = "first_response", "Respons pertama"
        COMPLETION = "completion", "Penyelesaian"
        LOOK = "look", "Kiriman baru"
        WINDOW = "window", "Waktu balas WhatsApp"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="notifications")
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    due = models.CharField(max_length=16, choices=Due.choices)
    due_at = models.DateTimeField()
    step = models.CharField(max_length=20)  # "50", "75", "100", "+1d", "+2d" ...
    text = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    is_skipped = models.BooleanField(default=False)  # a newer step was due by then
    read_at = models.DateTimeField(null=True, blank=True)
    wants_email = models.BooleanField(default=False)
    email_claimed_at = models.DateTimeField(null=True, blank=True)
    emailed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "pengingat"
        verbose_name_plural = "pengingat"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "due", "due_at", "step", "staff"], name="notification_once"
            )
        ]
        indexes = [
            # the page of one's own reminders, newest first
            models.Index(
                F("staff"),
                F("created_at").desc(),
                condition=Q(is_skipped=False),
                name="notification_of_staff",
            ),
            models.Index(
                F("staff"),
                F("created_at").desc(),
                condition=Q(read_at__isnull=True, is_skipped=False),
                name="notification_unread",
            ),
            models.Index(
                F("id"),
                condition=Q(wants_email=True, email_claimed_at__isnull=True),
                name="notification_to_email",
            ),
        ]

    def __str__(self) -> str:
        return self.text
