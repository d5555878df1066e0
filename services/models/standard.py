"""The published standard of a service, as versions: what the bot, the clock and the survey read."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from services.models.service import DeadlineBasis, Service, holds_on

# A year in hours: due times are counted day by day, for every ticket.
_COUNTABLE = [MinValueValidator(1), MaxValueValidator(8760)]
_ENDS_FIRST = "Tidak boleh sebelum tanggal berlaku sejak. Ubah salah satu tanggalnya."


class ServiceStandardQuerySet(models.QuerySet["ServiceStandard"]):
    def in_force(self) -> ServiceStandardQuerySet:
        """Versions put in force and not replaced; their last day may be over."""
        return self.filter(status=ServiceStandard.Status.IN_FORCE)

    def holding(self, now: dt.datetime) -> ServiceStandardQuerySet:
        """Versions in force that hold today: only these are promised."""
        return self.filter(holds_on(now))

    def with_components(self) -> ServiceStandardQuerySet:
        """With service, agency, requirements and steps: three queries for any number of versions."""
        return self.select_related("service__agency").prefetch_related("requirements", "steps")


class ServiceStandard(models.Model):
    """One dated version; a ticket keeps the version it was opened under.

    The six published components are UU 25/2009 article 21 as split by PermenPANRB 15/2014:
    requirements (rows), procedure (rows), turnaround, fee, product, complaint handling.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Rancangan"
        CONSULTED = "consulted", "Sudah dikonsultasikan"
        DECREED = "decreed", "Sudah ditetapkan"
        IN_FORCE = "in_force", "Berlaku"
        REVOKED = "revoked", "Dicabut"

    class ClockStart(models.TextChoices):
        RECEIVED = "received", "Sejak diterima"
        COMPLETE = "complete", "Sejak berkas lengkap"

    service = models.ForeignKey(
        Service, models.PROTECT, related_name="standards", verbose_name="layanan"
    )
    version = models.PositiveSmallIntegerField("versi", default=1)
    status = models.CharField("status", max_length=20, choices=Status.choices, default=Status.DRAFT)
    decree_number = models.CharField("nomor SK", max_length=100, blank=True)
    decree_date = models.DateField("tanggal SK", null=True, blank=True)
    decreed_by = models.CharField("pejabat yang menetapkan", max_length=200, blank=True)
    valid_from = models.DateField("berlaku sejak", null=True, blank=True)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)

    turnaround = models.CharField("jangka waktu", max_length=200)
    fee = models.CharField("biaya", max_length=200, default="Gratis, tidak dipungut biaya")
    product = models.CharField("produk", max_length=200)
    complaint_handling = models.TextField("penanganan pengaduan", blank=True)

    first_response_basis = models.CharField(
        "hitungan respons pertama",
        max_length=20,
        choices=DeadlineBasis.choices,
        default=DeadlineBasis.CALENDAR_HOURS,
    )
    first_response_amount = models.PositiveSmallIntegerField(
        "batas respons pertama", default=24, validators=_COUNTABLE
    )
    deadline_basis = models.CharField(
        "hitungan penyelesaian",
        max_length=20,
        choices=DeadlineBasis.choices,
        default=DeadlineBasis.CALENDAR_HOURS,
    )
    deadline_amount = models.PositiveSmallIntegerField(
        "batas penyelesaian",
        default=24,
        validators=_COUNTABLE,
        help_text="Jam atau hari kerja, menurut hitungannya.",
    )
    clock_start = models.CharField(
        "waktu dihitung", max_length=20, choices=ClockStart.choices, default=ClockStart.RECEIVED
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = ServiceStandardQuerySet.as_manager()

    class Meta:
        verbose_name = "standar pelayanan"
        verbose_name_plural = "standar pelayanan"
        ordering = ["service", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["service", "version"], name="standard_version"),
            models.UniqueConstraint(
                fields=["service"], condition=Q(status="in_force"), name="one_standard_in_force"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="standard_dates_forward",
                violation_error_message=_ENDS_FIRST,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service.name}, versi {self.version}"

    def clean(self) -> None:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _ENDS_FIRST})


class Requirement(models.Model):
    """One document or condition that the citizen has to bring (persyaratan)."""

    standard = models.ForeignKey(
        ServiceStandard, models.CASCADE, related_name="requirements", verbose_name="standar"
    )
    order = models.PositiveSmallIntegerField("urutan", default=1)
    name = models.CharField("nama", max_length=200)
    note = models.CharField("keterangan", max_length=300, blank=True)
    is_required = models.BooleanField("wajib", default=True)
    source_url = models.URLField("tempat memperolehnya", blank=True)

    class Meta:
        verbose_name = "persyaratan"
        verbose_name_plural = "persyaratan"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One step of the procedure, as the citizen sees it."""

    standard = models.ForeignKey(
        ServiceStandard, models.CASCADE, related_name="steps", verbose_name="standar"
    )
    order = models.PositiveSmallIntegerField("urutan", default=1)
    text = models.CharField("langkah", max_length=300)

    class Meta:
        verbose_name = "langkah prosedur"
        verbose_name_plural = "prosedur"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text
