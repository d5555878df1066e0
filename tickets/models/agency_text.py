"""Texts of an office in its own words; where there is none, the product's are used."""

from __future__ import annotations

from django.db import models

from services.models import Agency
from tickets.own_texts import TEXTS, Key


class AgencyText(models.Model):
    """One text of one office, with blanks such as {kantor}; tickets.own_texts says which there are."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="own_texts", verbose_name="instansi"
    )
    key = models.CharField("teks", max_length=20)
    text = models.TextField("isi", max_length=8000)

    class Meta:
        verbose_name = "teks kantor"
        verbose_name_plural = "teks kantor"
        ordering = ["agency", "key"]
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="agency_text_once")]

    def __str__(self) -> str:
        return TEXTS[Key(self.key)].label if self.key in {*Key} else self.key
