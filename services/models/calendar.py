"""When an office is open: hours with several intervals a day, and holidays."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from services.hours_words import DAYS, interval_words
from services.models.agency import Agency

# As the time that an office closes: the end of that day.
MIDNIGHT = dt.time.min
_BACKWARDS = (
    "Jam tutup harus sesudah jam buka. Buka sampai tengah malam: isi 00.00 sebagai jam tutup. Buka "
    "melewati tengah malam: tambahkan baris lain untuk hari berikutnya, mulai 00.00."
)


class Weekday(models.IntegerChoices):
    MONDAY = 0, DAYS[0]
    TUESDAY = 1, DAYS[1]
    WEDNESDAY = 2, DAYS[2]
    THURSDAY = 3, DAYS[3]
    FRIDAY = 4, DAYS[4]
    SATURDAY = 5, DAYS[5]
    SUNDAY = 6, DAYS[6]


class OfficeHours(models.Model):
    """One interval of one weekday, in the agency's own time; a break is a gap between two.

    It closes at 00.00 where that is the midnight at its end: 00.00-00.00 is the whole day.
    """

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="office_hours", verbose_name="instansi"
    )
    weekday = models.PositiveSmallIntegerField("hari", choices=Weekday.choices)
    opens = models.TimeField("buka")
    closes = models.TimeField("tutup", help_text="00.00: sampai tengah malam.")
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
                condition=Q(closes__gt=F("opens")) | Q(closes=MIDNIGHT),
                name="office_hours_forward",
                violation_error_message=_BACKWARDS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {interval_words(self.opens, self.closes)}"

    def clean(self) -> None:
        """Refuse overlapping intervals: citizens would read both."""
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": "Tidak boleh sebelum tanggal berlaku sejak."})
        # `None in`, not truth: midnight is a time too.
        if self.agency_id is None or None in (self.opens, self.closes, self.valid_from):
            return
        if (other := self._overlapping().first()) is not None:
            raise ValidationError(
                f"Bertumpuk dengan {other}. Ubah jamnya, atau akhiri masa berlaku yang lama dahulu."
            )

    def _overlapping(self) -> models.QuerySet[OfficeHours]:
        """Other intervals of that weekday with a minute and a date in common."""
        rows = OfficeHours.objects.exclude(pk=self.pk).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=self.valid_from),
            Q(closes__gt=self.opens) | Q(closes=MIDNIGHT),
            agency=self.agency_id,
            weekday=self.weekday,
        )
        if self.closes != MIDNIGHT:
            rows = rows.filter(opens__lt=self.closes)
        return rows.filter(valid_from__lte=self.valid_until) if self.valid_until else rows


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
