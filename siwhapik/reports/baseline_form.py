"""The form of what an office counted by hand; the same year or month again replaces it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from services.models import Agency
from services.typed_counts import CountField
from siwhapik.number_words import count_words
from siwhapik.reports.baseline_keeping import ByHand, known_of
from tickets.words import MONTHS

_FIRST_YEAR, _MOST = 2000, 10_000_000
_INPUT = {"class": "input"}


class PlaceForm(forms.Form):
    """Of what year, or which month of it; asks for an office only where there are several."""

    instansi = forms.ModelChoiceField(
        label="Instansi", queryset=Agency.objects.none(), widget=forms.Select(attrs=_INPUT)
    )
    tahun = forms.IntegerField(
        label="Tahun", min_value=_FIRST_YEAR, widget=forms.NumberInput(attrs=_INPUT)
    )
    bulan = forms.TypedChoiceField(
        label="Bulan",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Setahun penuh"), *((n + 1, name) for n, name in enumerate(MONTHS))],
        widget=forms.Select(attrs=_INPUT),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, offices: Sequence[Agency], today: dt.date
    ) -> None:
        super().__init__(data, initial={"tahun": today.year})
        self._today = today
        self._only = offices[0] if len(offices) == 1 else None
        if self._only is not None:
            del self.fields["instansi"]
        else:
            keys = [one.pk for one in offices]
            self.fields["instansi"].queryset = Agency.objects.filter(pk__in=keys)  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_tahun(self) -> int:
        year: int = self.cleaned_data["tahun"]
        if year > self._today.year:
            raise forms.ValidationError("Tahun itu belum ada.")
        return year

    def clean(self) -> dict[str, Any]:
        """A month that has not begun has nothing to be told of."""
        given = super().clean() or self.cleaned_data
        year, month = given.get("tahun"), given.get("bulan")
        if month and year == self._today.year and month > self._today.month:
            self.add_error("bulan", "Bulan itu belum ada.")
        return given

    @property
    def place(self) -> dict[str, Any]:
        """Office, year and month, once they were looked at."""
        given = self.cleaned_data
        agency = self._only or given["instansi"]
        return {"agency": agency, "year": given["tahun"], "month": given["bulan"]}


class BaselineForm(PlaceForm):
    """How many came to the counter."""

    jumlah = CountField(
        label="Jumlah di loket",
        required=False,
        max_value=_MOST,
        help_text="Kunjungan yang tidak dicatat di Si Whapik. Kosongkan untuk menghapus angka yang ada.",
        widget=forms.TextInput(attrs=_INPUT),
    )
    sumber = forms.CharField(
        label="Sumber angka",
        required=False,
        max_length=200,
        help_text="Misalnya: buku register loket 2022.",
        widget=forms.TextInput(attrs=_INPUT),
    )

    def clean(self) -> dict[str, Any]:
        """Only a number that is there can be removed."""
        given = super().clean()
        if not self.errors and given["jumlah"] is None and known_of(self.count) is None:
            self.add_error("jumlah", "Isi jumlahnya. Belum ada angka yang dapat dihapus.")
        return given

    @property
    def count(self) -> ByHand:
        """What was written, once it was looked at."""
        given = self.cleaned_data
        return ByHand(**self.place, visits=given["jumlah"], origin=given["sumber"])


def kept_words(count: ByHand, *, before: int | None) -> str:
    """What was done, and what it replaced: "Angka loket Juni 2025 disimpan: 180 (semula 175)."."""
    was = "" if before is None else f" (semula {count_words(before)})"
    done = "dihapus" if count.visits is None else f"disimpan: {count_words(count.visits)}"
    return f"Angka loket {month_words(count.month)} {count.year} {done}{was}."


def month_words(month: int | None) -> str:
    """The month that is meant; None is the whole year."""
    return MONTHS[month - 1] if month else "Setahun"
