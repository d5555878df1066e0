"""The forms of a recommendation, of the plan that answers it, and of its progress."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from services.models import Staff
from surveys.models import ProgressReport, Recommendation, SurveyPeriod
from surveys.recommending import Plan, Progress, Target
from surveys.remarking import CANNOT_CHOOSE, choosable
from tickets.office_files import OfficeFilesField

LONGEST = 4000
_OFFERED = 8  # quarters, the running one first
_ROMAN = ("I", "II", "III", "IV")


def quarter_words(year: int, quarter: int) -> str:
    """A quarter as the plan's table has it: "Triwulan III 2026"."""
    return f"Triwulan {_ROMAN[quarter - 1]} {year}"


def quarters(today: dt.date) -> list[tuple[str, str]]:
    """The running quarter and the next ones, as values and words."""
    first = today.year * 4 + (today.month - 1) // 3
    pairs = [(number // 4, number % 4 + 1) for number in range(first, first + _OFFERED)]
    return [(f"{year}-{quarter}", quarter_words(year, quarter)) for year, quarter in pairs]


def _long(label: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget)


class RecommendationForm(forms.Form):
    """At the whole index, or at an element, a service or a remark of the period's office."""

    def __init__(
        self,
        period: SurveyPeriod,
        data: Mapping[str, Any] | None = None,
        *,
        by: Staff,
        remark: str = "",
    ) -> None:
        super().__init__(data, initial={"remark": remark})
        self.fields["remark"] = forms.ModelChoiceField(
            choosable(period, by),
            label="Saran warga",
            required=False,
            widget=forms.HiddenInput,
            error_messages={"invalid_choice": CANNOT_CHOOSE},
        )
        self.fields["element"] = forms.ModelChoiceField(
            period.questionnaire.elements.order_by("order"),
            label="Unsur",
            required=False,
            empty_label="Semua unsur",
        )
        self.fields["service"] = forms.ModelChoiceField(
            period.agency.services.order_by("name"),
            label="Layanan",
            required=False,
            empty_label="Semua layanan",
        )
        self.fields["text"] = _long("Rekomendasi")

    def about(self) -> Target:
        """What the valid form is about."""
        given = self.cleaned_data
        return Target(element=given["element"], service=given["service"], remark=given["remark"])


class PlanForm(forms.Form):
    """Rencana tindak lanjut: priority element, activity, quarter, person responsible."""

    def __init__(
        self,
        about: Recommendation,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        today: dt.date,
    ) -> None:
        super().__init__(data, files, initial={"element": about.element_id})
        self.fields["element"] = forms.ModelChoiceField(
            about.period.questionnaire.elements.order_by("order"), label="Prioritas unsur"
        )
        self.fields["activity"] = _long("Program/kegiatan")
        self.fields["quarter"] = forms.ChoiceField(label="Waktu", choices=quarters(today))
        self.fields["responsible"] = forms.CharField(label="Penanggung jawab", max_length=150)
        self.fields["attached"] = OfficeFilesField(label="Berkas")

    def plan(self) -> Plan:
        """The plan of a valid form."""
        year, quarter = self.cleaned_data["quarter"].split("-")
        return Plan(
            element=self.cleaned_data["element"],
            activity=self.cleaned_data["activity"],
            year=int(year),
            quarter=int(quarter),
            responsible=self.cleaned_data["responsible"],
            files=self.cleaned_data["attached"],
        )


class ProgressForm(forms.Form):
    """A finished follow-up says where that can be seen, or has a file that shows it."""

    state = forms.ChoiceField(
        label="Keadaan", choices=ProgressReport.State.choices, widget=forms.RadioSelect
    )
    text = _long("Kemajuan")
    evidence = forms.CharField(
        label="Bukti",
        max_length=300,
        required=False,
        help_text="Nomor surat, berita acara, atau alamat halaman. Bila selesai, wajib diisi atau dilampiri berkas.",
    )
    attached = OfficeFilesField(label="Berkas bukti")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        proved = cleaned.get("evidence") or cleaned.get("attached") or "attached" in self.errors
        if cleaned.get("state") == ProgressReport.State.DONE and not proved:
            self.add_error(
                "evidence",
                "Sebutkan bukti bahwa tindak lanjut sudah selesai, atau lampirkan berkasnya.",
            )
        return cleaned

    def progress(self) -> Progress:
        """The report of a valid form."""
        given = dict(self.cleaned_data)
        return Progress(files=given.pop("attached"), **given)
