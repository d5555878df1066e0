"""Marks of doubtful answers, beside the answers, which are never touched."""

from __future__ import annotations

from django.db import models

from services.models.final import FinalModel
from surveys.models.response import Response
from surveys.quality import Flag


class QualityFlag(FinalModel):
    """One reason to doubt an answer; a later answer may give a reason to doubt earlier ones (burst)."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="flags")
    flag = models.CharField("tanda", max_length=8, choices=Flag.choices)

    class Meta:
        verbose_name = "tanda jawaban"
        verbose_name_plural = "tanda jawaban"
        constraints = [
            models.UniqueConstraint(fields=["response", "flag"], name="quality_flag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.flag}"
