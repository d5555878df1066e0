"""The roster's forms: one shift, one absence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from services.duty import FIRST_DAY, LAST_DAY, Plan
from services.models import Leave, Staff
from tickets.form_fields import field_of

_DAY = {"required": "Pilih harinya.", "invalid": "Tulis tanggal seperti 2026-11-30."}
_HOUR = {"required": "Isi jamnya.", "invalid": "Tulis jam seperti 07.30."}
_TIMES = ["%H:%M", "%H.%M", "%H:%M:%S"]


# A year that nobody means has no week around it, and no moment in UTC.
_YEARS = "Tahunnya tidak masuk akal. Periksa kembali tanggalnya."
_BOUNDS = [
    MinValueValidator(FIRST_DAY, message=_YEARS),
    MaxValueValidator(LAST_DAY, message=_YEARS),
]


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    """Typed as people here write it: a browser in English would show 01.00 PM."""

    def __init__(self) -> None:
        super().__init__(format="%H.%M", attrs={"inputmode": "decimal", "autocomplete": "off"})


class _OfPeople(forms.Form):
    staff = forms.ModelChoiceField(
        label="Petugas",
        queryset=Staff.objects.none(),
        empty_label="Pilih petugas",
        widget=forms.Select(attrs={"autofocus": True}),
        error_messages={
            "required": "Pilih petugasnya dahulu.",
            "invalid_choice": "Orang itu tidak bekerja di kantor ini. Pilih petugas yang lain.",
        },
    )

    def __init__(self, *args: Any, people: Sequence[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = field_of(self, "staff", forms.ModelChoiceField)
        offered = Staff.objects.filter(pk__in=[one.pk for one in people])
        choice.queryset = offered.order_by("full_name", "username")


class ShiftForm(_OfPeople):
    day = forms.DateField(label="Hari", widget=DayInput, error_messages=_DAY, validators=_BOUNDS)
    starts = forms.TimeField(
        label="Mulai", widget=HourInput, input_formats=_TIMES, error_messages=_HOUR
    )
    ends = forms.TimeField(
        label="Selesai",
        widget=HourInput,
        input_formats=_TIMES,
        error_messages=_HOUR,
        help_text="Misalnya 16.00; 00.00 berarti tengah malam di akhir hari itu.",
    )

    def plan(self) -> Plan:
        """What was written, when the form is valid."""
        return Plan(**self.cleaned_data)


class LeaveForm(_OfPeople):
    kind = forms.ChoiceField(label="Alasan", choices=Leave.choices)
    starts_on = forms.DateField(
        label="Dari tanggal", widget=DayInput, error_messages=_DAY, validators=_BOUNDS
    )
    ends_on = forms.DateField(
        label="Sampai tanggal", widget=DayInput, error_messages=_DAY, validators=_BOUNDS
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Tanggal akhir tidak boleh sebelum tanggal awal.")
        return data
