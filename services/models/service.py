"""A kind of matter that citizens bring to an office (layanan)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from services.models.agency import Agency

if TYPE_CHECKING:
    pass


def holds_on(now: dt.datetime, *, path: str = "") -> Q:
    """A standard in force whose last day is not over where its office is.

    `path` leads from the row to the standard; all of it is about the same standard.
    """
    ends = Q(**{f"{path}valid_until__isnull": True})
    office = "agency" if path else "service__agency"
    days = local_days(now)
    for today in sorted(set(days.values())):  # most of the time it is one day in all zones
        there = [zone for zone, day in days.items() if day == today]
        where = {f"{office}__timezone__in": there} if len(there) < len(days) else {}
        ends |= Q(**where, **{f"{path}valid_until__gte": today})
    return Q(**{f"{path}status": "in_force"}) & ends


def local_days(now: dt.datetime) -> dict[str, dt.date]:
    """Today where offices are, by time zone: what holds on a day changes with these alone."""
    return {zone: now.astimezone(ZoneInfo(zone)).date() for zone in Agency.Zone.values}


class ServiceQuerySet(models.QuerySet["Service"]):
    def active(self) -> ServiceQuerySet:
        """Services that staff may put a matter under: switched on, in an active agency."""
        return self.filter(is_active=True, agency__is_active=True)

    def offered(self, now: dt.datetime) -> ServiceQuerySet:
        """Services that citizens may choose now: active, and with a standard that holds today.

        The bot, the public pages and the menus of numbers use this: without a standard there is
        nothing to promise.
        """
        return self.active().filter(holds_on(now, path="standards__"))


class Kind(models.TextChoices):
    APPLICATION = "application", "Permohonan dokumen"
    INFORMATION = "information", "Permintaan informasi"
    COMPLAINT = "complaint", "Pengaduan"
    CONSULTATION = "consultation", "Konsultasi"


class Group(models.TextChoices):
    GENERAL = "general", "Pelayanan umum"
    INFORMATION = "information", "Pusat informasi"
    COMPLAINT = "complaint", "Pengaduan"


class DeadlineBasis(models.TextChoices):
    CALENDAR_HOURS = "calendar_hours", "Jam (24 jam sehari)"
    OFFICE_HOURS = "office_hours", "Jam kerja"
    WORKING_DAYS = "working_days", "Hari kerja"


# Working days within which the office looks at what a citizen sends while the clock is paused.
LOOKS_WITHIN = 1


class Service(models.Model):
    """One service of one agency; what it promises is in its standards."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="services", verbose_name="instansi"
    )
    name = models.CharField("nama", max_length=200)
    short_name = models.CharField(
        "nama pendek", max_length=24, help_text="Paling panjang 24 huruf: dipakai di menu WhatsApp."
    )
    slug = models.SlugField("alamat halaman", max_length=80, unique=True)
    summary = models.CharField("keterangan singkat", max_length=72, blank=True)
    kind = models.CharField("jenis", max_length=20, choices=Kind.choices, default=Kind.APPLICATION)
    group = models.CharField(
        "kelompok", max_length=20, choices=Group.choices, default=Group.GENERAL
    )
    keywords = models.CharField(
        "kata kunci",
        max_length=300,
        blank=True,
        help_text="Dipisah koma, misalnya: kia, kartu anak, kartu identitas anak.",
    )
    is_sensitive = models.BooleanField(
        "memuat data khusus",
        default=False,
        help_text="Kesehatan, kemiskinan, atau data anak (UU 27/2022): dibuka dengan alasan tercatat.",
    )
    checks_replies = models.BooleanField(
        "balasan diperiksa penyelia dahulu",
        default=False,
        db_default=False,
        help_text="Semua yang ditulis operator kepada pemohon layanan ini, termasuk hasil saat tiket "
        "diselesaikan, baru dikirim sesudah disetujui penyelia. Balasan penyelia langsung dikirim.",
    )
    look_amount = models.PositiveSmallIntegerField(
        "kiriman baru dilihat dalam",
        default=LOOKS_WITHIN,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text="Batas bagi petugas melihat pesan atau berkas baru selama waktu tiket dijeda, "
        "misalnya sambil menunggu berkas lengkap. Kosong: satu hari kerja.",
    )
    look_basis = models.CharField(
        "hitungan kiriman baru",
        max_length=20,
        choices=DeadlineBasis.choices,
        default=DeadlineBasis.WORKING_DAYS,
        blank=True,
    )
    wants_location = models.BooleanField("perlu lokasi", default=False)
    external_url = models.URLField("tautan layanan elektronik", blank=True)
    legal_basis = models.CharField("dasar hukum", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("urutan", default=100)
    is_active = models.BooleanField("aktif", default=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "layanan"
        verbose_name_plural = "layanan"
        ordering = ["agency", "order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="service_name_per_agency")
        ]

    def __str__(self) -> str:
        return self.name
