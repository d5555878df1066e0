"""What WhatsApp says of an office's number or account: restrictions, quality, reviews."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from tickets.models.channel import Channel


class AccountNoticeQuerySet(models.QuerySet["AccountNotice"]):
    def in_force(self, now: dt.datetime) -> AccountNoticeQuerySet:
        """Neither taken back by WhatsApp, nor settled by an admin, nor past its time."""
        return self.filter(ended_at__isnull=True).filter(Q(until__isnull=True) | Q(until__gt=now))

    def run_out(self, now: dt.datetime) -> AccountNoticeQuerySet:
        return self.filter(ended_at__isnull=True, until__lte=now)


class AccountNotice(models.Model):
    """One thing that is so, or was: `kind` and `code` as its transport has them."""

    channel = models.ForeignKey(
        Channel, models.CASCADE, related_name="notices", verbose_name="nomor WhatsApp"
    )
    kind = models.CharField("jenis", max_length=20)
    code = models.CharField("kode WhatsApp", max_length=60, blank=True)
    details = models.CharField("penjelasan WhatsApp", max_length=300, blank=True)
    began_at = models.DateTimeField("sejak")
    # The time of the newest news of it: an older webhook that comes later changes nothing.
    told_at = models.DateTimeField()
    until = models.DateTimeField("sampai", null=True, blank=True)
    ended_at = models.DateTimeField("berakhir", null=True, blank=True)

    objects = AccountNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "kabar dari WhatsApp"
        verbose_name_plural = "kabar dari WhatsApp"
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "kind", "code"],
                condition=Q(ended_at__isnull=True),
                name="notice_in_force_once",
            )
        ]
        indexes = [
            # the sweep that ends what has run out
            models.Index(
                F("until"),
                condition=Q(ended_at__isnull=True, until__isnull=False),
                name="notice_to_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}".strip()
