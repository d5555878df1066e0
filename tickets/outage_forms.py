"""The form of an outage: what did not work, for which services, from when until when."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from services.models import Agency, Service
from tickets import desk
from tickets.form_fields import field_of
from tickets.models import Outage
from tickets.snooze_forms import MomentInput

_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
_SHOWN = "%Y-%m-%dT%H:%M"
_INPUT = {"class": "input"}


class MomentField(forms.DateTimeField):
    """A moment on the office's own clock."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=_FORMATS,
            widget=MomentInput(attrs=_INPUT, format=_SHOWN),
            error_messages={
                "required": "Isi waktunya.",
                "invalid": "Waktu itu tidak dikenali. Pilih dari kalender.",
            },
            **options,
        )


def on_clock_of(typed: dt.datetime | None, zone: ZoneInfo) -> dt.datetime | None:
    """What was typed is the office's time, whatever the server's is."""
    return dt.datetime.combine(typed.date(), typed.time(), zone) if typed is not None else None


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
        self.agency, self.zone = agency, agency.zone
        chosen = field_of(self, "services", forms.ModelMultipleChoiceField)
        chosen.queryset = Service.objects.filter(agency=agency).order_by("name")

    def plan(self) -> desk.OutagePlan:
        """What was filled in."""
        given = self.cleaned_data
        starts = on_clock_of(given["starts_at"], self.zone)
        assert starts is not None  # noqa: S101  # the field is required
        return desk.OutagePlan(
            kind=given["kind"],
            name=given["name"],
            services=list(given["services"]),
            starts_at=starts,
            ends_at=on_clock_of(given["ends_at"], self.zone),
            note=given["note"],
            seen_version=given["version"],
        )


def filled_with(outage: Outage) -> dict[str, Any]:
    """The form as it was filled in."""
    zone = outage.agency.zone
    return {
        "kind": outage.kind,
        "name": outage.name,
        "services": sorted(outage.service_ids()),
        "starts_at": outage.starts_at.astimezone(zone),
        "ends_at": outage.ends_at.astimezone(zone) if outage.ends_at else None,
        "note": outage.note,
        "version": outage.version,
    }


class EndForm(forms.Form):
    """When it worked again."""

    ends_at = MomentField(label="Pulih")

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_ends_at(self) -> dt.datetime | None:
        return on_clock_of(self.cleaned_data["ends_at"], self.zone)


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
