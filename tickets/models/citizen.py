"""A citizen as one agency knows them; the phone number is never a key."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from services.models import Agency


class Citizen(models.Model):
    """A person who asks something of one agency."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="citizens", verbose_name="instansi"
    )
    name = models.CharField("nama", max_length=200, blank=True)
    profile_name = models.CharField("nama di WhatsApp", max_length=200, blank=True)
    username = models.CharField("nama pengguna WhatsApp", max_length=100, blank=True)
    # E.164, for show and search only; absent where WhatsApp withholds it.
    phone = models.CharField("telepon", max_length=20, blank=True, db_index=True)
    # Set when two rows turned out to be one person; messages follow the row that remains.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pemohon"
        verbose_name_plural = "pemohon"

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The best name known, for people to read."""
        return self.name or self.profile_name or self.username or self.phone or "Tanpa nama"


class CitizenIdentity(models.Model):
    """One way in which WhatsApp names a citizen, with the time in which it was true."""

    class Kind(models.TextChoices):
        WA_ID = "wa_id", "Nomor WhatsApp"
        BSUID = "bsuid", "ID pengguna"
        PARENT_BSUID = "parent_bsuid", "ID pengguna induk"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(max_length=160)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "value"],
                condition=Q(valid_until__isnull=True),
                name="identity_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
