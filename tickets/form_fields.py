"""Fields that several forms share, and a form's field as what it is."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django import forms

F = TypeVar("F", bound=forms.Field)


def field_of(form: forms.BaseForm, name: str, kind: type[F]) -> F:
    """The form's field of this name. Raises TypeError where it is of another kind: our own mistake."""
    found = form.fields[name]
    if not isinstance(found, kind):
        raise TypeError(f"{name} is a {type(found).__name__}")
    return found


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"


class MomentField(forms.DateTimeField):
    """A moment as the clock of an office shows it, whatever the server's time zone is.

    The form says whose clock with `on_clock_of`: Django alone would show and read each moment in the
    server's zone, an hour or two beside those of offices in WITA and WIT.
    """

    zone: ZoneInfo

    def __init__(self, **options: Any) -> None:
        given = {"required": "Isi waktunya."} | options.pop("error_messages", {})
        super().__init__(
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
            widget=MomentInput(attrs={"class": "input"}, format="%Y-%m-%dT%H:%M"),
            error_messages={
                "invalid": "Waktu itu tidak dikenali. Pilih dari kalender.",
                **given,
            },
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dt.datetime) and value.tzinfo is not None:
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value

    def to_python(self, value: Any) -> dt.datetime | None:
        typed = super().to_python(value)
        if typed is None:
            return None
        return dt.datetime.combine(typed.date(), typed.time(), self.zone)


def on_clock_of(form: forms.BaseForm, zone: ZoneInfo) -> None:
    """Let every moment of the form be one on this clock."""
    for field in form.fields.values():
        if isinstance(field, MomentField):
            field.zone = zone
