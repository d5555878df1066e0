"""Who is on duty, and who is away."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from services.hours_words import interval_words
from services.models.agency import Agency
from services.models.staff import Staff


class DutyShiftQuerySet(models.QuerySet["DutyShift"]):
    def at(self, now: dt.datetime) -> DutyShiftQuerySet:
        return self.filter(starts_at__lte=now, ends_at__gt=now)

    def touching(self, begins: dt.datetime, ends: dt.datetime) -> DutyShiftQuerySet:
        """Those with a moment in common with this span."""
        return self.filter(starts_at__lt=ends, ends_at__gt=begins)


class DutyShift(models.Model):
    """A span in which one officer minds an agency's queue (piket); times in UTC."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="duty_shifts", verbose_name="instansi"
    )
    staff = models.ForeignKey(
        Staff, models.CASCADE, related_name="duty_shifts", verbose_name="petugas"
    )
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")

    objects = DutyShiftQuerySet.as_manager()

    class Meta:
        verbose_name = "piket"
        verbose_name_plural = "piket"
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="duty_shift_forward",
                violation_error_message="Piket harus selesai sesudah mulai.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff} {timezone.localtime(self.starts_at):%d-%m-%Y %H.%M}"

    def hours(self, zone: dt.tzinfo) -> str:
        """From when to when, by the office's clock: "07.30-12.00"."""
        starts, ends = (at.astimezone(zone).time() for at in (self.starts_at, self.ends_at))
        return interval_words(starts, ends)


class Leave(models.TextChoices):
    """Why a person is away, as a code: no health data beyond "sakit"."""

    ANNUAL = "annual", "Cuti"
    SICK = "sick", "Sakit"
    TRIP = "trip", "Dinas luar"
    TRAINING = "training", "Diklat"
    OTHER = "other", "Lainnya"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: dt.date) -> AbsenceQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Absence(models.Model):
    """Days on which a person is away: they get no automatic assignments, and their tickets that
    cannot wait go back to the queue (ADR 0025)."""

    staff = models.ForeignKey(
        Staff, models.CASCADE, related_name="absences", verbose_name="petugas"
    )
    kind = models.CharField("alasan", max_length=10, choices=Leave.choices, default=Leave.OTHER)
    starts_on = models.DateField("dari tanggal")
    ends_on = models.DateField("sampai tanggal")
    reason = models.CharField("keterangan", max_length=200, blank=True)
    # When the row was last changed; NULL: before this was recorded.
    recorded_at = models.DateTimeField(auto_now=True, null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "tidak bertugas"
        verbose_name_plural = "tidak bertugas"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_forward",
                violation_error_message="Tanggal akhir tidak boleh sebelum tanggal awal.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.starts_on:%d-%m-%Y}"
