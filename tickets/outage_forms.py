"""The form of an outage: what did not work, for which services, from when until when."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from services.models import Agency, Service
from tickets import desk
from tickets.form_fields import MomentField, field_of, on_clock_of
from tickets.models import Outage

_INPUT = {"class": "input"}


class OutageForm(forms.Form):
    """Of one office; no service chosen means all of them."""

    conditional = ("name",)

    kind = forms.ChoiceField(
        label="Yang terganggu",
        choices=Outage.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih apa yang terganggu."},
    )
    name = forms.CharField(
        label="Bila lainnya, sebutkan",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=_INPUT),
    )
    services = forms.ModelMultipleChoiceField(
        label="Layanan yang terkena",
        queryset=Service.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kosongkan bila semua layanan terkena.",
    )
    starts_at = MomentField(label="Mulai terganggu")
    ends_at = MomentField(
        label="Pulih", required=False, help_text="Kosongkan bila masih berlangsung."
    )
    note = forms.CharField(
        label="Catatan", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    form_key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    # Of the record that is corrected, as it was when the form was shown.
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        on_clock_of(self, agency.zone)
        chosen = field_of(self, "services", forms.ModelMultipleChoiceField)
        chosen.queryset = Service.objects.filter(agency=agency).order_by("name")

    def plan(self) -> desk.OutagePlan:
        """What was filled in."""
        given = self.cleaned_data
        return desk.OutagePlan(
            kind=given["kind"],
            name=given["name"],
            services=list(given["services"]),
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            note=given["note"],
            seen_version=given["version"],
        )


def filled_with(outage: Outage) -> dict[str, Any]:
    """The form as it was filled in."""
    return {
        "kind": outage.kind,
        "name": outage.name,
        "services": sorted(outage.service_ids()),
        "starts_at": outage.starts_at,
        "ends_at": outage.ends_at,
        "note": outage.note,
        "version": outage.version,
    }


class EndForm(forms.Form):
    """When it worked again."""

    ends_at = MomentField(label="Pulih")

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_clock_of(self, zone)


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        widget=forms.TextInput(attrs=_INPUT),
        error_messages={"required": "Tulis mengapa catatan ini dicabut."},
    )


class TellForm(forms.Form):
    """A tick says that the text was read."""

    sure = forms.BooleanField(
        label="Saya sudah membaca teksnya; kirim kepada mereka.",
        error_messages={"required": "Beri centang bila teksnya benar."},
    )
