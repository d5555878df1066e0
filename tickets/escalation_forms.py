"""What the head of an office is asked, and answers."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from tickets.forms import ReasonForm
from tickets.snooze_forms import MomentInput


class EscalateForm(ReasonForm):
    """`until` in the office's time."""

    until = forms.DateTimeField(
        label="Dijawab paling lambat",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=MomentInput(format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": "Pilih sampai kapan jawabannya ditunggu.",
            "invalid": "Waktu itu tidak dikenali. Pilih dari kalender.",
        },
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["reason"].label = "Yang perlu diputuskan"
        self.fields["reason"].error_messages["required"] = "Tulis apa yang perlu diputuskan."

    def clean_until(self) -> dt.datetime:
        typed: dt.datetime = self.cleaned_data["until"]
        return dt.datetime.combine(typed.date(), typed.time(), self.zone)


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Jawaban",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Jawaban masih kosong."},
    )
