"""Dated records of an office with files: outreach, training, upkeep, improvements, innovations, SOP, guides.

What a kind holds is in services.record_kinds; columns here are what lists and reports choose by.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from services.models.agency import Agency
from services.models.service import Service
from services.record_kinds import KINDS


class OfficeRecordQuerySet(models.QuerySet["OfficeRecord"]):
    def of_offices(self, agencies: Iterable[Agency]) -> OfficeRecordQuerySet:
        """Those of these offices; whose records a person reads, `services.recording.records_of` says."""
        return self.filter(agency__in=agencies)

    def kept(self) -> OfficeRecordQuerySet:
        """Not archived: only these are listed and counted by themselves."""
        return self.filter(archived_at__isnull=True)

    def of_span(self, first: dt.date, last: dt.date) -> OfficeRecordQuerySet:
        """Those dated within these days, both included; the newest first."""
        return self.filter(day__gte=first, day__lte=last).order_by("-day", "-pk")

    def guides_in_force(self, on: dt.date) -> OfficeRecordQuerySet:
        """What officers are to read on that day, the newest first."""
        found = self.kept().filter(kind="guide", day__lte=on).order_by("-day", "-pk")
        return found.select_related("agency").prefetch_related("files")

    def saying(self, text: str) -> OfficeRecordQuerySet:
        """Those that hold each word of the text, in title or fields."""
        found = self
        for word in text.split():
            found = found.filter(Q(title__icontains=word) | Q(words__icontains=word))
        return found


class OfficeRecord(models.Model):
    """One record; `values` are the fields of its kind by code, `words` what they say, to be found by."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="records", verbose_name="instansi"
    )
    kind = models.CharField(
        "jenis", max_length=12, choices=[(code, kind.name) for code, kind in KINDS.items()]
    )
    day = models.DateField("tanggal")
    title = models.CharField("judul", max_length=200)
    service = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name="layanan",
    )
    values = models.JSONField("isi", default=dict)
    words = models.TextField(blank=True)
    archived_at = models.DateTimeField("diarsipkan", null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dicatat oleh"
    )
    written_at = models.DateTimeField("dicatat")
    version = models.PositiveIntegerField(default=1)  # what a form was made from
    form_key = models.CharField(max_length=64)

    objects = OfficeRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan kantor"
        verbose_name_plural = "catatan kantor"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["written_by", "form_key"], name="office_record_once")
        ]
        indexes = [
            # the list and the reports
            models.Index(F("agency"), F("day").desc(), F("id").desc(), name="office_record_listed"),
            # the SOP beside a ticket
            models.Index(
                F("service"),
                F("day").desc(),
                condition=Q(kind="sop", archived_at__isnull=True),
                name="office_record_sop",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RecordChange(models.Model):
    """A line of what was done to a record; `before` holds what changed, as it was."""

    class Verb(models.TextChoices):
        WRITTEN = "written", "mencatat"
        CHANGED = "changed", "mengubah"
        FILED = "filed", "menambah berkas"
        UNFILED = "unfiled", "melepas berkas"
        ARCHIVED = "archived", "mengarsipkan"
        RESTORED = "restored", "mengembalikan dari arsip"

    record = models.ForeignKey(OfficeRecord, models.CASCADE, related_name="changes")
    verb = models.CharField(max_length=8, choices=Verb.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.get_verb_display()


def stored_name(file: RecordFile, filename: str) -> str:
    """A path that tells nothing."""
    return f"catatan/{dt.datetime.now(dt.UTC):%Y/%m}/{uuid.uuid4().hex}"


class RecordFileQuerySet(models.QuerySet["RecordFile"]):
    def live(self) -> RecordFileQuerySet:
        """Those that were not taken away."""
        return self.filter(removed_at__isnull=True)

    def sop_in_force(self, service: int, *, on: dt.date) -> RecordFile | None:
        """The file of the SOP that holds for a service (by id) on that day: the newest one with a file."""
        wanted = {"kind": "sop", "service": service, "day__lte": on, "archived_at": None}
        found = self.live().filter(**{f"record__{name}": value for name, value in wanted.items()})
        return found.select_related("record").order_by("-record__day", "-record_id", "-pk").first()


class RecordFile(models.Model):
    """A file of a record; what was taken away stays stored, for the trace."""

    record = models.ForeignKey(OfficeRecord, models.CASCADE, related_name="files")
    file = models.FileField(upload_to=stored_name)
    filename = models.CharField(max_length=255)
    mime_type = models.CharField(max_length=120)
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = RecordFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.filename


class RecordFileLook(models.Model):
    """Who opened which file of a record, and when; rows are added, never changed."""

    file = models.ForeignKey(RecordFile, models.CASCADE, related_name="looks")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.staff_id} {self.file_id}"
