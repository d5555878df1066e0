"""Measurable targets in a form: for each the aim, what is measured, its unit, before, aimed at, and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from services.innovation_aims import AIMS, TARGET_PARTS

ROWS = 8
_LONGEST = 80


class TargetsWidget(forms.Widget):
    """Up to ROWS targets: those that are filled in and an empty one; each further one unfolds below the one before."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        filled = list(value or [])[:ROWS]
        rows = [*filled, *({} for _ in range(ROWS - len(filled)))]
        cells = [
            [_cell(name, number, part, row) for part in TARGET_PARTS]
            for number, row in enumerate(rows)
        ]
        shown = min(len(filled) + 1, ROWS)
        more = list(enumerate(cells[shown:], shown + 1))
        return render_to_string("records/_targets.html", {"rows": cells[:shown], "more": more})

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> list[dict[str, str]]:
        """The rows in which anything was typed or chosen."""
        rows = [
            {part: str(data.get(f"{name}_{number}_{part}", "")).strip() for part in TARGET_PARTS}
            for number in range(ROWS)
        ]
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def use_required_attribute(self, initial: Any) -> bool:
        return False


def _cell(name: str, number: int, part: str, row: Mapping[str, str]) -> dict[str, Any]:
    label = TARGET_PARTS[part]
    cell = {"name": f"{name}_{number}_{part}", "label": label, "value": row.get(part, "")}
    return {**cell, "choices": AIMS.items()} if part == "aim" else cell


class TargetsField(forms.Field):
    """A list of targets, each with the aim that it measures, its name and what is to be reached."""

    widget = TargetsWidget

    def clean(self, value: Any) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = super().clean(value)
        for row in rows or []:
            if row["aim"] not in AIMS or not row["name"] or not row["target"]:
                raise forms.ValidationError(
                    "Di setiap sasaran yang diisi: pilih tujuannya, lalu isi indikator dan angka sasarannya."
                )
            if any("\x00" in part or len(part) > _LONGEST for part in row.values()):
                raise forms.ValidationError(f"Tiap isian paling panjang {_LONGEST} huruf.")
        return rows or []
