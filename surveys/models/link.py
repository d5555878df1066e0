"""The open survey: links that anybody may answer at, and how often each is used."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models import Agency, Service
from surveys.ways import Way


class SurveyLinkQuerySet(models.QuerySet["SurveyLink"]):
    def running(self) -> SurveyLinkQuerySet:
        """Those that nobody has ended."""
        return self.filter(ended_at__isnull=True)


class SurveyLink(models.Model):
    """One open survey of an office or of one of its services, on a poster or at the counter.

    The code is no secret: it hangs on a wall. What a link is never changes; it can only be ended.
    """

    WAYS = (Way.OPEN, Way.KIOSK)

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="survey_links", verbose_name="instansi"
    )
    # Empty: the form asks which service of the office was received.
    service = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="survey_links",
        verbose_name="layanan",
    )
    way = models.CharField("cara", max_length=8, choices=Way.choices)
    code = models.CharField("kode", max_length=16, unique=True)
    created_at = models.DateTimeField("dibuat")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("diakhiri", null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = SurveyLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "survei terbuka"
        verbose_name_plural = "survei terbuka"
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["service", "way"],
                condition=Q(ended_at__isnull=True, service__isnull=False),
                name="link_of_service_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "way"],
                condition=Q(ended_at__isnull=True, service__isnull=True),
                name="link_of_agency_once",
            ),
        ]

    def __str__(self) -> str:
        return f"survei terbuka {self.code}"


class LinkUse(models.Model):
    """How often the form of a link was opened and begun on a day of its office: no row per visitor."""

    link = models.ForeignKey(SurveyLink, models.PROTECT, related_name="uses")
    on = models.DateField("tanggal")
    opened = models.PositiveIntegerField("dibuka", default=0)
    begun = models.PositiveIntegerField("mulai diisi", default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["link", "on"], name="link_use_once")]

    def __str__(self) -> str:
        return f"{self.opened} kali dibuka"
