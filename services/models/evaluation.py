"""An office's evaluation report of a month, quarter or year: its own text, and what it signed.

What the figures mean is known above (siwhapik.evaluation); here they are plain JSON.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from services.models.agency import Agency
from services.models.final import Final, FinalModel

LONGEST_TEXT = 10_000


class Letterhead(models.Model):
    """What stands at the head of an office's printed reports, besides its name, address and telephone."""

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="letterhead")
    parent_line = models.CharField("baris di atas nama kantor", max_length=120, blank=True)
    place = models.CharField("tempat tanda tangan", max_length=60, blank=True)
    # A WebP that we drew ourselves; empty for none.
    logo = models.BinaryField("logo", default=bytes)
    edited_at = models.DateTimeField("diubah")
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "kop surat"
        verbose_name_plural = "kop surat"
        default_permissions = ()

    def __str__(self) -> str:
        return f"kop {self.agency_id}"


class VisitAssumption(models.Model):
    """What an office assumes a visit to its counter takes from a citizen; reports say so."""

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="visit_assumption")
    trips = models.DecimalField(
        "perjalanan untuk satu urusan",
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(0)],
    )
    minutes = models.PositiveSmallIntegerField("menit untuk satu perjalanan")
    rupiah = models.PositiveIntegerField("biaya satu perjalanan", default=0)
    origin = models.CharField("dasar asumsi", max_length=200)
    edited_at = models.DateTimeField("diubah")
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "asumsi kunjungan"
        verbose_name_plural = "asumsi kunjungan"
        default_permissions = ()

    def __str__(self) -> str:
        return f"asumsi {self.agency_id}"


class EvaluationDraft(models.Model):
    """An office's own text for the report of one span (`code`: "2026-06", "2026-T2", "2026").

    `version` grows with each saving: who typed over an older one is told.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", verbose_name="instansi")
    code = models.CharField("rentang", max_length=7)
    summary = models.TextField("ringkasan", max_length=LONGEST_TEXT, blank=True)
    obstacles = models.TextField("kendala", max_length=LONGEST_TEXT, blank=True)
    improvements = models.TextField(
        "perbaikan dan tindak lanjut", max_length=LONGEST_TEXT, blank=True
    )
    plans = models.TextField("rencana", max_length=LONGEST_TEXT, blank=True)
    version = models.PositiveIntegerField("versi", default=0)
    edited_at = models.DateTimeField("disimpan", null=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "naskah laporan evaluasi"
        verbose_name_plural = "naskah laporan evaluasi"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="evaluation_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.code}"


class SignedEvaluationQuerySet(Final):
    def without_papers(self) -> SignedEvaluationQuerySet:
        """For lists: without the figures and the PDF, which may be large."""
        return self.select_related("agency", "signed_by").defer("content", "pdf")

    def of_offices(self, agencies: Iterable[Agency]) -> SignedEvaluationQuerySet:
        """Those of these offices, the newest first."""
        return self.filter(agency__in=agencies).order_by("-signed_at", "-pk")


class SignedEvaluation(FinalModel):
    """A report as it was signed: figures, text, and the very PDF. A later revision is a row of its own.

    `checksum` is that of `content` as canonical JSON, which the PDF carries; `pdf_checksum` that of
    the PDF's bytes.
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="signed_evaluations", verbose_name="instansi"
    )
    code = models.CharField("rentang", max_length=7)
    revision = models.PositiveSmallIntegerField("revisi")  # 1 is the first
    reason = models.CharField("alasan revisi", max_length=300, blank=True)
    content = models.JSONField("isi")
    checksum = models.CharField("sidik SHA-256", max_length=64)
    pdf = models.BinaryField("PDF")
    pdf_checksum = models.CharField("sidik SHA-256 berkas PDF", max_length=64)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("ditandatangani")
    # Of the page from which it was signed: a second click finds the same row.
    form_key = models.CharField(max_length=64, unique=True)

    objects: ClassVar[Any] = SignedEvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = "laporan evaluasi bertanda tangan"
        verbose_name_plural = "laporan evaluasi bertanda tangan"
        ordering = ["-signed_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code", "revision"], name="evaluation_revision_once"
            )
        ]
        indexes = [models.Index(fields=["agency", "-signed_at"], name="evaluation_of_office")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.code} revisi {self.revision}"
