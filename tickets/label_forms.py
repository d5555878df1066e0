"""Which labels a ticket has."""

from __future__ import annotations

from typing import Any

from django import forms

from tickets.form_fields import field_of
from tickets.models import Label


class LabelForm(forms.Form):
    conditional = ("labels",)

    labels = forms.ModelMultipleChoiceField(
        label="Label",
        queryset=Label.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Label itu sudah tidak ada. Pilih yang lain."},
    )

    def __init__(self, *args: Any, agency: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = field_of(self, "labels", forms.ModelMultipleChoiceField)
        choice.queryset = Label.objects.filter(agency=agency)
