"""Measurable targets in a form: rows of the aim, what is measured, its unit, before, aimed at, and after."""

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
    """A table of text fields, ROWS of them; the empty ones are left out."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        rows = [*(value or []), *({} for _ in range(ROWS))][:ROWS]
        cells = [
            [_cell(name, number, part, row) for part in TARGET_PARTS]
            for number, row in enumerate(rows)
        ]
        return render_to_string(
            "records/_targets.html", {"heads": TARGET_PARTS.values(), "rows": cells}
        )

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
    label = f"{TARGET_PARTS[part]} {number + 1}"
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
                    "Pilih tujuan, lalu isi indikator dan sasarannya di setiap baris."
                )
            if any("\x00" in part or len(part) > _LONGEST for part in row.values()):
                raise forms.ValidationError(f"Tiap isian paling panjang {_LONGEST} huruf.")
        return rows or []
