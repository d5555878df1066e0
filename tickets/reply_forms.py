"""The forms of an officer's answer: text and files, or a template."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from tickets.file_field import ManyFilesField
from tickets.forms import form_key_field
from tickets.models import MessageTemplate, Ticket

# A shortcut after the composer's "/" that was not replaced; a citizen cannot use it.
_SHORTCUT = re.compile(r"/[\w-]{1,40}")


class ReplyForm(forms.Form):
    """Text and files. `seen` and `holder`: newest message and officer when typing began (0: none)."""

    text = forms.CharField(
        label="Balasan",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Tulis balasan untuk pemohon"}),
    )
    files = ManyFilesField(label="Berkas", required=False)  # type: ignore[assignment]  # a field's name
    quoted = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    holder = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(required=False)
    form_key = form_key_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text = data.get("text", "").strip()
        if not (text or data.get("files") or self.errors):
            self.add_error("text", "Tulis balasan atau pilih berkas dahulu.")
        if _SHORTCUT.fullmatch(text):
            self.add_error(
                "text",
                f"“{text}” baru singkatan, belum balasan. Pilih dari daftar balasan cepat, atau "
                "tulis balasannya.",
            )
        return data


class TemplateForm(forms.Form):
    """A template of the ticket's number with its blanks filled; `missing` names the empty ones;
    `is_unfit`: WhatsApp would refuse their texts.

    The register number of an update is always the ticket's own.
    """

    template = forms.ModelChoiceField(
        label="Templat",
        queryset=MessageTemplate.objects.none(),
        error_messages={
            "required": "Pilih templat dahulu.",
            "invalid_choice": "Yang dipilih tidak dapat dikirim lagi; mungkin baru dijeda atau "
            "ditolak WhatsApp. Tulisan Anda tersimpan sebagai draf.",
        },
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    holder = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(required=False)
    form_key = form_key_field()

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = ticket.register_number
        self.missing: tuple[str, ...] = ()
        self.is_unfit = False
        if ticket.channel_id:
            choice = self.fields["template"]
            assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101  # for the type checker
            choice.queryset = MessageTemplate.objects.offered(ticket.channel_id)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        template: MessageTemplate | None = data.get("template")
        if template is None:
            return data
        names = [f"blank_{template.pk}_{n + 1}" for n in range(template.parameter_count)]
        typed = {name: self.data.get(name, "").replace("\x00", "").strip() for name in names}
        if template.tells_update:
            typed[names[0]] = self.register
        self.missing = tuple(name for name, value in typed.items() if not value)
        if self.missing:
            raise forms.ValidationError("Isi semua bagian kosong pada templat.")
        data["blanks"] = tuple(typed.values())
        return data
