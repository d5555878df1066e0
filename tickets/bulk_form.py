"""What every form for many tickets has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from services.models import Staff
from tickets.form_fields import field_of
from tickets.forms import form_key_field
from tickets.models import Ticket


class BulkForm(forms.Form):
    """Nothing to fill in. `seen`: when the tickets were shown, in seconds since 1970."""

    form_key = form_key_field()
    seen = forms.FloatField(widget=forms.HiddenInput, min_value=0, max_value=4e9)

    def __init__(
        self, *args: Any, tickets: Sequence[Ticket], now: dt.datetime, reader: Staff, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tickets, self.now, self.reader = tickets, now, reader
        self.fill_choices()

    def fill_choices(self) -> None:
        """Fill in what can be chosen for these tickets."""

    def given(self) -> dict[str, Any]:
        """What the worker needs, when the form is valid."""
        return {}

    def worked(self) -> list[Ticket]:
        """The tickets to which it is done, when the form is valid."""
        return list(self.tickets)

    @property
    def seen_at(self) -> dt.datetime:
        """When the tickets were shown, when the form is valid."""
        return dt.datetime.fromtimestamp(self.cleaned_data["seen"], dt.UTC)

    def of_model(self, name: str) -> forms.ModelChoiceField[Any]:
        """The field of this name, which chooses a row."""
        return field_of(self, name, forms.ModelChoiceField)
