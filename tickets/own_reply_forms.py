"""A quick reply that an officer keeps for themselves."""

from __future__ import annotations

from typing import Any

from django import forms

from services import access
from services.access import Action
from services.models import Service, Staff
from services.models.agency import AgencyQuerySet
from tickets.form_fields import field_of
from tickets.models import QuickReply
from tickets.prepared_texts import HINT, why_refused

MOST = 200  # of one person


def offices_of(staff: Staff) -> AgencyQuerySet:
    """The offices for which this person answers citizens."""
    return access.agencies_where(staff, Action.REPLY)


class OwnReplyForm(forms.ModelForm):  # type: ignore[type-arg]  # no generic when it runs
    conditional = ("service", "folder")

    class Meta:
        model = QuickReply
        fields = ("agency", "service", "folder", "shortcut", "title", "text")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6, "data-blanks": ""}),
            "shortcut": forms.TextInput(attrs={"autocomplete": "off"}),
            "folder": forms.TextInput(attrs={"list": "folders", "autocomplete": "off"}),
        }
        help_texts = {
            "shortcut": "Diketik sesudah / di kotak balasan: huruf, angka, dan tanda hubung.",
            "folder": "Misalnya Berkas atau Sapaan; boleh kosong.",
            "text": HINT,
        }

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff, offices = staff, offices_of(staff)
        agency = field_of(self, "agency", forms.ModelChoiceField)
        service = field_of(self, "service", forms.ModelChoiceField)
        agency.queryset, agency.empty_label = offices, None
        agency.initial = offices.first()
        service.queryset = Service.objects.active().filter(agency__in=offices)
        service.empty_label = "Semua layanan"

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if words := why_refused(text):
            raise forms.ValidationError(words)
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        agency, service = data.get("agency"), data.get("service")
        if agency and service and service.agency_id != agency.pk:
            self.add_error("service", "Layanan ini bukan milik instansi yang dipilih.")
        mine = QuickReply.objects.filter(owner=self.staff).exclude(pk=self.instance.pk)
        if mine.filter(agency=agency, shortcut=data.get("shortcut", "")).exists():
            self.add_error("shortcut", "Singkatan ini sudah Anda pakai. Pilih yang lain.")
        if self.instance._state.adding and mine.count() >= MOST:
            self.add_error(None, f"Paling banyak {MOST} balasan sendiri. Hapus yang lama dahulu.")
        return data
