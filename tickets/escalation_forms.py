"""What the head of an office is asked, and answers."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from tickets.form_fields import MomentField, on_clock_of
from tickets.forms import ReasonForm


class EscalateForm(ReasonForm):
    """`until` in the office's time."""

    until = MomentField(
        label="Dijawab paling lambat",
        error_messages={"required": "Pilih sampai kapan jawabannya ditunggu."},
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_clock_of(self, zone)
        self.fields["reason"].label = "Yang perlu diputuskan"
        self.fields["reason"].error_messages["required"] = "Tulis apa yang perlu diputuskan."


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Jawaban",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Jawaban masih kosong."},
    )
