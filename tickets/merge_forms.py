"""Which tickets are about the same, and which of them goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from tickets import identity
from tickets.bulk_form import BulkForm
from tickets.desk.joining import MOST
from tickets.form_fields import field_of
from tickets.models import Ticket
from tickets.split_forms import SaidField

_APART = re.compile(r"[\s,;]+")
THIS, CHOSEN = "ini", "itu"


class MergeForm(forms.Form):
    """Tickets from the list, or typed numbers; `leads`: who goes on where they are of several citizens."""

    conditional = ("others", "registers")

    others = SaidField(
        label="Tiket yang sama urusannya",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"data-messages": ""}),
        error_messages={"invalid_choice": "Tiket itu tidak dikenali. Muat ulang, lalu pilih lagi."},
    )
    registers = forms.CharField(
        label="Nomor register lain",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Bila tidak ada di daftar. Beberapa nomor dipisah koma.",
    )
    leads = forms.ChoiceField(
        label="Bila pemohonnya berlainan, yang memimpin",
        choices=[(THIS, "Tiket ini"), (CHOSEN, "Tiket yang dipilih (satu saja)")],
        initial=THIS,
        widget=forms.RadioSelect,
        help_text="Tiket yang lain menunggu tiket yang memimpin. Untuk pemohon yang sama, nomor tertua "
        "yang diteruskan.",
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = field_of(self, "others", forms.TypedMultipleChoiceField)
        others.choices = offered
        if not offered:
            others.help_text = "Tidak ada tiket lain yang tampak serupa. Tulis nomornya."

    def clean_registers(self) -> list[str]:
        typed = filter(None, _APART.split(self.cleaned_data["registers"].replace("\x00", "")))
        return sorted({one.upper() for one in typed})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        many = len(data.get("others", ())) + len(data.get("registers", ()))
        if not many and not self.errors:
            self.add_error("others", "Pilih tiketnya, atau tulis nomor registernya.")
        if many > MOST:
            self.add_error("others", f"Paling banyak {MOST} tiket sekaligus.")
        return data


class BulkMergeForm(BulkForm):
    """Which of them goes on, at first the oldest."""

    leader = forms.TypedChoiceField(
        label="Tiket yang memimpin",
        coerce=int,
        error_messages={
            "required": "Pilih tiket yang memimpin dahulu.",
            "invalid_choice": "Tiket itu tidak lagi terpilih. Pilih yang lain.",
        },
    )

    def fill_choices(self) -> None:
        choice = field_of(self, "leader", forms.ChoiceField)
        ordered = sorted(self.tickets, key=lambda one: (one.received_at, one.pk))
        choice.choices = [(one.pk, self._named(one)) for one in ordered]
        choice.initial = ordered[0].pk if ordered else None

    def _named(self, ticket: Ticket) -> str:
        citizen = identity.of(ticket, reader=self.reader)
        return " · ".join(filter(None, (str(ticket), citizen.name, citizen.text(ticket.subject))))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if len(self.tickets) < 2:
            self.add_error("leader", "Pilih paling sedikit dua tiket.")
        return data

    def given(self) -> dict[str, Any]:
        return {"leader": self.cleaned_data["leader"]}

    def worked(self) -> list[Ticket]:
        return [one for one in self.tickets if one.pk != self.cleaned_data["leader"]]
