"""Until when a citizen is waited for: a day that the office offers, or another one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from tickets.filters import DayInput
from tickets.forms import ReasonForm
from tickets.waiting_dates import Offer

ANOTHER = "lain"


class WaitForCitizenForm(ReasonForm):
    """`until` is None where no day was chosen: then only the citizen ends the wait."""

    conditional = ("day",)
    field_order = ["reason", "offer", "day"]

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

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["offer"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  # for the type checker
        days = [(one.day.isoformat(), one.label) for one in offers]
        choice.choices = [("", "Pemohon menulis, tanpa batas"), *days, (ANOTHER, "Tanggal lain")]
        self.fields["reason"].label = "Yang ditunggu"

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
