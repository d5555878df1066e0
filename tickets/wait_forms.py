"""Until when a citizen is waited for: a day that the office offers, or another one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from tickets.filters import DayInput
from tickets.form_fields import field_of
from tickets.forms import ReasonForm
from tickets.waiting_dates import Offer

ANOTHER = "lain"


class WaitDayForm(forms.Form):
    """`until` is None where no day was chosen: then only the citizen ends the wait.

    Its argument `until` is the day that was chosen before.
    """

    conditional = ("offer", "day")  # one of the choices is always made

    offer = forms.ChoiceField(
        label="Tunggu sampai",
        required=False,
        widget=forms.RadioSelect,
        help_text="Pagi hari itu pemohon diingatkan sekali. Bila sampai hari kerja berikutnya belum "
        "menjawab, tiket kembali kepada petugasnya.",
    )
    day = forms.DateField(
        label="Tanggal lain",
        required=False,
        widget=DayInput,
        error_messages={"invalid": "Tanggal itu tidak dikenali. Pilih dari kalender."},
    )

    def __init__(
        self, *args: Any, offers: Sequence[Offer], until: dt.date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice = field_of(self, "offer", forms.ChoiceField)
        days = [(one.day.isoformat(), one.label) for one in offers]
        choice.choices = [("", "Pemohon menulis, tanpa batas"), *days, (ANOTHER, "Tanggal lain")]
        if until is not None:
            is_offered = any(one.day == until for one in offers)
            self.initial["offer"] = until.isoformat() if is_offered else ANOTHER
            self.initial["day"] = None if is_offered else until

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        offer = data.get("offer")
        if offer == ANOTHER and not data.get("day") and not self.has_error("day"):
            self.add_error("day", "Pilih tanggalnya dahulu.")
        chosen = dt.date.fromisoformat(offer) if offer and offer != ANOTHER else None
        # Who filled in a day without the row above it means that day.
        data["until"] = chosen or data.get("day")
        return data

    def add_error(self, field: str | None, error: Any) -> None:
        """What the desk says of the day stands beside it."""
        super().add_error("day" if field == "until" else field, error)


class WaitForCitizenForm(ReasonForm, WaitDayForm):
    """What is awaited, and until when."""

    field_order = ["reason", "offer", "day"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Yang ditunggu"
