"""A file that came with a message or goes out with one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q

from services.name_fields import ShownNameField
from tickets.models import search_entries as entries
from tickets.models.message import Message


def stored_name(attachment: Attachment, filename: str) -> str:
    """A path that tells nothing: the citizen's own name for the file stays in the database."""
    return f"{dt.datetime.now(dt.UTC):%Y/%m/%d}/{uuid.uuid4().hex}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def bulk_create(self, objs: Iterable[Attachment], *args: Any, **more: Any) -> list[Attachment]:
        """Insert them, and what they are found by."""
        with transaction.atomic(savepoint=False):
            made = super().bulk_create(objs, *args, **more)
            entries.files_named(made, is_new=True)
        return made

    def to_fetch(self, now: dt.datetime) -> AttachmentQuerySet:
        return self.filter(state=Attachment.State.PENDING, next_attempt_at__lte=now)

    def to_draw(self, now: dt.datetime) -> AttachmentQuerySet:
        return self.filter(state=Attachment.State.READY, preview_due_at__lte=now)


class Attachment(models.Model):
    """The row comes with the message, the bytes by their own retried task."""

    class State(models.TextChoices):
        PENDING = "pending", "Sedang diambil"
        READY = "ready", "Siap"
        FAILED = "failed", "Gagal diambil"

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    media_id = models.CharField(max_length=100, blank=True)
    mime_type = models.CharField(max_length=120, blank=True)
    filename = ShownNameField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)  # hex, of the bytes that we hold
    declared_sha256 = models.CharField(max_length=100, blank=True)  # as WhatsApp told it
    size = models.BigIntegerField(null=True, blank=True)  # bytes
    is_voice = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    file = models.FileField(upload_to=stored_name, blank=True)
    preview = models.FileField(upload_to=stored_name, blank=True)
    error = models.JSONField(default=dict, blank=True)  # as tickets.faults has it
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    # When its preview is to be drawn, or its lease ends; NULL: drawn, or none can be.
    preview_due_at = models.DateTimeField(null=True, blank=True)
    # Counted before each attempt, since an attempt may take its worker with it.
    preview_attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas"
        verbose_name_plural = "berkas"
        indexes = [
            models.Index(
                F("next_attempt_at"), condition=Q(state="pending"), name="attachment_to_fetch"
            ),
            models.Index(
                F("preview_due_at"),
                condition=Q(preview_due_at__isnull=False),
                name="attachment_to_draw",
            ),
        ]

    def __str__(self) -> str:
        return f"berkas {self.pk}"

    def save(self, **options: Any) -> None:
        """Write it, and what it is found by."""
        is_new, fields = self._state.adding, options.get("update_fields")
        if not self.filename or not (fields is None or entries.OF_FILE & {*fields}):
            super().save(**options)
            return
        with transaction.atomic(savepoint=False):
            super().save(**options)
            entries.files_named([self], is_new=is_new)
