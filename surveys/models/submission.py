"""What became of handing a published period to another SKM system (docs/skm.md)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When

from services import access
from services.access import Action
from services.models import Staff
from surveys.models.period import SurveyPeriod
from surveys.models.snapshot import PeriodSnapshot


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, staff: Staff) -> SubmissionQuerySet:
        """Those of the offices whose periods this person sees."""
        offices = access.agencies_where(staff, Action.SEE_PERIODS)
        return self.filter(snapshot__period__agency__in=offices)

    def still_published(self) -> SubmissionQuerySet:
        """Those whose period publishes just this version now."""
        shown = self.filter(snapshot__period__state=SurveyPeriod.State.PUBLISHED)
        return shown.filter(snapshot__period__frozen=F("snapshot"))

    def due(self, now: dt.datetime) -> SubmissionQuerySet:
        """What is to be sent now, longest due first."""
        waiting = self.still_published().filter(state__in=Submission.OPEN, next_attempt_at__lte=now)
        return waiting.order_by("next_attempt_at", "pk")

    def with_period(self) -> SubmissionQuerySet:
        """With what is said of them, in one query."""
        return self.select_related("snapshot__period__agency", "again_by")

    def urgent_first(self) -> SubmissionQuerySet:
        """What waits for a person, then what has not arrived, then the rest; each the newest first."""
        state = Submission.State
        order = Case(
            When(state__in=(state.REFUSED, state.BARRED), then=Value(0)),
            When(state=state.UNREACHABLE, then=Value(1)),
            default=Value(2),
        )
        return self.order_by(order, "-pk")


class Submission(models.Model):
    """One snapshot's way to the other system; its checksum is the key by which that system knows it.

    Without personal data: `said` holds what the other side answered, with its numbers masked.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Menunggu dikirim"
        FEW = "few", "Tidak dikirim"
        UNREACHABLE = "unreachable", "Belum sampai"
        BARRED = "barred", "Pengaturan perlu diperiksa"
        REFUSED = "refused", "Ditolak"
        SENT = "sent", "Diterima"

    # These are tried by themselves; a refused one waits for a person.
    OPEN: ClassVar = (State.WAITING, State.UNREACHABLE, State.BARRED)
    # These a person can ask to be tried now.
    TRIED_IF_ASKED: ClassVar = (State.UNREACHABLE, State.BARRED, State.REFUSED)

    snapshot = models.OneToOneField(PeriodSnapshot, models.PROTECT, related_name="submission")
    state = models.CharField("keadaan", max_length=11, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField("dicatat")
    attempts = models.PositiveIntegerField("percobaan", default=0)
    failures = models.PositiveIntegerField(default=0)  # in a row: by these the waits grow
    tried_at = models.DateTimeField("terakhir dicoba", null=True)
    next_attempt_at = models.DateTimeField("dicoba lagi", null=True)
    sent_at = models.DateTimeField("diterima pada", null=True)
    answer_code = models.PositiveSmallIntegerField("kode jawaban", null=True)  # HTTP
    said = models.CharField("keterangan", max_length=300, blank=True)
    reference = models.CharField("nomor di sana", max_length=100, blank=True)
    again_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    again_at = models.DateTimeField("diminta kirim ulang", null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "pengiriman ke SKM nasional"
        verbose_name_plural = "pengiriman ke SKM nasional"
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=("waiting", "unreachable", "barred")),
                name="submission_due",
            )
        ]

    def __str__(self) -> str:
        return f"pengiriman {self.snapshot_id}"
