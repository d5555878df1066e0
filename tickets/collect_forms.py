"""Where and until when a result is fetched, and who fetched it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from tickets.filters import DayInput

APPLICANT, PROXY = "pemohon", "wakil"


class ReadyForm(forms.Form):
    place = forms.CharField(
        label="Tempat mengambil",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Misalnya loket atau ruangannya. Dibaca pemohon.",
        error_messages={"required": "Tulis tempat mengambilnya."},
    )
    until = forms.DateField(
        label="Diambil paling lambat",
        widget=DayInput,
        error_messages={
            "required": "Pilih tanggalnya dahulu.",
            "invalid": "Tanggal itu tidak dikenali. Pilih dari kalender.",
        },
    )

    def offer(self, places: Sequence[str]) -> None:
        """Only one of these, for whoever writes nothing unread; the verb refuses others."""
        place = self.fields["place"]
        place.widget = forms.Select(choices=[(one, one) for one in places])
        place.help_text = "Dibaca pemohon. Tempat lain dinyatakan penyelia."


class CollectedForm(forms.Form):
    conditional = ("proxy_name",)

    who = forms.ChoiceField(
        label="Diambil oleh",
        choices=[(APPLICANT, "Pemohon sendiri"), (PROXY, "Yang mewakili")],
        initial=APPLICANT,
        widget=forms.RadioSelect,
    )
    proxy_name = forms.CharField(
        label="Nama yang mewakili",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Wajib bila bukan pemohon sendiri.",
    )
    note = forms.CharField(
        label="Catatan",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Untuk riwayat, misalnya bukti yang ditunjukkan. Tidak dikirim kepada pemohon.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("who") != PROXY:
            data["proxy_name"] = ""
        elif not data.get("proxy_name", "").strip():
            self.add_error("proxy_name", "Tulis siapa yang mengambil.")
        return data
