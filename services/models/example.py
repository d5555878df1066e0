"""Sentences with which citizens ask for a service: the bot compares what it reads with them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models

from services import sentences
from services.models.agency import Agency
from services.models.service import Service


class ServiceExampleQuerySet(models.QuerySet["ServiceExample"]):
    def same_as(self, texts: Collection[str], *, agency: Agency) -> ServiceExampleQuerySet:
        """The examples of an office that read like one of these, of any of its services."""
        alike = {sentences.folded(text) for text in texts}
        return self.filter(agency=agency, folded__in=alike).select_related("service")


class ServiceExample(models.Model):
    """One sentence of a citizen that means this service, in any language or spelling."""

    service = models.ForeignKey(
        Service, models.CASCADE, related_name="examples", verbose_name="layanan"
    )
    # The service's own: a sentence stands once in an office.
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", editable=False)
    text = models.CharField("contoh kalimat", max_length=sentences.LONGEST)
    folded = models.CharField(max_length=sentences.LONGEST, editable=False)

    objects = ServiceExampleQuerySet.as_manager()

    class Meta:
        verbose_name = "contoh kalimat"
        verbose_name_plural = "contoh kalimat warga"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "folded"], name="service_example_once_per_office"
            )
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep what duplicates are found by."""
        self.text = sentences.tidy(self.text)
        self.folded = sentences.folded(self.text)
        self.agency_id = self.service.agency_id
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
