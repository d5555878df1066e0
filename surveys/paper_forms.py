"""The forms for surveys on paper: one typed in, and a file with many."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from services.models import Agency, Service
from surveys.asking import Asked
from surveys.csv_import import BadFile, plain
from surveys.forms import SurveyForm
from surveys.models import Questionnaire
from surveys.paper_import import Expected, PaperForm, read, why_not_on
from surveys.papering import Source

LARGEST = 900_000  # bytes: proxies let a megabyte through
_ONCE = re.compile(r"[A-Za-z0-9_-]{32}")


class TypedForm(SurveyForm):
    """A form on paper as an officer types it in; `initial`: what the form before it said."""

    def __init__(
        self,
        asked: Asked,
        data: Mapping[str, Any] | None = None,
        *,
        agency: Agency,
        today: dt.date,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(asked, data)
        self.initial = {**initial}
        self.fields["filled_on"] = _day_field(today)
        self.fields["service"] = _service_field(agency)
        self.order_fields(["filled_on", "service"])
        given = self.data.get("once", "")
        # Of this showing: a second press writes nothing again.
        self.once = given if _ONCE.fullmatch(given) else secrets.token_urlsafe(24)

    def opening_fields(self) -> list[forms.BoundField]:
        return [self["filled_on"], self["service"]]

    def paper(self) -> PaperForm:
        """The form on paper of a valid one."""
        given = self.answers()
        return PaperForm(
            values={element.code: value for element, value in given.values.items()},
            filled_on=self.cleaned_data["filled_on"],
            service=self.cleaned_data["service"],
            profile=given.profile,
            comment=given.comment,
        )


class ImportForm(forms.Form):
    """A CSV or XLSX file, and what holds for rows that do not say it themselves."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        agency: Agency,
        questionnaire: Questionnaire,
        today: dt.date,
    ) -> None:
        super().__init__(data, files)
        self._agency, self._questionnaire, self._today = agency, questionnaire, today
        self.fields["file"] = forms.FileField(
            label="Berkas CSV atau Excel (.xlsx)",
            widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
            error_messages={
                "required": "Pilih berkasnya dahulu.",
                "empty": "Berkas ini kosong. Pilih yang lain.",
            },
        )
        self.fields["filled_on"] = _day_field(today)
        self.fields["service"] = _service_field(agency)
        # Every bad row and column; the page lists them.
        self.bad_rows: tuple[str, ...] = ()
        self.papers: list[PaperForm] = []
        self.source = Source()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        file = given.get("file")
        if not isinstance(file, UploadedFile) or given.get("filled_on") is None:
            return given
        if (file.size or 0) > LARGEST:
            self.add_error("file", "Berkas terlalu besar, paling besar 900 KB. Bagi berkasnya.")
            return given
        data = file.read()
        try:
            self.papers = read(data, self._expected(given))
        except BadFile as bad:
            self.bad_rows = bad.errors
            self.add_error(
                "file", "Tidak ada yang disimpan. Perbaiki yang disebut, lalu pilih berkasnya lagi."
            )
        self.source = Source(filename=file.name or "", digest=hashlib.sha256(data).hexdigest())
        return given

    def _expected(self, given: Mapping[str, Any]) -> Expected:
        options: dict[str, dict[str, str]] = {}
        for option in self._questionnaire.profile_options.all():
            known = options.setdefault(option.field, {})
            known |= {plain(option.label): option.code, plain(option.code): option.code}
        return Expected(
            elements=self._questionnaire.asks(),
            services=list(self._agency.services.active()),
            options=options,
            filled_on=given["filled_on"],
            service=given.get("service"),
            today=self._today,
        )


def _day_field(today: dt.date) -> forms.DateField:
    field = forms.DateField(
        label="Tanggal formulir diisi",
        initial=today,
        widget=forms.DateInput(attrs={"type": "date", "max": today.isoformat()}, format="%Y-%m-%d"),
        validators=[_can_be(today)],
    )
    field.error_messages["invalid"] = "Tulis tanggal yang ada, misalnya 31-12-2026."
    return field


def _can_be(today: dt.date) -> Any:
    def check(day: dt.date) -> None:
        if wrong := why_not_on(day, today):
            raise forms.ValidationError(f"Tanggal ini {wrong}")

    return check


def _service_field(agency: Agency) -> forms.ModelChoiceField[Service]:
    return forms.ModelChoiceField(
        agency.services.active().order_by("order", "name"),
        label="Layanan",
        required=False,
        empty_label="Tanpa layanan tertentu",
    )
