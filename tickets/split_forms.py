"""Which messages say a second matter, and what that is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from services.models import Service


class SplitForm(forms.Form):
    messages = forms.TypedMultipleChoiceField(
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
        said, service = self.fields["messages"], self.fields["service"]
        assert isinstance(said, forms.TypedMultipleChoiceField)  # noqa: S101  # for the type checker
        assert isinstance(service, forms.ModelChoiceField)  # noqa: S101  # for the type checker
        said.choices = offered
        service.queryset = Service.objects.active().filter(agency=agency)
