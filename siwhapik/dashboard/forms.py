"""What the dashboard is asked for in its address: whose figures, and of how many days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from services.models import Agency

RANGES = (7, 14, 30)
USUAL = {"instansi": "", "hari": "14"}


class FilterForm(forms.Form):
    """Asks for an office only where there are several."""

    hari = forms.ChoiceField(
        label="Rentang",
        choices=[(str(days), f"{days} hari") for days in RANGES],
        widget=forms.Select(attrs={"class": "input"}),
    )
    field_order = ["instansi", "hari"]

    def __init__(self, data: Mapping[str, Any], *, agencies: Sequence[Agency]) -> None:
        super().__init__(data)
        self._agencies = agencies
        if len(agencies) > 1:
            self.fields["instansi"] = forms.ChoiceField(
                label="Instansi",
                required=False,
                choices=[("", "Semua"), *((str(one.pk), one.short_name) for one in agencies)],
                widget=forms.Select(attrs={"class": "input"}),
            )
            self.order_fields(self.field_order)

    @property
    def days(self) -> int:
        """How many days a valid form asks for."""
        return int(self.cleaned_data["hari"])

    @property
    def agency(self) -> Agency | None:
        """The office that a valid form asks for, or the only one; None for all of them."""
        if len(self._agencies) == 1:
            return self._agencies[0]
        asked = self.cleaned_data.get("instansi", "")
        return next((one for one in self._agencies if str(one.pk) == asked), None)


def filter_of(query: Mapping[str, Any], *, agencies: Sequence[Agency]) -> FilterForm:
    """A valid form: what the address does not say, or says wrongly, is as usual."""
    asked = FilterForm(query, agencies=agencies)
    asked.is_valid()
    form = FilterForm({**USUAL, **asked.cleaned_data}, agencies=agencies)
    form.full_clean()
    return form
