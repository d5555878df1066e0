"""The form of how many came to an office's counter, counted by hand."""

from __future__ import annotations

from typing import Any

from django import forms

from services.typed_counts import CountField
from siwhapik.number_words import count_words
from siwhapik.reports.by_hand_form import INPUT, ByHandForm, origin_field
from tickets.models import Baseline

_MOST = 10_000_000


class BaselineForm(ByHandForm):
    """How many came to the counter."""

    kind = Baseline
    name = "Angka loket"
    nothing = ("jumlah", "Isi jumlahnya. Belum ada angka yang dapat dihapus.")

    jumlah = CountField(
        label="Jumlah di loket",
        required=False,
        max_value=_MOST,
        help_text="Kunjungan yang tidak dicatat di Si Whapik. Kosongkan untuk menghapus angka yang ada.",
        widget=forms.TextInput(attrs=INPUT),
    )
    sumber = origin_field("buku register loket 2022")

    def written(self) -> dict[str, Any]:
        """How many; a zero is a number too."""
        visits = self.cleaned_data["jumlah"]
        return {} if visits is None else {"visits": visits}

    def told(self, kept: Baseline) -> str:
        return count_words(kept.visits)
