"""A field for how many: numbers are typed as people here write them, with dots between thousands."""

from __future__ import annotations

import re
from typing import Any

from django import forms

_WHOLE = re.compile(r"-?(?:\d{1,3}(?:(?:\.\d{3})+|(?: \d{3})+)|\d+)", re.ASCII)
_INVALID = "Tulis bilangan bulat, misalnya 1200 atau 1.200."


class CountField(forms.IntegerField):
    """A whole number that is not below zero; Django alone takes "2.000" for two.

    A line of text, not the browser's number: that one sends "2.000" too, and refuses "1.200".
    """

    def __init__(self, **options: Any) -> None:
        given = {"invalid": _INVALID} | options.pop("error_messages", {})
        super().__init__(**{"min_value": 0, **options, "error_messages": given})
        self.widget.input_type = "text"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Digits on a telephone; the bounds of a number mean nothing on a line of text."""
        return {"inputmode": "numeric"}

    def to_python(self, value: Any) -> int | None:
        """Only thousands have dots or spaces: "1.2" may be a part, and is refused."""
        if isinstance(value, str):
            typed = " ".join(value.split())
            if typed and not _WHOLE.fullmatch(typed):
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
            value = typed.replace(".", "").replace(" ", "")
        return super().to_python(value)
