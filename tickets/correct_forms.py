"""What is corrected on a ticket; only what the person changed is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from services.models.service import Kind
from tickets.models.ticket_counter import WhyAtCounter

_NAMES = ("subject", "kind", "applicant_name", "proxy_name", "came_because")


class CorrectForm(forms.Form):
    """`was_…`: what the person was shown, so that neither a masked number nor what a colleague has
    corrected meanwhile is written over by a field that was not touched.
    """

    subject = forms.CharField(
        label="Perihal",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Tulis perihalnya."},
    )
    kind = forms.ChoiceField(label="Jenis", choices=Kind.choices)
    applicant_name = forms.CharField(
        label="Pemohon",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Diisi bila yang menulis bukan pemohonnya, misalnya ketua RT untuk warganya.",
    )
    proxy_name = forms.CharField(
        label="Penyampai",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Siapa yang menyampaikan bila bukan pemohon sendiri, misalnya keluarga atau RT/RW.",
    )
    came_because = forms.ChoiceField(
        label="Mengapa tidak lewat WhatsApp",
        choices=[("", "Tidak ditanyakan"), *WhyAtCounter.choices],
        required=False,
    )
    was_subject = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    was_kind = forms.CharField(required=False, widget=forms.HiddenInput)
    was_came_because = forms.CharField(required=False, widget=forms.HiddenInput)
    was_applicant_name = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    was_proxy_name = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, shown: Mapping[str, str], **kwargs: Any) -> None:
        initial = {**shown, **{f"was_{name}": value for name, value in shown.items()}}
        super().__init__(*args, **{**kwargs, "initial": initial})
        for name in _NAMES:
            if name not in shown:  # the reader may not know it
                del self.fields[name], self.fields[f"was_{name}"]
        if not shown["subject"]:
            self.fields["subject"].required = False

    def changes(self) -> dict[str, str]:
        """The fields that the person changed."""
        data = self.cleaned_data
        given = {name: data[name] for name in _NAMES if name in data}
        return {
            name: value for name, value in given.items() if value != data[f"was_{name}"].strip()
        }
