"""Who was told what, when: of each cause, and of each step of each due time, once per person.

What is told is told of a ticket, of a file that the person had asked for, or of an office's matter that has a
page of its own.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from services.models import Agency
from tickets.models.export_job import ExportJob
from tickets.models.ticket import Ticket


class NotificationQuerySet(models.QuerySet["Notification"]):
    def shown(self) -> NotificationQuerySet:
        """Those that the person sees on screen."""
        return self.filter(is_skipped=False, on_screen=True)

    def unread(self) -> NotificationQuerySet:
        """Those that are on screen as new."""
        return self.pending().filter(on_screen=True)

    def pending(self) -> NotificationQuerySet:
        """Those that were not read, in whatever way the person is told of them."""
        return self.filter(is_skipped=False, read_at__isnull=True)

    def for_digest(self) -> NotificationQuerySet:
        """Those that wait for the mail of the next morning."""
        return self.pending().filter(wants_digest=True, digested_at__isnull=True)

    def to_push(self, *, since: dt.datetime) -> NotificationQuerySet:
        """Those that wait for a push and are not older than `since`, oldest first."""
        waiting = self.pending().filter(wants_push=True, push_claimed_at__isnull=True)
        return waiting.filter(created_at__gt=since).order_by("created_at")

    def counts_more(self, count: int, *, at: dt.datetime) -> int:
        """Count so many more on the rows, which are news again; returns how many rows there were."""
        return self.update(count=F("count") + count, created_at=at, push_claimed_at=None)


class Notification(models.Model):
    """One thing that a person is told of a ticket, a file of theirs or a page, and whether it was read."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="notifications", null=True)
    export = models.ForeignKey(ExportJob, models.CASCADE, related_name="+", null=True)
    # Of a page: whose matter it is, and the path.
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", null=True)
    path = models.CharField(max_length=100, blank=True)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=20)  # one of tickets.notifications.Kind
    due_at = models.DateTimeField()  # the due time, or the moment that it tells of
    step = models.CharField(max_length=20, blank=True)  # "50%", "75%", "due", "due+1d" ...
    cause = models.CharField(max_length=40, blank=True)  # "ticketevent:12"; "" for due times
    values = models.JSONField(default=dict, blank=True)  # for the sentence of its kind
    count = models.PositiveIntegerField(default=1)  # how many came before the first was read
    created_at = models.DateTimeField()
    is_skipped = models.BooleanField(default=False)  # a newer step was due by then
    read_at = models.DateTimeField(null=True, blank=True)
    on_screen = models.BooleanField(default=True)
    wants_digest = models.BooleanField(default=False)
    digested_at = models.DateTimeField(null=True, blank=True)
    wants_email = models.BooleanField(default=False)
    email_claimed_at = models.DateTimeField(null=True, blank=True)
    emailed_at = models.DateTimeField(null=True, blank=True)
    wants_push = models.BooleanField(default=False)
    push_claimed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "pemberitahuan"
        verbose_name_plural = "pemberitahuan"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ticket__isnull=False)
                ^ Q(export__isnull=False)
                ^ (Q(agency__isnull=False) & ~Q(path="") & ~Q(cause="")),
                name="notification_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["export"],
                condition=Q(export__isnull=False),
                name="notification_once_per_file",
            ),
            models.UniqueConstraint(
                fields=["ticket", "kind", "due_at", "step", "staff"],
                condition=Q(cause=""),
                name="notification_once",
            ),
            models.UniqueConstraint(
                fields=["staff", "ticket", "cause"],
                condition=~Q(cause=""),
                name="notification_once_per_cause",
            ),
            models.UniqueConstraint(
                fields=["staff", "cause"],
                condition=~Q(path=""),
                name="notification_once_of_a_page",
            ),
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
            # the report of who was told what in some days
            models.Index(
                F("created_at"), condition=Q(is_skipped=False), name="notification_told_at"
            ),
            models.Index(
                F("id"),
                condition=Q(wants_email=True, email_claimed_at__isnull=True),
                name="notification_to_email",
            ),
            models.Index(
                F("staff"),
                F("created_at"),
                condition=Q(wants_digest=True, digested_at__isnull=True, read_at__isnull=True),
                name="notification_for_digest",
            ),
            models.Index(
                F("created_at"),
                condition=Q(wants_push=True, push_claimed_at__isnull=True, read_at__isnull=True),
                name="notification_to_push",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.step}".strip()

    def get_absolute_url(self) -> str:
        """The page of what it tells of."""
        return self.path or self._of.get_absolute_url()

    @property
    def name(self) -> str:
        """What it tells of: the ticket's number, the name of the file, or the office."""
        if self.agency is not None:
            return self.agency.short_name
        return self.ticket.register_number if self.ticket is not None else str(self._of)

    @property
    def zone(self) -> ZoneInfo:
        """The clock by which its moments are said."""
        if self.ticket is not None:
            return self.ticket.agency.zone
        if self.agency is not None:
            return self.agency.zone
        return ZoneInfo(self.values["zone"])

    @property
    def _of(self) -> Ticket | ExportJob:
        of = self.ticket or self.export
        assert of is not None  # noqa: S101  # the table's own constraint
        return of
