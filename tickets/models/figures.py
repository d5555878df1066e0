"""Counts of each day, made again whenever something of that day changed (docs/decisions/0063), and of each hour of
the running day that is over (docs/decisions/0125).
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F

from services.models import Agency, Service
from services.models.service import Kind
from tickets.models.channel import Channel
from tickets.models.ticket import Ticket


class Slice(models.Model):
    """One office's day, or an hour of it, and what its tickets have in common: the last columns as on the ticket."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()  # in the office's zone
    # The hour of the day, in the office's zone; None: the whole day. Rows of an hour count while their day runs, and go
    # a while after.
    hour = models.PositiveSmallIntegerField(null=True)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, related_name="+", db_index=False
    )
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, related_name="+", db_index=False
    )
    source = models.CharField(max_length=10, choices=Ticket.Source.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class DailyFigure(Slice):
    """What is settled of the tickets of a day. What runs on and is late is counted live."""

    # Of those that came on that day.
    arrived = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    first_kept = models.PositiveIntegerField(default=0)
    first_late = models.PositiveIntegerField(default=0)
    first_time = models.DurationField(default=dt.timedelta)
    # Of those that fell due on that day and are resolved.
    due_kept = models.PositiveIntegerField(default=0)
    due_late = models.PositiveIntegerField(default=0)
    due_ended = models.PositiveIntegerField(default=0)
    due_time = models.DurationField(default=dt.timedelta)
    # Of those that were resolved on that day.
    resolved = models.PositiveIntegerField(default=0)
    fulfilled = models.PositiveIntegerField(default=0)
    replied = models.PositiveIntegerField(default=0)  # the outcome "answered"
    forwarded = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    no_request = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "angka harian"
        verbose_name_plural = "angka harian"
        indexes = [models.Index(F("agency"), F("day"), name="daily_figure")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day}"


class DailySpread(Slice):
    """How a measure of the day's tickets is spread: how many of them fall into each bucket."""

    class Measure(models.TextChoices):
        FIRST = "first", "Respons pertama"  # of those that came; tickets.figures.buckets
        DUE = "due", "Penyelesaian"  # of those that fell due
        NET = "net", "Penyelesaian tanpa jeda"
        HOUR = "hour", "Jam masuk"  # bucket: the hour; office hours
        CLOSED_HOUR = "closed_hour", "Jam masuk di luar jam layanan"

    measure = models.CharField(max_length=12, choices=Measure.choices)
    bucket = models.PositiveSmallIntegerField()
    tickets = models.PositiveIntegerField()

    class Meta:
        verbose_name = "sebaran harian"
        verbose_name_plural = "sebaran harian"
        indexes = [models.Index(F("agency"), F("measure"), F("day"), name="daily_spread")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day} {self.measure}"


class DailyPeople(Slice):
    """Which different people came on a day: sets, which are united where days would not add up."""

    citizens = models.BinaryField()  # tickets.figures.id_sets: who came for themselves
    others = models.JSONField(default=list)  # for whom else: "citizen name"

    class Meta:
        verbose_name = "pemohon harian"
        verbose_name_plural = "pemohon harian"
        indexes = [models.Index(F("agency"), F("day"), name="daily_people")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day}"


class DailyWork(Slice):
    """What one person did on a day with tickets that have this in common. `assignee` is who did it, not
    who holds the tickets; nobody where it tells what citizens sent.
    """

    came = models.PositiveIntegerField(default=0)  # messages of citizens
    messages = models.PositiveIntegerField(default=0)
    notes = models.PositiveIntegerField(default=0)
    sent_files = models.PositiveIntegerField(default=0)
    resolved = models.PositiveIntegerField(default=0)
    # Quarters of an hour in which the person did anything, as bits: of the first and of the last twelve
    # hours of the day; and those of them that lay in office hours.
    morning = models.BigIntegerField(default=0)
    evening = models.BigIntegerField(default=0)
    open_morning = models.BigIntegerField(default=0)
    open_evening = models.BigIntegerField(default=0)
    # tickets.figures.id_sets: what something was done to, and which files were opened.
    tickets = models.BinaryField(default=bytes)
    files = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = "pekerjaan harian"
        verbose_name_plural = "pekerjaan harian"
        indexes = [models.Index(F("agency"), F("day"), name="daily_work")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day} {self.assignee_id}"


class FigureProgressQuerySet(models.QuerySet["FigureProgress"]):
    def recut_of(self, agency: Agency) -> FigureProgressQuerySet:
        """The office's row while some of its days are still cut by an earlier zone."""
        is_recut = ~models.Q(timezone=agency.timezone) | models.Q(recut_through__isnull=False)
        return self.filter(is_recut, agency=agency)


class FigureProgress(models.Model):
    """Until which day an office's figures are made, and in which zone its days were cut.

    Whoever makes figures of the office holds this row. `recut_through`: after another zone, the last day
    that was made anew; later ones, through `built_through`, are still cut by an earlier zone. `versions`: another word
    each time that days of a third of a month were made, by `tickets.figures.thirds`; of hours under "hours". Of `hours_day`
    the first `hours_made` hours are made; they count while it is the day after `built_through`.
    """

    agency = models.OneToOneField(Agency, models.CASCADE, primary_key=True, related_name="+")
    timezone = models.CharField(max_length=40)
    built_through = models.DateField()
    recut_through = models.DateField(null=True)
    versions = models.JSONField(default=dict)
    hours_day = models.DateField(null=True)
    hours_made = models.PositiveSmallIntegerField(default=0, db_default=0)
    # A word for when the office was open on that day, by which its hours were made.
    hours_open = models.CharField(max_length=16, default="", db_default="")
    # Until when hours that changed, or that take the place of those of another day, are not made.
    hours_wait_until = models.DateTimeField(null=True)

    objects = FigureProgressQuerySet.as_manager()

    class Meta:
        verbose_name = "angka harian sampai"
        verbose_name_plural = "angka harian sampai"

    def __str__(self) -> str:
        return f"{self.agency_id} {self.built_through}"

    def hours_made_of(self, day: dt.date) -> int:
        """How many hours of the day are made, from its first one on."""
        return self.hours_made if self.hours_day == day else 0


class FigureChange(models.Model):
    """A moment of an office on whose day, or in whose hour, something changed after it was over.

    A moment, not a day: an office may get another zone. Rows are only added, so no verb waits for
    another; who makes the day again removes the rows that it saw.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "hari yang berubah"
        verbose_name_plural = "hari yang berubah"

    def __str__(self) -> str:
        return f"{self.agency_id} {self.at}"
