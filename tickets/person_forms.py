"""Forms that choose a person for a ticket: who works it and is there, with the present load."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from services.models import Staff
from tickets.desk import Colleague
from tickets.forms import ReasonForm

NOTE_LENGTH = 300


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A choice among colleagues; each is shown with load and duty."""

    def offer(self, colleagues: Sequence[Colleague]) -> None:
        """Offer these people, by name."""
        self._words = {one.staff.pk: one.words for one in colleagues}
        offered = Staff.objects.filter(pk__in=self._words)
        self.queryset = offered.order_by("full_name", "username")

    def label_from_instance(self, obj: Any) -> str:
        return self._words.get(obj.pk, str(obj))


class AssignForm(forms.Form):
    to = PersonChoice(
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
        choice = self.fields["to"]
        assert isinstance(choice, PersonChoice)  # noqa: S101  # for the type checker
        choice.offer(colleagues)


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
