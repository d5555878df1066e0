"""The forms of an officer's answer: text and files, or a template.

They check what was sent. The page draws the fields by hand (`_composer.html`, `_template_form.html`): it
is opened far more often than it is sent, and Django's widgets take 1.6 ms where the smallest
page behind log-in takes 2.1 ms (ADR 0043).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms

from tickets.content import with_plain_line_breaks
from tickets.desk.drafting import LONGEST
from tickets.desk.following import Then
from tickets.file_field import ManyFilesField
from tickets.form_fields import field_of
from tickets.forms import form_key_field
from tickets.models import MessageTemplate, Ticket
from tickets.models.template import UPDATE_BLANKS
from tickets.prepared_texts import why_not_sent

# A shortcut after the composer's "/" that was not replaced; a citizen cannot use it.
_SHORTCUT = re.compile(r"/[\w-]{1,40}")


def until_field() -> forms.DateField:
    """The day until which the citizen is waited for, where a button does that."""
    return forms.DateField(
        label="Tunggu sampai",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "Tanggalnya tidak dikenali. Pilih lagi."},
    )


def led_field() -> forms.BooleanField:
    """Whether the tickets that follow one that is ended by the answer end too."""
    return forms.BooleanField(label="Tiket yang mengikuti", required=False)


def then_field() -> forms.TypedChoiceField:
    """Which button sent it: what follows the answer."""
    choices = [(one.value, one.value) for one in Then]
    return forms.TypedChoiceField(
        choices=choices, coerce=Then, empty_value=Then.STAY, required=False
    )


class ReplyForm(forms.Form):
    """Text and files. `seen` and `holder`: newest message and officer when typing began (0: none)."""

    text = forms.CharField(label="Balasan", required=False, max_length=LONGEST)
    files = ManyFilesField(label="Berkas", required=False)  # type: ignore[assignment]  # a field's name
    quoted = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    holder = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(required=False)
    then = then_field()
    led = led_field()
    until = until_field()
    form_key = form_key_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text = data.get("text", "").strip()
        if not (text or data.get("files") or self.errors):
            self.add_error("text", "Tulis balasan atau pilih berkas dahulu.")
        if words := why_not_sent(text):
            self.add_error("text", words)
        if _SHORTCUT.fullmatch(text):
            self.add_error(
                "text",
                f"“{text}” baru singkatan, belum balasan. Pilih dari daftar balasan cepat, atau "
                "tulis balasannya.",
            )
        return data


@dataclass(frozen=True, slots=True)
class Blank:
    """What an officer fills in a template; `is_words`: it takes the words of an answer."""

    number: int
    name: str
    label: str
    is_words: bool

    @property
    def longest(self) -> int:
        """How many letters it takes; WhatsApp has limits of its own for the whole."""
        return 1000 if self.is_words else 500


def blanks_of(template: MessageTemplate) -> list[Blank]:
    """The blanks of a template; the register number of an update is filled in by the server, and none."""
    if template.tells_update:
        return [_blank(template, UPDATE_BLANKS, "Kabar untuk pemohon", is_words=True)]
    numbers = range(1, template.parameter_count + 1)
    return [_blank(template, number, f"Isian {number}") for number in numbers]


def _blank(template: MessageTemplate, number: int, label: str, *, is_words: bool = False) -> Blank:
    return Blank(number, f"blank_{template.pk}_{number}", label, is_words)


class BlankField(forms.CharField):
    """A line break counts once, as in the browser; a NUL is nothing."""

    def to_python(self, value: Any) -> str:
        return super().to_python(with_plain_line_breaks(value or "").replace("\x00", "")) or ""


class TemplateForm(forms.Form):
    """A template of the ticket's number, with a field for each blank of the chosen one.

    `is_unfit`: WhatsApp would refuse the texts in them. The register number of an update is always
    the ticket's own.
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
    then = then_field()
    led = led_field()
    until = until_field()
    form_key = form_key_field()

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = ticket.register_number
        self.is_unfit = False
        if not ticket.channel_id:
            return
        choice = field_of(self, "template", forms.ModelChoiceField)
        offered = MessageTemplate.objects.offered(ticket.channel_id)
        choice.queryset = offered
        picked = self.data.get("template")
        for blank in (
            blank for one in offered if str(one.pk) == picked for blank in blanks_of(one)
        ):
            self.fields[blank.name] = BlankField(
                label=blank.label,
                max_length=blank.longest,
                error_messages={
                    "required": "Isi bagian ini dahulu.",
                    "max_length": f"Terlalu panjang, paling banyak {blank.longest} huruf.",
                },
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        chosen: MessageTemplate = data["template"]
        typed = [data[blank.name] for blank in blanks_of(chosen)]
        for blank in blanks_of(chosen):
            if words := why_not_sent(data[blank.name]):
                self.add_error(blank.name, words)
        data["blanks"] = (self.register, *typed) if chosen.tells_update else tuple(typed)
        if data["led"] and data["then"].outcome is not None and not chosen.tells_update:
            self.add_error(
                "led", "Hanya kata-kata templat kabar dapat dikirim kepada yang mengikuti."
            )
        return data

    def error_of(self, blank: str) -> str:
        """What is wrong with the blank of this name; "" for nothing."""
        return " ".join(map(str, self.errors.get(blank, ())))
