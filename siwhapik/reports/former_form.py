"""The form of how long an office's matters took before; the same year or month again replaces it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from services.models import Agency
from siwhapik.reports.baseline_form import PlaceForm
from siwhapik.reports.former import length_words
from siwhapik.reports.former_keeping import Former, Length, stands_for
from tickets.models import FormerTime

_INPUT = {"class": "input"}
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
        widget = forms.TextInput(attrs={**_INPUT, "inputmode": "decimal"})
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
        widget=forms.Select(attrs=_INPUT),
    )


class FormerTimeForm(PlaceForm):
    """Two averages, each with the unit in which the office counted."""

    selesai = LengthField(
        label="Rata-rata sampai selesai",
        help_text="Dari permohonan masuk sampai selesai. Kosongkan kedua rata-rata untuk menghapus isian yang ada.",
    )
    satuan_selesai = _units("Satuan sampai selesai")
    respons = LengthField(
        label="Rata-rata sampai jawaban pertama", help_text="Kosongkan bila tidak diketahui."
    )
    satuan_respons = _units("Satuan jawaban pertama")
    sumber = forms.CharField(
        label="Sumber angka",
        required=False,
        max_length=200,
        help_text="Misalnya: buku register 2022, 120 permohonan.",
        widget=forms.TextInput(attrs=_INPUT),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, offices: Sequence[Agency], today: dt.date
    ) -> None:
        super().__init__(data, offices=offices, today=today)
        self.initial["tahun"] = today.year - 1

    def clean(self) -> dict[str, Any]:
        """A number has its unit, and only what is there can be removed."""
        given = super().clean()
        for name in ("selesai", "respons"):
            unit = f"satuan_{name}"
            if name in given and given[name] is None and given.get(unit):
                self.add_error(name, "Isi angkanya, atau kosongkan satuannya.")
            if given.get(name) is not None and not given.get(unit) and unit not in self.errors:
                self.add_error(unit, "Pilih satuannya.")
        if not self.errors and self.former.is_empty and stands_for(self.former) is None:
            self.add_error("selesai", "Isi lamanya. Belum ada isian yang dapat dihapus.")
        return given

    @property
    def former(self) -> Former:
        """What was written, once it was looked at."""
        given = self.cleaned_data
        return Former(
            **self.place,
            first=Length(given["respons"], given["satuan_respons"]),
            done=Length(given["selesai"], given["satuan_selesai"]),
            origin=given["sumber"],
        )


def kept_words(former: Former, *, span: str, before: FormerTime | None) -> str:
    """What was done, and what it replaced."""
    was = ""
    if before is not None:
        first = Length(before.first_amount, before.first_unit)
        done = Length(before.done_amount, before.done_unit)
        was = f" (semula {_both(first, done)})"
    what = "dihapus" if former.is_empty else f"disimpan: {_both(former.first, former.done)}"
    return f"Lama layanan {span} {what}{was}."


def _both(first: Length, done: Length) -> str:
    """ "selesai 5 hari kerja, jawaban pertama 2 jam"."""
    told = {"selesai": length_words(*done), "jawaban pertama": length_words(*first)}
    return ", ".join(f"{name} {words}" for name, words in told.items() if words)
