"""A WhatsApp number of an office."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef

from services import phones
from services.crypto import EncryptedTextField
from services.models import Agency, Service
from tickets.transports.registry import WHATSAPP

# How an office may have its own number shown.
_WRITTEN = re.compile(r"\+[0-9 ().-]+")


class ChannelQuerySet(models.QuerySet["Channel"]):
    def sending(self) -> ChannelQuerySet:
        return self.filter(is_active=True).exclude(health=Channel.Health.STOPPED)

    def real(self) -> ChannelQuerySet:
        """Numbers in use that reach real people; with one of them, example accounts are off."""
        return self.filter(is_active=True, is_simulated=False)

    def to_write_to(self, agency: int, *, service: int | None) -> Channel | None:
        """The number to which citizens of this office write about a service: its own, else any."""
        serves = models.Exists(
            services_of_numbers().filter(channel=OuterRef("pk"), service=service)
        )
        found = self.filter(agency=agency, is_active=True).order_by(serves.desc(), "pk")
        return found.first()

    def besides(self, line: Channel, *, of: Sequence[Agency]) -> list[Channel]:
        """The other numbers in use of these offices; a real one names no simulated ones."""
        found = self.filter(agency__in=of, is_active=True, is_simulated=line.is_simulated)
        return list(found.exclude(pk=line.pk).order_by("name", "pk"))

    def troubled(self) -> ChannelQuerySet:
        return self.filter(is_active=True).exclude(health=Channel.Health.OK)


class Channel(models.Model):
    """One business number; linked to the services whose citizens write to it."""

    class Health(models.TextChoices):
        OK = "ok", "Baik"
        FAILING = "failing", "Sebagian kiriman gagal"
        RESTRICTED = "restricted", "Ada kabar dari WhatsApp"
        STOPPED = "stopped", "Pengiriman dihentikan"

    # Sending itself stumbles or stands still; a message that gets through ends it.
    SICK = (Health.FAILING, Health.STOPPED)

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="channels", verbose_name="instansi"
    )
    # Which transport it has: a key of `transports.registry.TRANSPORTS`.
    kind = models.CharField("jenis", max_length=20, default=WHATSAPP, editable=False)
    name = models.CharField("nama", max_length=100)
    phone_number_id = models.CharField("phone number ID", max_length=40, unique=True)
    display_phone_number = models.CharField("nomor WhatsApp", max_length=30)
    waba_id = models.CharField("WhatsApp Business Account ID", max_length=40, blank=True)
    access_token = EncryptedTextField("token akses", blank=True)
    services = models.ManyToManyField(
        Service, blank=True, related_name="channels", verbose_name="layanan"
    )
    is_simulated = models.BooleanField("nomor simulasi", default=False)
    is_active = models.BooleanField("aktif", default=True)
    marks_read = models.BooleanField(
        "centang biru",
        default=True,
        help_text="Pemohon melihat centang biru bila petugas yang memegang tiketnya sudah membaca.",
    )
    health = models.CharField(
        "keadaan", max_length=10, choices=Health.choices, default=Health.OK, editable=False
    )
    health_error = models.JSONField(default=dict, blank=True, editable=False)  # as tickets.faults
    health_since = models.DateTimeField("sejak", null=True, blank=True, editable=False)
    # Rate limits: nothing is claimed on this number before this moment.
    resume_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = "nomor WhatsApp"
        verbose_name_plural = "nomor WhatsApp"
        ordering = ["agency", "name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.display_phone_number})"

    @property
    def digits(self) -> str:
        """The number as WhatsApp names it in its webhooks: digits with the country's, no plus."""
        return "".join(filter(str.isdigit, self.display_phone_number))

    def clean(self) -> None:
        """Citizens read this number, and its digits are the address that they write to."""
        if not self.display_phone_number:
            return
        try:
            self.display_phone_number = as_shown(self.display_phone_number)
        except ValidationError as error:
            raise ValidationError({"display_phone_number": error}) from error


def as_shown(typed: str) -> str:
    """An office's own number as citizens read it. Raises ValidationError."""
    try:
        number = phones.e164(typed)
    except phones.NotAPhone as unknown:
        words = "Nomor telepon tidak dikenali. Contoh: +62 811-0000-9002."
        raise ValidationError(words) from unknown
    return typed if _is_written_out(typed, number) else phones.international(number)


def _is_written_out(shown: str, number: str) -> bool:
    """Whether these digits, without what is between them, are the address."""
    return bool(_WRITTEN.fullmatch(shown)) and f"+{re.sub('[^0-9]', '', shown)}" == number


def services_of_numbers() -> models.QuerySet[Any]:
    """Which services are written to at which number: the rows between the two."""
    rows: models.QuerySet[Any] = Channel.services.through._default_manager.all()
    return rows
