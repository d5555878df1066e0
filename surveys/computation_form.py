"""The form that asks which number another report says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms

_NUMBER = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,3})?")


class ReportedForm(forms.Form):
    """One number of 0 to 999 with at most three places; `kept`, the rest of the address, goes on with it."""

    laporan = forms.CharField(
        label="IKM menurut laporan lain",
        max_length=12,
        help_text="Misalnya 88,02.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": "Isi angkanya, misalnya 88,02."},
    )

    def __init__(self, data: Mapping[str, Any], *, kept: Mapping[str, str]) -> None:
        self.is_filled = "laporan" in data
        super().__init__(data if self.is_filled else None, auto_id="%s")
        self.kept = list(kept.items())

    def clean_laporan(self) -> str:
        text: str = self.cleaned_data["laporan"].strip()
        if not _NUMBER.fullmatch(text):
            raise forms.ValidationError("Tulis satu angka seperti di laporan, misalnya 88,02.")
        return text

    @property
    def reported(self) -> tuple[Fraction, int]:
        """The number of a valid form, and how many places it has."""
        text = self.cleaned_data["laporan"].replace(",", ".")
        return Fraction(text), len(text.partition(".")[2])
