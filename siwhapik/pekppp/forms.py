"""Which office and year the evidence is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from services.models import Agency

_YEARS = 4  # back from this one
_INPUT = {"class": "input"}


class EvidenceForm(forms.Form):
    """This year and all offices, unless the address asks for one that is offered."""

    instansi = forms.CharField(label="Instansi", required=False)
    tahun = forms.CharField(label="Tahun", required=False)

    def __init__(
        self, query: Mapping[str, Any], *, agencies: Sequence[Agency], this_year: int, several: bool
    ) -> None:
        years = [str(this_year - back) for back in range(_YEARS)]
        by_id = {str(one.pk): one for one in agencies}
        asked = str(query.get("instansi") or "")
        self.year = int(query["tahun"]) if query.get("tahun") in years else this_year
        self.agency = by_id.get(asked) or (None if several else agencies[0])
        shown = {"instansi": str(self.agency.pk) if self.agency else "", "tahun": str(self.year)}
        super().__init__(shown)
        offices = [(key, one.short_name) for key, one in by_id.items()]
        self._offer("instansi", [("", "Semua kantor"), *offices])
        self._offer("tahun", [(one, one) for one in years])
        if not several:
            del self.fields["instansi"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].widget = forms.Select(attrs=_INPUT, choices=choices)
