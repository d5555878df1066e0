"""What super admins and offices write to each other: messages, tasks, requests for features and repairs."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from services.models.agency import Agency


class CoordinationThreadQuerySet(models.QuerySet["CoordinationThread"]):
    def of_offices(self, agencies: Iterable[Agency]) -> CoordinationThreadQuerySet:
        """Those with these offices."""
        return self.filter(agency__in=agencies)

    def unfinished(self) -> CoordinationThreadQuerySet:
        """Those that somebody still has to do something for; messages have no end."""
        return self.filter(state__in=CoordinationThread.UNFINISHED)

    def saying(self, text: str) -> CoordinationThreadQuerySet:
        """Those with each word of the text in subject or posts."""
        found = self
        for word in text.split():
            said = CoordinationPost.objects.filter(
                thread=models.OuterRef("pk"), text__icontains=word
            )
            found = found.filter(Q(subject__icontains=word) | models.Exists(said))
        return found


class CoordinationThread(models.Model):
    """One subject with one office; several offices addressed at once have a thread each."""

    class Kind(models.TextChoices):
        MESSAGE = "message", "Pesan"
        TASK = "task", "Tugas"
        FEATURE = "feature", "Permintaan fitur"
        REPAIR = "repair", "Permintaan perbaikan"

    class State(models.TextChoices):
        OPEN = "open", "Terbuka"  # a message
        ASKED = "asked", "Diminta"
        PLANNED = "planned", "Direncanakan"
        DONE = "done", "Selesai"
        REFUSED = "refused", "Tidak dikerjakan"

    UNFINISHED = (State.ASKED, State.PLANNED)

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="coordination")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    subject = models.CharField(max_length=150)
    state = models.CharField(max_length=8, choices=State.choices)
    due_on = models.DateField(null=True)  # of a task
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    written_at = models.DateTimeField()  # of the newest post
    form_key = models.CharField(max_length=64)

    objects = CoordinationThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["opened_by", "form_key", "agency"], name="coordination_thread_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="task", due_on__isnull=False) | (~Q(kind="task") & Q(due_on=None)),
                name="coordination_task_is_due",
            ),
        ]
        indexes = [
            # the list of an office
            models.Index(
                F("agency"), F("written_at").desc(), F("id").desc(), name="coordination_of_office"
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def is_late(self, today: dt.date) -> bool:
        """Whether a task should have been done by now."""
        return self.due_on is not None and self.state == self.State.ASKED and self.due_on < today


class CoordinationPost(models.Model):
    """What one person wrote in a thread, and where that moved it; rows are added, never changed."""

    thread = models.ForeignKey(CoordinationThread, models.CASCADE, related_name="posts")
    text = models.TextField()
    moved_to = models.CharField(max_length=8, choices=CoordinationThread.State.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    form_key = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "by", "form_key"], name="coordination_post_once"
            )
        ]

    def __str__(self) -> str:
        return f"tulisan {self.pk}"


def stored_name(file: CoordinationFile, filename: str) -> str:
    """A path that tells nothing."""
    return f"koordinasi/{dt.datetime.now(dt.UTC):%Y/%m}/{uuid.uuid4().hex}"


class CoordinationFile(models.Model):
    """A file of a post."""

    post = models.ForeignKey(CoordinationPost, models.CASCADE, related_name="files")
    file = models.FileField(upload_to=stored_name)
    filename = models.CharField(max_length=255)
    mime_type = models.CharField(max_length=120)
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.filename


class CoordinationLook(models.Model):
    """Who opened which of these files, and when; rows are added, never changed."""

    file = models.ForeignKey(CoordinationFile, models.CASCADE, related_name="looks")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.staff_id} {self.file_id}"
