"""The form that takes a step with a survey period, and the words that say it was taken."""

from __future__ import annotations

import datetime as dt

from django import forms

from services.models import Staff
from surveys import period_steps
from surveys.figures import FEWEST_SHOWN
from surveys.models import SurveyPeriod
from surveys.period_steps import Verb
from tickets.words import day_words

LONGEST_REASON = 300


class StepForm(forms.Form):
    """Which step, and why where it asks for a reason; of few answers that publishing is meant."""

    step = forms.ChoiceField(label="Langkah", choices=Verb.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Alasan",
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    knows_few = forms.BooleanField(
        label=f"Saya tahu jawabannya kurang dari {FEWEST_SHOWN} dan tetap mengumumkannya",
        required=False,
    )

    def take(self, period: SurveyPeriod, *, by: Staff, now: dt.datetime) -> str:
        """Take it and return what to tell. Raises Refused, and nothing changed."""
        match self.cleaned_data["step"]:
            case Verb.OPENED:
                period_steps.open_period(period, by=by, now=now)
                return _opened_words(period, today=now.astimezone(period.agency.zone).date())
            case Verb.CLOSED:
                period_steps.close(period, by=by, now=now)
                return f"{period.name} ditutup. Jawaban berikutnya tidak mengubah angkanya."
            case Verb.PUBLISHED:
                knows_few = self.cleaned_data["knows_few"]
                replaced = period_steps.publish(period, by=by, now=now, knows_few=knows_few)
                return _published_words(period, replaced)
        return self._take_back(period, by=by, now=now)

    def _take_back(self, period: SurveyPeriod, *, by: Staff, now: dt.datetime) -> str:
        reason = self.cleaned_data["reason"]
        if self.cleaned_data["step"] == Verb.WITHDRAWN:
            period_steps.withdraw(period, by=by, now=now, reason=reason)
            return f"{period.name} tidak lagi tampil di halaman IKM untuk umum."
        period_steps.reopen(period, by=by, now=now, reason=reason)
        return f"{period.name} dibuka kembali. Tutup lagi sesudah selesai."


def _opened_words(period: SurveyPeriod, *, today: dt.date) -> str:
    begins = day_words(period.starts_on) if period.starts_on > today else "sekarang"
    return f"{period.name} dibuka. Jawaban warga dihitung mulai {begins}."


def _published_words(period: SurveyPeriod, replaced: SurveyPeriod | None) -> str:
    if not period.agency.is_active:
        return f"{period.name} diumumkan. Halaman IKM untuk umum memuatnya bila instansinya aktif kembali."
    if replaced is None:
        return f"{period.name} tampil di halaman IKM untuk umum."
    return f"Halaman IKM untuk umum sekarang menampilkan {period.name}, bukan lagi {replaced.name}."
