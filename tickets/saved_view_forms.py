"""The name under which filters of the queue are kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from services import access
from services.access import Action
from services.models import Agency, Staff
from tickets.filters import TicketFilter
from tickets.form_fields import field_of
from tickets.models import SavedView

MOST = 30  # of one person


def kept_of(query: str) -> str:
    """The filters of an address; nothing that was typed, and no page of a list."""
    given, kept = QueryDict(query), QueryDict(mutable=True)
    for name in TicketFilter.base_filters:
        if name != "q" and (values := [value for value in given.getlist(name) if value]):
            kept.setlist(name, values)
    return kept.urlencode()


class SavedViewForm(forms.Form):
    name = forms.CharField(
        label="Nama tampilan",
        max_length=40,
        error_messages={"required": "Tulis nama tampilannya dahulu."},
    )
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
    agency = forms.ModelChoiceField(
        label="Bagikan dengan",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="Hanya untuk saya",
    )

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        choice = field_of(self, "agency", forms.ModelChoiceField)
        choice.queryset = access.agencies_where(staff, Action.ASSIGN)

    def clean_query(self) -> str:
        query = kept_of(self.cleaned_data["query"])
        if not query or len(query) > 500:
            raise forms.ValidationError("Pilih saringan dahulu, lalu simpan tampilannya.")
        return query

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        mine = SavedView.objects.filter(owner=self.staff)
        if mine.filter(name=data.get("name", "")).exists():
            self.add_error("name", "Nama ini sudah Anda pakai. Pilih nama lain.")
        if mine.count() >= MOST:
            self.add_error(None, f"Paling banyak {MOST} tampilan. Hapus yang lama dahulu.")
        return data
