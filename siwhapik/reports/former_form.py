"""The form of how long an office's matters took before Si Whapik, measured by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from services.models import Agency
from siwhapik.reports.by_hand_form import INPUT, ByHandForm, origin_field
from siwhapik.reports.former import lengths
from tickets.models import FormerTime

_MOST = 100_000
_PLAIN = "Tulis angkanya saja, misalnya 5 atau 2,5."
_MESSAGES = {
    "invalid": _PLAIN,
    "max_decimal_places": _PLAIN,
    "max_digits": _PLAIN,
    "max_whole_digits": _PLAIN,
    "min_value": "Isi angka di atas nol, atau kosongkan.",
    "max_value": "Angka itu terlalu besar. Pilih satuan yang lebih panjang.",
}


class LengthField(forms.DecimalField):
    """A number with at most one place, with a comma as people here write it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={**INPUT, "inputmode": "decimal"})
        super().__init__(
            required=False,
            localize=True,
            min_value=Decimal("0.1"),
            max_value=_MOST,
            decimal_places=1,
            widget=widget,
            error_messages=_MESSAGES,
            **options,
        )


def _units(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", "Pilih satuan"), *FormerTime.Unit.choices],
        widget=forms.Select(attrs=INPUT),
    )


class FormerTimeForm(ByHandForm):
    """Two averages, each with the unit in which the office counted."""

    kind = FormerTime
    name = "Lama layanan"
    nothing = ("selesai", "Isi lamanya. Belum ada isian yang dapat dihapus.")

    selesai = LengthField(
        label="Rata-rata sampai selesai",
        help_text="Dari permohonan masuk sampai selesai. Kosongkan kedua rata-rata untuk menghapus isian yang ada.",
    )
    satuan_selesai = _units("Satuan sampai selesai")
    respons = LengthField(
        label="Rata-rata sampai jawaban pertama", help_text="Kosongkan bila tidak diketahui."
    )
    satuan_respons = _units("Satuan jawaban pertama")
    sumber = origin_field("buku register 2022, 120 permohonan")

    def __init__(
        self, data: Mapping[str, Any] | None, *, offices: Sequence[Agency], today: dt.date
    ) -> None:
        super().__init__(data, offices=offices, today=today)
        self.initial["tahun"] = today.year - 1

    def check_amounts(self, given: Mapping[str, Any]) -> None:
        """A number has its unit."""
        for name in ("selesai", "respons"):
            unit = f"satuan_{name}"
            if name in given and given[name] is None and given.get(unit):
                self.add_error(name, "Isi angkanya, atau kosongkan satuannya.")
            if given.get(name) is not None and not given.get(unit) and unit not in self.errors:
                self.add_error(unit, "Pilih satuannya.")

    def written(self) -> dict[str, Any]:
        """Both averages, where there is one."""
        given = self.cleaned_data
        if given["selesai"] is None and given["respons"] is None:
            return {}
        return {
            "done_amount": given["selesai"],
            "done_unit": given["satuan_selesai"],
            "first_amount": given["respons"],
            "first_unit": given["satuan_respons"],
        }

    def told(self, kept: FormerTime) -> str:
        """ "selesai 5 hari kerja, jawaban pertama 2 jam"."""
        first, done = lengths(kept)
        told = {"selesai": done, "jawaban pertama": first}
        return ", ".join(f"{name} {words}" for name, words in told.items() if words)
