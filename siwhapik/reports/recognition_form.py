"""The form in which an office chooses its criteria for recognition: a threshold for each that counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from services.typed_counts import CountField
from siwhapik.reports.recognition import MEASURES, Criterion

_INPUT = {"class": "input"}
_NAMED = "_nama"


class RecognitionForm(forms.Form):
    """Two fields for each measure: the threshold (empty: it does not count), and the office's name for it."""

    def __init__(self, data: Mapping[str, Any] | None, *, chosen: Sequence[Criterion]) -> None:
        super().__init__(data)
        now = {one.measure: one for one in chosen}
        for code, measure in MEASURES.items():
            unit = "persen" if measure.is_share else "sebulan"
            known = now.get(code)
            self.fields[code] = CountField(
                label=f"{measure.label}: paling sedikit ({unit})",
                required=False,
                min_value=1,
                max_value=measure.most,
                initial=known.least if known else None,
                widget=forms.TextInput(attrs=_INPUT),
            )
            self.fields[code + _NAMED] = forms.CharField(
                label="Sebutan di kantor ini",
                required=False,
                max_length=60,
                initial=known.words if known else "",
                widget=forms.TextInput(attrs={**_INPUT, "placeholder": measure.label}),
            )

    @property
    def pairs(self) -> list[tuple[str, BoundField, BoundField]]:
        """For each measure its name and its two fields."""
        return [(one.label, self[code], self[code + _NAMED]) for code, one in MEASURES.items()]

    def chosen(self) -> list[Criterion]:
        """What a valid form says, in the order of the measures."""
        given = self.cleaned_data
        return [
            Criterion(code, given[code], given[code + _NAMED]) for code in MEASURES if given[code]
        ]
