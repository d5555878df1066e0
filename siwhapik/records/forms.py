"""The form of a record, made from the table of kinds; and the choice of what a list shows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from services.models import Agency, OfficeRecord, Service, Staff
from services.record_kinds import KINDS, Field, Type
from services.recording import RecordPlan
from services.typed_counts import CountField
from siwhapik.period_form import PeriodForm
from siwhapik.records.targets import TargetsField
from surveys.models import Recommendation
from tickets.filters import DayInput
from tickets.forms import form_key_field
from tickets.models import Ticket
from tickets.office_files import OfficeFileField
from tickets.words import in_sentence

_INPUT = {"class": "input"}
_LONGEST_TEXT, _MOST = 10_000, 10**12
_MOST_TICKETS = 50


class RecordForm(forms.Form):
    """Of one kind and office; `reader` is who links it to tickets."""

    day = forms.DateField(
        widget=DayInput(attrs=_INPUT),
        error_messages={"required": "Isi tanggalnya.", "invalid": "Tanggal itu tidak ada."},
    )
    title = forms.CharField(
        label="Judul",
        max_length=200,
        widget=forms.TextInput(attrs=_INPUT),
        error_messages={"required": "Tulis judulnya."},
    )
    service = forms.ModelChoiceField(
        label="Layanan",
        queryset=Service.objects.none(),
        required=False,
        empty_label="Semua layanan",
        widget=forms.Select(attrs=_INPUT),
        error_messages={"required": "Pilih layanannya.", "invalid_choice": "Pilih dari daftar."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    form_key = form_key_field()

    def __init__(
        self, data: Any, *, kind: str, agency: Agency, reader: Staff, initial: Mapping[str, Any]
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.kind, self.agency, self.reader = KINDS[kind], agency, reader
        self.fields["day"].label = self.kind.day
        service = self.fields["service"]
        assert isinstance(service, forms.ModelChoiceField)  # noqa: S101  # for the type checker
        service.queryset = Service.objects.filter(agency=agency).order_by("name")
        if self.kind.needs_service:
            service.required, service.empty_label = True, "Pilih layanan"
        for name, field in self.kind.fields.items():
            self.fields[_name(name)] = _MAKES[field.type](field, agency)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, field in self.kind.fields.items():
            typed = data.get(_name(name))
            if field.type is Type.TICKETS and typed:
                self._must_be_seen(_name(name), typed)
        return data

    def _must_be_seen(self, name: str, registers: Sequence[str]) -> None:
        seen = Ticket.objects.visible_to(self.reader).filter(agency=self.agency)
        known = set(
            seen.filter(register_number__in=registers).values_list("register_number", flat=True)
        )
        if missing := [one for one in registers if one not in known]:
            said = ", ".join(missing)
            self.add_error(
                name, f"Tiket {said} tidak ditemukan di antara tiket yang boleh Anda baca."
            )

    def plan(self) -> RecordPlan:
        """What was filled in."""
        given = self.cleaned_data
        values = {name: _stored(given[_name(name)]) for name in self.kind.fields}
        return RecordPlan(
            day=given["day"],
            title=given["title"],
            service=given["service"],
            form_key=given["form_key"],
            values={name: value for name, value in values.items() if value not in (None, "", [])},
        )


def filled_with(record: OfficeRecord) -> dict[str, Any]:
    """The form as it was filled in."""
    fields = KINDS[record.kind].fields
    values = {_name(name): _typed(fields[name], record.values.get(name)) for name in fields}
    common = {"day": record.day, "title": record.title, "service": record.service_id}
    return {**common, **values, "version": record.version}


def _name(name: str) -> str:
    return f"v_{name}"


def _stored(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.pk if isinstance(value, Recommendation) else value


def _typed(field: Field, value: Any) -> Any:
    return ", ".join(value or ()) if field.type is Type.TICKETS else value


def _common(field: Field) -> dict[str, Any]:
    required = {"required": f"Isi {in_sentence(field.label)}."}
    return {
        "label": field.label,
        "required": field.required,
        "help_text": field.hint,
        "error_messages": required,
    }


def _line(field: Field, _: Agency) -> forms.Field:
    return forms.CharField(max_length=200, widget=forms.TextInput(attrs=_INPUT), **_common(field))


def _text(field: Field, _: Agency) -> forms.Field:
    widget = forms.Textarea(attrs={**_INPUT, "rows": 4})
    return forms.CharField(max_length=_LONGEST_TEXT, widget=widget, **_common(field))


def _number(field: Field, _: Agency) -> forms.Field:
    return CountField(max_value=_MOST, widget=forms.TextInput(attrs=_INPUT), **_common(field))


def _day(field: Field, _: Agency) -> forms.Field:
    return forms.DateField(widget=DayInput(attrs=_INPUT), **_common(field))


def _choice(field: Field, _: Agency) -> forms.Field:
    choices = [("", "Pilih"), *(field.choices or {}).items()]
    return forms.ChoiceField(choices=choices, widget=forms.Select(attrs=_INPUT), **_common(field))


def _many(field: Field, _: Agency) -> forms.Field:
    choices = list((field.choices or {}).items())
    return forms.MultipleChoiceField(
        choices=choices, widget=forms.CheckboxSelectMultiple, **_common(field)
    )


def _targets(field: Field, _: Agency) -> forms.Field:
    return TargetsField(**_common(field))


class _TicketsField(forms.CharField):
    def clean(self, value: Any) -> list[str]:
        found = re.split(r"[\s,;]+", str(super().clean(value)).strip().upper())
        registers = list(dict.fromkeys(filter(None, found)))
        if len(registers) > _MOST_TICKETS:
            raise forms.ValidationError(f"Paling banyak {_MOST_TICKETS} tiket.")
        return registers


def _tickets(field: Field, _: Agency) -> forms.Field:
    return _TicketsField(max_length=2000, widget=forms.TextInput(attrs=_INPUT), **_common(field))


def _recommendation(field: Field, agency: Agency) -> forms.Field:
    found = Recommendation.objects.of_agencies(Agency.objects.filter(pk=agency.pk))
    return forms.ModelChoiceField(
        queryset=found.select_related("period"),
        empty_label="Tidak ada",
        widget=forms.Select(attrs=_INPUT),
        **_common(field),
    )


_MAKES: Mapping[Type, Callable[[Field, Agency], forms.Field]] = {
    Type.LINE: _line,
    Type.TEXT: _text,
    Type.NUMBER: _number,
    Type.DAY: _day,
    Type.CHOICE: _choice,
    Type.MANY: _many,
    Type.TARGETS: _targets,
    Type.TICKETS: _tickets,
    Type.RECOMMENDATION: _recommendation,
}


class FileForm(forms.Form):
    """One file of a record."""

    file = OfficeFileField(label="Berkas")


class ListForm(PeriodForm):
    """Which records: of which days, office and kind, and with which words. This year unless asked."""

    usual = ""

    def __init__(
        self, query: Mapping[str, Any], *, agencies: Sequence[Agency], today: dt.date
    ) -> None:
        self.usual = str(today.year)
        super().__init__(query, agencies=agencies, today=today)
        kinds = [(code, kind.name) for code, kind in KINDS.items()]
        self.fields["jenis"] = forms.CharField(label="Jenis", required=False)
        self._select("jenis", [("", "Semua"), *kinds])
        self.fields["kata"] = forms.CharField(
            label="Kata", required=False, max_length=100, widget=forms.TextInput(attrs=_INPUT)
        )
        asked = str(self.data.get("jenis") or "")
        self.kind = asked if asked in KINDS else ""
        self.text = str(self.data.get("kata") or "")[:100].replace("\x00", "").strip()
        self.data = {**self.data, "jenis": self.kind, "kata": self.text}
