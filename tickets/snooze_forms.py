"""When one wants to be reminded of a ticket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from tickets.form_fields import MomentField, field_of, on_clock_of
from tickets.waiting_dates import Moment
from tickets.words import words

ANOTHER, NEVER = "lain", "hapus"


class SnoozeForm(forms.Form):
    """`until` is None for no reminder any more; {at} of an offer is reckoned when it comes back."""

    conditional = ("at",)

    offer = forms.ChoiceField(
        label="Ingatkan saya",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih waktunya dahulu."},
    )
    at = MomentField(label="Waktu lain", required=False)

    def __init__(
        self,
        *args: Any,
        moments: Sequence[Moment],
        now: dt.datetime,
        zone: ZoneInfo,
        is_set: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.moments = {one.key: one.at for one in moments}
        on_clock_of(self, zone)
        choice = field_of(self, "offer", forms.ChoiceField)
        offered = [(one.key, f"{one.name}: {words(one.at, zone=zone, now=now)}") for one in moments]
        none = [(NEVER, "Jangan ingatkan lagi")] if is_set else []
        choice.choices = [*offered, (ANOTHER, "Waktu lain"), *none]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        offer, typed = data.get("offer"), data.get("at")
        if offer == ANOTHER and typed is None and not self.has_error("at"):
            self.add_error("at", "Pilih waktunya dahulu.")
        data["until"] = self.moments.get(offer or "")
        if offer == ANOTHER and typed is not None:
            data["until"] = typed
        return data

    def add_error(self, field: str | None, error: Any) -> None:
        """What the desk says of the moment stands beside it."""
        super().add_error("at" if field == "until" else field, error)
