"""When an office is open: hours with several intervals a day, and holidays."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from services.models.agency import Agency


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Senin"
    TUESDAY = 1, "Selasa"
    WEDNESDAY = 2, "Rabu"
    THURSDAY = 3, "Kamis"
    FRIDAY = 4, "Jumat"
    SATURDAY = 5, "Sabtu"
    SUNDAY = 6, "Minggu"


class OfficeHours(models.Model):
    """One interval of one weekday, in the agency's own time; a break is a gap between two."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="office_hours", verbose_name="instansi"
    )
    weekday = models.PositiveSmallIntegerField("hari", choices=Weekday.choices)
    opens = models.TimeField("buka")
    closes = models.TimeField("tutup")
    valid_from = models.DateField("berlaku sejak", default=dt.date(2020, 1, 1))
    valid_until = models.DateField(
        "berlaku sampai", null=True, blank=True, help_text="Termasuk hari ini; kosong: seterusnya."
    )

    class Meta:
        verbose_name = "jam layanan"
        verbose_name_plural = "jam layanan"
        ordering = ["agency", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="office_hours_forward",
                violation_error_message="Jam tutup harus sesudah jam buka.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H.%M}-{self.closes:%H.%M}"

    def clean(self) -> None:
        """Two intervals that overlap would be read out to citizens as they stand."""
        if self.agency_id is None or not (self.opens and self.closes):
            return
        same_day = OfficeHours.objects.exclude(pk=self.pk).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=self.valid_from),
            agency=self.agency_id,
            weekday=self.weekday,
            opens__lt=self.closes,
            closes__gt=self.opens,
        )
        if self.valid_until:
            same_day = same_day.filter(valid_from__lte=self.valid_until)
        if (other := same_day.first()) is not None:
            raise ValidationError(
                f"Bertumpuk dengan {other}. Ubah jamnya, atau akhiri masa berlaku yang lama dahulu."
            )


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def for_agency(self, agency: Agency) -> HolidayQuerySet:
        """National rows and the agency's own; an agency's row overrides the national one."""
        return self.filter(Q(agency=agency) | Q(agency__isnull=True))


class Holiday(models.Model):
    """A day on which the office is closed, or (is_working) open in spite of the national list."""

    class Kind(models.TextChoices):
        NATIONAL = "national", "Libur nasional"
        COLLECTIVE_LEAVE = "collective_leave", "Cuti bersama"
        LOCAL = "local", "Libur setempat"

    agency = models.ForeignKey(
        Agency,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="holidays",
        verbose_name="instansi",
        help_text="Kosong berarti seluruh Indonesia.",
    )
    date = models.DateField("tanggal")
    name = models.CharField("nama", max_length=200)
    kind = models.CharField("jenis", max_length=20, choices=Kind.choices, default=Kind.LOCAL)
    is_working = models.BooleanField("tetap buka", default=False)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = "hari libur"
        verbose_name_plural = "hari libur"
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "date"], name="holiday_once_per_agency"),
            models.UniqueConstraint(
                fields=["date"], condition=Q(agency__isnull=True), name="holiday_once_nationally"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d-%m-%Y} {self.name}"
