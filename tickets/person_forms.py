"""Forms that choose a person for a ticket: who works it and is there, with the present load."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from services.models import Staff
from tickets.desk import Colleague, Relief
from tickets.form_fields import field_of
from tickets.forms import ReasonForm
from tickets.models import Ticket

NOTE_LENGTH = 300


def offer(form: forms.Form, name: str, colleagues: Sequence[Colleague]) -> None:
    """Offer these people in a form's choice, by name, each with load and duty."""
    choice = field_of(form, name, forms.ModelChoiceField)
    offered = Staff.objects.filter(pk__in=[one.staff.pk for one in colleagues])
    choice.queryset = offered.order_by("full_name", "username")
    people = [(one.staff.pk, one.words) for one in colleagues]
    choice.choices = [("", str(choice.empty_label)), *people]


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        label="Petugas",
        queryset=Staff.objects.none(),
        empty_label="Pilih petugas",
        error_messages={
            "required": "Pilih petugasnya dahulu.",
            "invalid_choice": "Petugas itu tidak mengerjakan layanan ini atau sedang tidak bertugas. "
            "Pilih petugas yang lain.",
        },
    )
    note = forms.CharField(
        label="Catatan untuk petugas",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, colleagues: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to", colleagues)


class HandOverForm(AssignForm):
    """To a colleague; the note says how far the matter is."""

    note = forms.CharField(
        label="Catatan untuk rekan",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Sampai mana pekerjaannya, dan apa langkah berikutnya.",
        error_messages={"required": "Tulis sampai mana pekerjaannya."},
    )


class HandBackForm(ReasonForm):
    reason = forms.CharField(
        label="Catatan untuk petugas berikutnya",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Tulis mengapa tiket ini dikembalikan."},
    )


class AskOverForm(forms.Form):
    note = forms.CharField(
        label="Pesan untuk rekan",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReliefForm(forms.Form):
    """One officer's tickets, each to a colleague, or all to one; with one note for them.

    The choice of a ticket is the field `ke_<id>`: empty leaves it where it is.
    """

    all_to = forms.ModelChoiceField(
        label="Semua kepada satu petugas",
        queryset=Staff.objects.none(),
        required=False,
        empty_label="Tidak, menurut pilihan di bawah",
        error_messages={"invalid_choice": "Petugas itu sedang tidak bertugas. Pilih yang lain."},
    )
    note = forms.CharField(
        label="Catatan serah terima",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Tulis catatan untuk petugas yang menerima."},
    )

    def __init__(self, *args: Any, relief: Relief, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.relief = relief
        offer(self, "all_to", relief.colleagues)
        for ticket in relief.tickets:
            able = [one for one in relief.colleagues if one.staff.pk in relief.able[ticket.pk]]
            self.fields[f"ke_{ticket.pk}"] = forms.TypedChoiceField(
                label=f"Petugas untuk {ticket.register_number}",
                choices=[("", "Biarkan"), *((one.staff.pk, one.words) for one in able)],
                initial=relief.proposal[ticket.pk] or "",
                required=False,
                coerce=int,
                empty_value=None,
                error_messages={
                    "invalid_choice": "Petugas itu tidak dapat menerima tiket ini. Pilih yang lain."
                },
            )

    def chosen(self) -> dict[Ticket, Staff]:
        """Each ticket with its new officer, when the form is valid."""
        people = {one.staff.pk: one.staff for one in self.relief.colleagues}
        everybody: Staff | None = self.cleaned_data["all_to"]
        chosen: dict[Ticket, Staff] = {}
        for ticket in self.relief.tickets:
            to = everybody or people.get(self.cleaned_data[f"ke_{ticket.pk}"] or 0)
            if to is not None:
                chosen[ticket] = to
        return chosen
