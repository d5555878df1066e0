"""Macros: several deeds by one name, an office's and everybody's own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models import Agency
from tickets.models.owned import OwnedQuerySet


class MacroQuerySet(OwnedQuerySet["Macro"]):
    """Macros of offices and people."""


class Macro(models.Model):
    """With an owner it is that person's alone. What its steps may be: tickets.macros."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="macros", verbose_name="instansi"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="pemilik",
    )
    name = models.CharField("nama", max_length=60)
    # {the name of a step: its values}; a step that is not done is not there.
    steps = models.JSONField(default=dict)

    objects = MacroQuerySet.as_manager()

    class Meta:
        verbose_name = "makro"
        verbose_name_plural = "makro"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], condition=Q(owner__isnull=True), name="shared_macro_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "owner", "name"],
                condition=Q(owner__isnull=False),
                name="own_macro_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
