"""The form of a review of a finished period."""

from __future__ import annotations

from typing import Any

from django import forms

from surveys.models import PeriodReview
from surveys.reviewing import Review

LONGEST = 1000


class ReviewForm(forms.Form):
    """What was found; figures that are in doubt need a note that says which."""

    conditional = ("note",)

    reading = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="Hasil telaah", choices=PeriodReview.Outcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Catatan",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Wajib diisi bila angkanya perlu diperiksa: sebutkan angka mana dan mengapa.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        doubted = cleaned.get("outcome") == PeriodReview.Outcome.CHECK
        if doubted and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", "Sebutkan angka mana yang perlu diperiksa dan mengapa.")
        return cleaned

    def review(self) -> Review:
        """The review of a valid form."""
        given = self.cleaned_data
        return Review(
            snapshot_id=given["reading"], outcome=given["outcome"], note=given["note"].strip()
        )
