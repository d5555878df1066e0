"""A government office (perangkat daerah, kecamatan, kelurahan)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from services import phones
from services.coordinates import Point

if TYPE_CHECKING:
    from services.models.staff import Staff

# 112, 1500123: short numbers, dialled as they are. Full numbers may be grouped in any way.
_SHORT_NUMBER = re.compile(r"1[0-9]{2,6}")
_WRITTEN = re.compile(r"[0-9+() .-]+")


class AgencyQuerySet(models.QuerySet["Agency"]):
    def active(self) -> AgencyQuerySet:
        return self.filter(is_active=True)

    def to_point_to(self, office: Agency) -> AgencyQuerySet:
        """Those of which this office may tell its citizens, itself first; example offices are told of
        among themselves.
        """
        others = self.active().filter(is_example=office.is_example)
        return others.order_by(models.Case(models.When(pk=office.pk, then=0), default=1), "name")

    def of_staff(self, staff: Staff) -> AgencyQuerySet:
        """The agencies where this person holds any role (all for a role without agency)."""
        memberships = staff.memberships_now()
        if any(membership.agency_id is None for membership in memberships):
            return self.all()
        return self.filter(pk__in={membership.agency_id for membership in memberships})


class Agency(models.Model):
    """One office: its register, its hours, its numbers and its index."""

    class Zone(models.TextChoices):
        JAKARTA = "Asia/Jakarta", "WIB (Jakarta)"
        PONTIANAK = "Asia/Pontianak", "WIB (Pontianak)"
        MAKASSAR = "Asia/Makassar", "WITA (Makassar)"
        JAYAPURA = "Asia/Jayapura", "WIT (Jayapura)"

    class AutoAssign(models.TextChoices):
        OFF = "off", "Tidak otomatis"
        ROUND_ROBIN = "round_robin", "Bergiliran"
        LEAST_LOADED = "least_loaded", "Yang paling sedikit tugasnya"

    code = models.CharField(
        "kode",
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]{1,11}$", "2-12 huruf besar atau angka.")],
        help_text="Menjadi awal nomor register, misalnya DKKPG-2026-000001. Jangan diubah.",
    )
    name = models.CharField("nama", max_length=200)
    short_name = models.CharField("nama pendek", max_length=60)
    slug = models.SlugField("alamat halaman", max_length=60, unique=True)
    timezone = models.CharField(
        "zona waktu", max_length=40, choices=Zone.choices, default=Zone.JAKARTA
    )
    address = models.CharField("alamat kantor", max_length=300, blank=True)
    phone = models.CharField("telepon kantor", max_length=40, blank=True)
    # Where it is, for the map that citizens are sent.
    latitude = models.DecimalField(
        "lintang", max_digits=9, decimal_places=6, null=True, blank=True, editable=False
    )
    longitude = models.DecimalField(
        "bujur", max_digits=9, decimal_places=6, null=True, blank=True, editable=False
    )
    head_title = models.CharField("sebutan pimpinan", max_length=100, blank=True)
    auto_assign = models.CharField(
        "pembagian tugas otomatis",
        max_length=20,
        choices=AutoAssign.choices,
        default=AutoAssign.OFF,
    )
    is_example = models.BooleanField("data contoh", default=False)
    is_active = models.BooleanField("aktif", default=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "instansi"
        verbose_name_plural = "instansi"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="agency_whole_point",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Check that the office's telephone can be called: with its area code, or a short number."""
        if not self.phone or _SHORT_NUMBER.fullmatch(self.phone):
            return
        try:
            number = phones.e164(self.phone)
        except phones.NotAPhone as unknown:
            words = "Nomor telepon tidak dikenali. Tulis dengan kode daerah, misalnya 0380-821123."
            raise ValidationError({"phone": words}) from unknown
        if not _WRITTEN.fullmatch(self.phone):
            self.phone = phones.international(number)

    @property
    def point(self) -> Point | None:
        """Where it is; None while nobody has said so."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which this office's days begin and end."""
        return ZoneInfo(self.timezone)
