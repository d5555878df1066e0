"""Which messages say a second matter, and what that is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from services.models import Service
from tickets.form_fields import field_of

_DIGITS = 18  # a longer number is the key of no row


class SaidField(forms.TypedMultipleChoiceField):
    """Takes any whole numbers: the desk judges what they are. A second click on the form sends those
    that the first has moved away, which are offered no more.
    """

    def valid_value(self, value: str) -> bool:
        return value.isdecimal() and len(value) <= _DIGITS


class SplitForm(forms.Form):
    messages = SaidField(
        label="Pesan yang menjadi tiket baru",
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"data-messages": ""}),
        error_messages={
            "required": "Pilih pesannya dahulu.",
            "invalid_choice": "Sebagian pesan itu tidak lagi di tiket ini. Muat ulang, lalu pilih lagi.",
        },
    )
    service = forms.ModelChoiceField(
        label="Layanan tiket baru",
        queryset=Service.objects.none(),
        required=False,
        empty_label="Belum tahu",
    )
    subject = forms.CharField(
        label="Perihal",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Bila kosong, dipakai kata-kata pertama pemohon.",
    )

    def __init__(
        self, *args: Any, agency: int, offered: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        said = field_of(self, "messages", forms.TypedMultipleChoiceField)
        service = field_of(self, "service", forms.ModelChoiceField)
        said.choices = offered
        service.queryset = Service.objects.active().filter(agency=agency)
