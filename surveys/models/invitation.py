"""One invitation for one resolution; the token itself is not stored."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from services.models import Agency, Service, ServiceStandard
from surveys.models.questionnaire import Questionnaire
from tickets.models import Message, Ticket, TicketEvent


class Invitation(models.Model):
    """Has copies of the officer, citizen and standard at the resolution."""

    class State(models.TextChoices):
        SENT = "sent", "Terkirim"
        NOT_INVITED = "not_invited", "Tidak diundang"

    resolution = models.OneToOneField(
        TicketEvent, models.PROTECT, related_name="survey_invitation", verbose_name="penyelesaian"
    )
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, related_name="survey_invitations", verbose_name="tiket"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="survey_invitations", verbose_name="instansi"
    )
    service = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="survey_invitations",
        verbose_name="layanan",
    )
    standard = models.ForeignKey(
        ServiceStandard, models.PROTECT, null=True, blank=True, related_name="+"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    questionnaire = models.ForeignKey(
        Questionnaire,
        models.PROTECT,
        related_name="survey_invitations",
        verbose_name="kuesioner",
    )
    state = models.CharField("keadaan", max_length=12, choices=State.choices)
    # Why the citizen was not invited: one of tickets.event_reasons.Why, and the values of its sentence.
    why = models.CharField("alasan", max_length=30, blank=True)
    values = models.JSONField(default=dict, blank=True)
    message = models.OneToOneField(
        Message, models.SET_NULL, null=True, blank=True, related_name="survey_invitation"
    )
    # SHA-256 of the token, hex; empty where no citizen was invited.
    token_hash = models.CharField(
        max_length=64, null=True, blank=True, unique=True
    )  # NULL is outside the unique index
    created_at = models.DateTimeField("dibuat")
    expires_at = models.DateTimeField("berlaku sampai", null=True, blank=True)
    opened_at = models.DateTimeField("dibuka", null=True, blank=True)
    begun_at = models.DateTimeField("mulai diisi", null=True, blank=True)
    answered_at = models.DateTimeField("dijawab", null=True, blank=True)

    class Meta:
        verbose_name = "undangan survei"
        verbose_name_plural = "undangan survei"
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["agency", "created_at"], name="invitation_funnel"),
            # the sweep that offers what could not be sent
            models.Index(
                fields=["created_at"],
                condition=models.Q(why__in=("window_closed", "template_unusable")),
                name="invitation_kept_back",
            ),
        ]

    def __str__(self) -> str:
        return f"undangan {self.pk}"
