"""Forms of the evaluation report: the office's text, the signature, the letterhead, the assumption."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings

from services.evaluating import Typed, mark_of
from services.models import EvaluationDraft, VisitAssumption
from services.models.evaluation import LONGEST_TEXT
from services.typed_counts import CountField
from siwhapik.evaluation.composing import TEXTS
from siwhapik.number_words import count_words
from tickets.forms import form_key_field

_INPUT = {"class": "input"}
_NIP = re.compile(r"[0-9]{18}")
_TOO_LONG = (
    f"Paling panjang {count_words(LONGEST_TEXT)} huruf; sekarang %(show_value)d. Pendekkan dahulu."
)


class LongTextField(forms.CharField):
    """A long text with one line end (a browser sends two characters, and counts one). No `maxlength` stands in
    the page, by which a browser cuts what is pasted and says nothing.
    """

    def to_python(self, value: Any) -> str | None:
        typed = super().to_python(value)
        return None if typed is None else typed.replace("\r\n", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


class TextForm(forms.Form):
    """The office's own text, or the fields of some chapters; `version` is the one that was typed over, `seen` the mark
    of these fields then.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self, data: Mapping[str, Any] | None, *, draft: EvaluationDraft, names: Sequence[str]
    ) -> None:
        values = {name: getattr(draft, name) for name in names}
        known = {"version": draft.version, "seen": mark_of(draft, names)}
        super().__init__(data, initial=values | known)
        self.names = tuple(names)
        for name in names:
            label, hint = TEXTS[name]
            self.fields[name] = LongTextField(
                label=label,
                help_text=hint,
                required=False,
                max_length=LONGEST_TEXT,
                error_messages={"max_length": _TOO_LONG},
                widget=forms.Textarea(attrs={**_INPUT, "rows": 6}),
            )

    @property
    def typed(self) -> Typed:
        """What was typed, once it was looked at: of those fields that are not refused."""
        known = self.cleaned_data
        return Typed(
            texts={name: known[name] for name in self.names if name in known},
            version=known["version"],
            is_part=bool(self.errors),
            fields=self.names,
            seen=known.get("seen", ""),
        )


class SignForm(forms.Form):
    """Who signs, where; of a revision also why."""

    place = forms.CharField(
        label="Tempat",
        max_length=60,
        help_text="Kota atau ibu kota kabupaten, misalnya Kayuagung.",
        widget=forms.TextInput(attrs=_INPUT),
    )
    position = forms.CharField(
        label="Jabatan", max_length=120, widget=forms.TextInput(attrs=_INPUT)
    )
    name = forms.CharField(
        label="Nama dengan gelar", max_length=150, widget=forms.TextInput(attrs=_INPUT)
    )
    nip = forms.CharField(
        label="NIP",
        required=False,
        max_length=40,
        help_text="18 angka.",
        widget=forms.TextInput(attrs={**_INPUT, "inputmode": "numeric"}),
    )
    reason = forms.CharField(
        label="Alasan revisi",
        min_length=10,
        max_length=300,
        help_text="Tercatat dan tampil pada laporan yang baru; yang lama tetap tersimpan.",
        widget=forms.Textarea(attrs={**_INPUT, "rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    signed_before = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    form_key = form_key_field()

    def __init__(self, *args: Any, is_revision: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_revision:
            del self.fields["reason"]

    def clean_nip(self) -> str:
        """As it is printed on letters it has spaces."""
        digits = "".join(self.cleaned_data["nip"].split())
        if digits and not _NIP.fullmatch(digits):
            raise forms.ValidationError("NIP terdiri dari 18 angka.")
        return digits

    @property
    def signature(self) -> dict[str, str]:
        """What stands under the report."""
        return {name: self.cleaned_data[name] for name in ("place", "position", "name", "nip")}


class LetterheadForm(forms.Form):
    """What stands at the head of printed reports, besides the office's name and address."""

    parent_line = forms.CharField(
        label="Baris di atas nama kantor",
        required=False,
        max_length=120,
        help_text="Misalnya: Pemerintah Kabupaten Contoh.",
        widget=forms.TextInput(attrs=_INPUT),
    )
    place = forms.CharField(
        label="Tempat tanda tangan",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=_INPUT),
    )
    logo = forms.FileField(
        label="Logo",
        required=False,
        help_text="Gambar PNG, paling besar 1 MB. Kosongkan bila tidak diganti.",
        widget=forms.FileInput(attrs={**_INPUT, "accept": "image/png"}),
    )
    removes_logo = forms.BooleanField(label="Hapus logo yang ada", required=False)

    def __init__(self, *args: Any, has_logo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_logo:
            self.fields["removes_logo"].widget = forms.HiddenInput()

    def clean_logo(self) -> Any:
        logo = self.cleaned_data["logo"]
        if logo is not None and logo.size > settings.LOGO_MAX_BYTES:
            raise forms.ValidationError("Logo lebih dari 1 MB. Kecilkan dahulu gambarnya.")
        return logo


class AssumptionForm(forms.ModelForm):  # type: ignore[type-arg]  # no generic when it runs
    """What a visit to the counter takes from a citizen, as the office assumes it."""

    class Meta:
        model = VisitAssumption
        fields = ["trips", "minutes", "rupiah", "origin"]
        help_texts = {
            "trips": "Datang dan mengambil hasilnya biasanya dua kali.",
            "minutes": "Pergi, pulang, dan menunggu.",
            "rupiah": "Ongkos pergi dan pulang.",
            "origin": "Dari mana angkanya, misalnya: wawancara 30 pemohon, Mei 2026.",
        }
        localized_fields = ["trips"]  # "1,5", and "1.5"
        field_classes = {"minutes": CountField, "rupiah": CountField}
        widgets = {
            "trips": forms.TextInput(attrs={**_INPUT, "inputmode": "decimal"}),
            "minutes": forms.TextInput(attrs=_INPUT),
            "rupiah": forms.TextInput(attrs=_INPUT),
            "origin": forms.TextInput(attrs=_INPUT),
        }
