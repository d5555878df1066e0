"""A file of many rows that is written in the background, for the one person who asked."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models import Staff

LONGEST_QUERY = 2000  # of an address


class ExportJobQuerySet(models.QuerySet["ExportJob"]):
    def of(self, staff: Staff) -> ExportJobQuerySet:
        """What this person asked for, the newest first."""
        return self.filter(staff=staff).order_by("-pk")

    def unfinished(self) -> ExportJobQuerySet:
        """Waiting, or being written."""
        return self.filter(state__in=ExportJob.UNFINISHED)

    def left(self, before: dt.datetime) -> ExportJobQuerySet:
        """Begun by a worker that has not been heard of since."""
        return self.filter(state=ExportJob.State.WORKING, seen_at__lt=before)


class ExportJob(models.Model):
    """Which report, asked how and when; `agencies`: the offices (ids) that it was asked of."""

    class State(models.TextChoices):
        WAITING = "waiting", "Menunggu giliran"
        WORKING = "working", "Sedang disiapkan"
        READY = "ready", "Siap diambil"
        FAILED = "failed", "Gagal disiapkan"
        EXPIRED = "expired", "Sudah dihapus"

    UNFINISHED = (State.WAITING, State.WORKING)

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    report = models.CharField("laporan", max_length=40)
    form = models.CharField("bentuk", max_length=4)
    query = models.CharField("saringan", max_length=LONGEST_QUERY, blank=True)
    asked = models.JSONField("yang diminta", default=dict)  # for the list of who took what
    agencies = models.JSONField("instansi", default=list)
    name = models.CharField("nama berkas", max_length=200)
    state = models.CharField("keadaan", max_length=7, choices=State.choices, default=State.WAITING)
    rows = models.PositiveIntegerField("baris seluruhnya")
    written = models.PositiveIntegerField("baris yang sudah", default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField("diminta")
    seen_at = models.DateTimeField(null=True)  # the worker's last sign of life
    ready_at = models.DateTimeField("siap", null=True)
    # Sum of the person's roles and services when it was written.
    rights = models.CharField(max_length=64, blank=True, default="")
    file = models.CharField(max_length=100, blank=True)  # below MEDIA_ROOT

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas yang disiapkan"
        verbose_name_plural = "berkas yang disiapkan"
        default_permissions = ()
        constraints = [
            # A second click asks for no second file.
            models.UniqueConstraint(
                fields=["staff", "report", "form", "query"],
                condition=Q(state__in=("waiting", "working")),
                name="export_job_once",
            )
        ]
        indexes = [
            models.Index(fields=["state", "asked_at"], name="export_job_due"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/laporan/berkas/{self.pk}/"

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(100, 100 * self.written // self.rows) if self.rows else 0
