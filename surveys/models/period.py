"""The period that one published index covers, and the steps that it went through."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from services.models import Agency
from services.models.final import FinalModel
from surveys.instrument import EXACT
from surveys.models.questionnaire import Questionnaire

# What an index is computed from: field and its column.
FROZEN = {
    "agency": "agency_id",
    "questionnaire": "questionnaire_id",
    "starts_on": "starts_on",
    "ends_on": "ends_on",
    "weight_policy": "weight_policy",
    "population": "population",
    "population_reason": "population_reason",
}
# Citizens are asked the questionnaire of an open period: it stays as it is.
FROZEN_WHILE_OPEN = {name: FROZEN[name] for name in ("agency", "questionnaire")}
CLOSED_WORDS = (
    "Periode ini sudah ditutup, jadi tidak dapat diubah. Buka kembali dahulu di halaman periode survei, "
    "atau buat periode baru."
)
OPEN_WORDS = "Periode ini sudah dibuka, jadi instansi dan kuesionernya tetap. Buat periode baru."


class SurveyPeriodQuerySet(models.QuerySet["SurveyPeriod"]):
    def published_first(self) -> SurveyPeriodQuerySet:
        """For staff: published periods before the others, each the newest first."""
        newest = F("published_at").desc(nulls_last=True)
        return self.order_by(newest, "-starts_on", "-pk")

    def published(self, today: dt.date) -> SurveyPeriodQuerySet:
        """What everybody may see on that day; a published one may begin later."""
        return self.filter(state=SurveyPeriod.State.PUBLISHED, starts_on__lte=today)

    def without_submission(self) -> SurveyPeriodQuerySet:
        """Published ones of which nothing says yet what became of handing them over, with their snapshot."""
        shown = self.filter(state=SurveyPeriod.State.PUBLISHED, frozen__isnull=False)
        return shown.filter(frozen__submission=None).select_related("frozen").order_by("pk")

    def begun(self) -> SurveyPeriodQuerySet:
        """Without drafts, for which nothing is counted."""
        return self.exclude(state=SurveyPeriod.State.DRAFT)

    def open_on(self, day: dt.date) -> SurveyPeriodQuerySet:
        """Those that answers of that day count for, the newest first."""
        return self.of_day(day).filter(state=SurveyPeriod.State.OPEN)

    def of_day(self, day: dt.date) -> SurveyPeriodQuerySet:
        """Those with that day in them, the newest first."""
        return self.filter(starts_on__lte=day, ends_on__gte=day).order_by("-starts_on", "-pk")

    def settled_on(self, day: dt.date) -> SurveyPeriodQuerySet:
        """Those whose figures are frozen, so that an answer of that day changes them no more."""
        return self.of_day(day).filter(state__in=SurveyPeriod.State.done(), frozen__isnull=False)

    def sharing_a_day(self, period: SurveyPeriod) -> SurveyPeriodQuerySet:
        """Other periods of its office with a day in common."""
        same = self.exclude(pk=period.pk).filter(agency=period.agency_id)
        return same.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)


class SurveyPeriod(models.Model):
    """An agency's survey period, with the weight that its report uses.

    Its state changes only by the verbs in `surveys/period_steps.py`. What is published stays shown
    until another is published.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Rancangan"
        OPEN = "open", "Dibuka"
        CLOSED = "closed", "Ditutup"
        PUBLISHED = "published", "Diumumkan"

        @classmethod
        def done(cls) -> tuple[SurveyPeriod.State, ...]:
            """Those in which the figures stand."""
            return cls.CLOSED, cls.PUBLISHED

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="survey_periods", verbose_name="instansi"
    )
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="periods", verbose_name="kuesioner"
    )
    name = models.CharField("nama", max_length=100)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")
    # One of the questionnaire's weights.
    weight_policy = models.CharField("bobot", max_length=6, default=EXACT)
    # Service users in the period where they are known otherwise; empty: resolved tickets count.
    population = models.PositiveIntegerField(
        "banyak pengguna layanan",
        null=True,
        blank=True,
        validators=[MinValueValidator(1, "Isi paling sedikit 1, atau kosongkan.")],
        help_text="Kosongkan untuk memakai catatan kami: pemohon yang selesai dilayani.",
    )
    # Asked for where the number is smaller than what we counted ourselves.
    population_reason = models.CharField(
        "penjelasan banyak pengguna layanan",
        max_length=300,
        blank=True,
        help_text="Isi bila lebih sedikit dari catatan kami. Penjelasan ini tampil bersama hasilnya.",
    )
    state = models.CharField(
        "keadaan", max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    # When it was published; citizens see the newest of an office.
    published_at = models.DateTimeField("diumumkan pada", null=True, blank=True, editable=False)

    # Whose figures are shown: those of the last closing; none while it is open.
    frozen = models.ForeignKey(
        "surveys.PeriodSnapshot", models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = SurveyPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "periode survei"
        verbose_name_plural = "periode survei"
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="survey_period_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="survey_period_forward",
                violation_error_message="Periode harus berakhir sesudah mulai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.agency.short_name}"

    @property
    def is_done(self) -> bool:
        """Whether its figures stand: closed or published."""
        return self.state in self.State.done()

    @property
    def is_published(self) -> bool:
        """Whether everybody may see its figures."""
        return self.state == self.State.PUBLISHED

    def clean(self) -> None:
        """Check the dates, overlaps with other periods, the questionnaire, and that it may change."""
        self._must_not_change_what_is_settled()
        if None in (self.agency_id, self.questionnaire_id, self.starts_on, self.ends_on):
            return
        self.must_be_countable()

    def must_be_countable(self) -> None:
        """Raise ValidationError where no index could be computed for it, or two for one day."""
        if faults := self.questionnaire.faults():
            words = f"Kuesioner ini belum lengkap: {'; '.join(faults)}. Pilih yang lain."
            raise ValidationError({"questionnaire": words})
        if self.weight_policy not in self.questionnaire.weights:
            words = "Kuesioner ini tidak mengenal bobot itu. Pilih bobot tepat."
            raise ValidationError({"weight_policy": words})
        if (other := SurveyPeriod.objects.sharing_a_day(self).first()) is not None:
            raise ValidationError(
                {
                    "starts_on": f"Bertumpuk dengan {other.name} ({other.starts_on:%d-%m-%Y} "
                    f"sampai {other.ends_on:%d-%m-%Y}). Ubah tanggalnya."
                }
            )

    def _must_not_change_what_is_settled(self) -> None:
        before = SurveyPeriod.objects.filter(pk=self.pk).first()
        if before is None or before.state == self.State.DRAFT:
            return
        fixed, words = (FROZEN, CLOSED_WORDS) if before.is_done else (FROZEN_WHILE_OPEN, OPEN_WORDS)
        changed = [
            name
            for name, column in fixed.items()
            if getattr(before, column) != getattr(self, column)
        ]
        if changed:
            raise ValidationError(dict.fromkeys(changed, words))


class PeriodStep(FinalModel):
    """One step of a period: which, when, by whom and why. `by` empty: an earlier release took it."""

    class Verb(models.TextChoices):
        OPENED = "opened", "Dibuka"
        CLOSED = "closed", "Ditutup"
        PUBLISHED = "published", "Diumumkan"
        WITHDRAWN = "withdrawn", "Pengumuman ditarik"
        REOPENED = "reopened", "Dibuka kembali"

    period = models.ForeignKey(SurveyPeriod, models.PROTECT, related_name="steps")
    verb = models.CharField("langkah", max_length=10, choices=Verb.choices)
    at = models.DateTimeField("pada")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("alasan", max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.get_verb_display()
