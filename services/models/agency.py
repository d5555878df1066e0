"""A government office (perangkat daerah, kecamatan, kelurahan)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from services import phones
from services.coordinates import Point

if TYPE_CHECKING:
    from services.models.staff import Staff

# 112, 1500123: short numbers, dialled as they are. Full numbers may be grouped in any way.
_SHORT_NUMBER = re.compile(r"1[0-9]{2,6}")
# A kelurahan, its kecamatan, the regency, the province.
MOST_LEVELS = 4
_WRITTEN = re.compile(r"[0-9+() .-]+")


class AgencyQuerySet(models.QuerySet["Agency"]):
    def active(self) -> AgencyQuerySet:
        return self.filter(is_active=True)

    def below(self, offices: Iterable[Agency]) -> AgencyQuerySet:
        """Those under any of these offices, at any level; never these themselves by their own right."""
        return self.under([one.pk for one in offices])

    def under(self, tops: Collection[int]) -> AgencyQuerySet:
        """The same, by the ids of the offices above."""
        under = models.Q()
        path = "parent"
        for _ in range(MOST_LEVELS - 1):
            under |= models.Q(**{f"{path}__in": tops})
            path += "__parent"
        return self.filter(under) if tops else self.none()

    def say_anew(self) -> None:
        """Let all pages of these offices read the notices on top of them again, in every process."""
        self.update(notices_version=F("notices_version") + 1)

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

    class SurveyScreens(models.TextChoices):
        PHONE = "phone", "Satu pertanyaan satu layar di ponsel"
        EACH = "each", "Satu pertanyaan satu layar"
        PAGE = "page", "Semua di satu halaman"

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
    # kelurahan -> kecamatan -> kabupaten: the parent sees the sums of those below it.
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="kantor induk",
    )
    inhabitants = models.PositiveIntegerField("jumlah penduduk", null=True, blank=True)
    inhabitants_year = models.PositiveSmallIntegerField("tahun data", null=True, blank=True)
    inhabitants_source = models.CharField("sumber data", max_length=120, blank=True)
    auto_assign = models.CharField(
        "pembagian tugas otomatis",
        max_length=20,
        choices=AutoAssign.choices,
        default=AutoAssign.OFF,
    )
    asks_source = models.BooleanField(
        "bot menanyakan tahu dari mana",
        default=False,
        db_default=False,
        help_text="Satu kali untuk tiap pemohon, sesudah urusannya selesai; boleh dilewati. Pemohon yang pernah "
        "mengadu atau dalam keadaan darurat tidak ditanyai.",
    )
    survey_screens = models.CharField(
        "tampilan formulir survei",
        max_length=5,
        choices=SurveyScreens.choices,
        default=SurveyScreens.PHONE,
        db_default=SurveyScreens.PHONE,
    )
    # Read with every log-in, so what a process keeps of the notices is kept under it.
    notices_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
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
        """Check the parent, and that the office's telephone can be called."""
        if words := self._why_not_under():
            raise ValidationError({"parent": words})
        self._clean_phone()

    def _why_not_under(self) -> str:
        """Why it cannot be under this parent; "" where it can."""
        above: list[int] = []
        one = self.parent
        while one is not None and len(above) <= MOST_LEVELS:
            if one.pk == self.pk or one.pk in above:
                return "Kantor induk itu berada di bawah kantor ini. Pilih kantor yang lain."
            above.append(one.pk)
            one = one.parent
        if self.pk and self.parent_id and len(above) + self._levels_below() > MOST_LEVELS - 1:
            return f"Paling banyak {MOST_LEVELS} tingkat dari induk teratas sampai terbawah."
        if len(above) > MOST_LEVELS - 1:
            return f"Paling banyak {MOST_LEVELS} tingkat dari induk teratas sampai terbawah."
        return ""

    def _levels_below(self) -> int:
        levels, keys = 0, [self.pk]
        while levels < MOST_LEVELS:
            keys = list(Agency.objects.filter(parent__in=keys).values_list("pk", flat=True))
            if not keys:
                break
            levels += 1
        return levels

    def _clean_phone(self) -> None:
        """With its area code, or a short number."""
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
