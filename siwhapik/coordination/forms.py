"""The forms of coordination: a new thread, an answer, and what the list shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from services.models import Agency, CoordinationThread, Staff
from siwhapik.coordination.writing import Subject, Words, kinds_for, moves_for
from tickets.filters import DayInput
from tickets.forms import form_key_field
from tickets.office_files import OfficeFilesField

Kind = CoordinationThread.Kind
State = CoordinationThread.State
_INPUT = {"class": "input"}
_LONGEST = 5000


def _text(label: str) -> forms.CharField:
    widget = forms.Textarea(attrs={**_INPUT, "rows": 6})
    return forms.CharField(label=label, max_length=_LONGEST, widget=widget)


class _Words(forms.Form):
    """What both forms end with."""

    def _add_words(self, label: str) -> None:
        self.fields["text"] = _text(label)
        self.fields["attached"] = OfficeFilesField(label="Berkas")
        self.fields["form_key"] = form_key_field()

    def words(self) -> Words:
        """The words of a valid form."""
        return Words(
            text=self.cleaned_data["text"],
            files=self.cleaned_data["attached"],
            move=self.cleaned_data.get("move", ""),
            form_key=self.cleaned_data["form_key"],
        )


class ThreadForm(_Words):
    """A new thread with one office or several."""

    def __init__(self, *args: Any, staff: Staff, offices: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = list(offices)
        if len(self.offices) > 1:
            self.fields["agencies"] = forms.ModelMultipleChoiceField(
                Agency.objects.filter(pk__in=[one.pk for one in self.offices]).order_by("name"),
                to_field_name="slug",
                label="Kepada" if Kind.TASK in kinds_for(staff) else "Untuk instansi",
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": "Pilih sedikitnya satu instansi."},
            )
        choices = [(kind.value, kind.label) for kind in kinds_for(staff)]
        self.fields["kind"] = forms.ChoiceField(
            label="Jenis",
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Pilih jenisnya."},
        )
        self.fields["subject"] = forms.CharField(
            label="Perihal", max_length=150, widget=forms.TextInput(attrs=_INPUT)
        )
        if Kind.TASK in kinds_for(staff):
            self.fields["due_on"] = forms.DateField(
                label="Paling lambat",
                required=False,
                widget=DayInput(attrs=_INPUT),
                help_text="Wajib untuk tugas.",
            )
        self._add_words("Isi")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_task = cleaned.get("kind") == Kind.TASK
        if is_task and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Tentukan kapan tugas ini paling lambat selesai.")
        return cleaned

    def addressed(self) -> list[Agency]:
        """The offices of a valid form."""
        return list(self.cleaned_data.get("agencies") or self.offices)

    def about(self) -> Subject:
        """What a valid form is about."""
        kind = self.cleaned_data["kind"]
        due_on = self.cleaned_data.get("due_on") if kind == Kind.TASK else None
        return Subject(kind=kind, subject=self.cleaned_data["subject"], due_on=due_on)


class AnswerForm(_Words):
    """An answer; who may moves the thread with it."""

    def __init__(self, *args: Any, thread: CoordinationThread, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._add_words("Tulis jawaban")
        if moves := moves_for(thread, staff):
            self.fields["move"] = forms.ChoiceField(
                label="Keadaan sesudahnya",
                required=False,
                choices=[
                    ("", f"Tetap: {State(thread.state).label}"),
                    *((one.value, one.label) for one in moves),
                ],
                widget=forms.Select(attrs=_INPUT),
            )
            self.order_fields(["text", "move", "attached", "form_key"])


class ListForm(forms.Form):
    """What the list shows; odd values show everything."""

    jenis = forms.ChoiceField(
        label="Jenis",
        required=False,
        choices=[("", "Semua"), *Kind.choices],
        widget=forms.Select(attrs=_INPUT),
    )
    keadaan = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[("", "Semua"), ("belum", "Belum selesai"), *State.choices],
        widget=forms.Select(attrs=_INPUT),
    )
    kata = forms.CharField(
        label="Kata", required=False, max_length=100, widget=forms.TextInput(attrs=_INPUT)
    )

    def __init__(self, *args: Any, offices: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(offices) > 1:
            self.fields["instansi"] = forms.ChoiceField(
                label="Instansi",
                required=False,
                choices=[("", "Semua"), *((one.slug, one.short_name) for one in offices)],
                widget=forms.Select(attrs=_INPUT),
            )
            self.order_fields(["instansi", "jenis", "keadaan", "kata"])

    @property
    def chosen(self) -> dict[str, str]:
        """The values that are understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
