"""What the forms of an office's own figures share; the same year or month again replaces what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from services.models import Agency
from siwhapik.reports.by_hand_keeping import ByHand, Kept
from tickets.models import Baseline, FormerTime
from tickets.words import MONTHS

_FIRST_YEAR = 2000
INPUT = {"class": "input"}


class ByHandForm(forms.Form):
    """Of what year, or which month of it; asks for an office only where there are several."""

    kind: ClassVar[type[Baseline] | type[FormerTime]]
    name: ClassVar[str]  # what it is, in the sentence that says what was done
    nothing: ClassVar[tuple[str, str]]  # the field, and why nothing can be removed there

    instansi = forms.ModelChoiceField(
        label="Instansi", queryset=Agency.objects.none(), widget=forms.Select(attrs=INPUT)
    )
    tahun = forms.IntegerField(
        label="Tahun", min_value=_FIRST_YEAR, widget=forms.NumberInput(attrs=INPUT)
    )
    bulan = forms.TypedChoiceField(
        label="Bulan",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Setahun penuh"), *((n + 1, name) for n, name in enumerate(MONTHS))],
        widget=forms.Select(attrs=INPUT),
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
        """A month that has not begun has nothing to be told of, and only what is there can be removed."""
        given = super().clean() or self.cleaned_data
        year, month = given.get("tahun"), given.get("bulan")
        if month and year == self._today.year and month > self._today.month:
            self.add_error("bulan", "Bulan itu belum ada.")
        self.check_amounts(given)
        if not self.errors and not self.written() and self.given.known() is None:
            self.add_error(*self.nothing)
        return given

    def check_amounts(self, given: Mapping[str, Any]) -> None:
        """Add the errors of the figures themselves."""

    def written(self) -> dict[str, Any]:
        """The columns that hold the figures; none where all were left empty."""
        raise NotImplementedError

    def told(self, kept: Any) -> str:
        """The figures of a row in words."""
        raise NotImplementedError

    @property
    def given(self) -> ByHand:
        """What was written, once it was looked at."""
        given = self.cleaned_data
        agency = self._only or given["instansi"]
        written = self.written()
        place = {"agency": agency, "year": given["tahun"], "month": given["bulan"]}
        return ByHand(
            kind=self.kind, **place, written=written and {**written, "origin": given["sumber"]}
        )

    def kept_words(self, before: Kept | None, after: Kept | None) -> str:
        """What was done, and what it replaced: "Angka loket Juni 2025 disimpan: 180 (semula 175)."."""
        was = f" (semula {self.told(before)})" if before else ""
        done = f"disimpan: {self.told(after)}" if after else "dihapus"
        span = f"{month_words(self.given.month)} {self.given.year}"
        return f"{self.name} {span} {done}{was}."


def origin_field(example: str) -> forms.CharField:
    """Where the figures stand."""
    return forms.CharField(
        label="Sumber angka",
        required=False,
        max_length=200,
        help_text=f"Misalnya: {example}.",
        widget=forms.TextInput(attrs=INPUT),
    )


def month_words(month: int | None) -> str:
    """The month that is meant; None is the whole year."""
    return MONTHS[month - 1] if month else "Setahun"
