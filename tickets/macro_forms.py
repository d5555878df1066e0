"""The page on which a macro is made, and the choice of one for a ticket."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html

from services import access
from services.access import Action
from services.models import Agency, Service, Staff
from services.models.agency import AgencyQuerySet
from tickets import macros
from tickets.form_fields import field_of
from tickets.forms import form_key_field
from tickets.macro_words import Words
from tickets.models import Label, Macro, Ticket
from tickets.prepared_texts import HINT

MOST = 100  # of one person
_NO_ONE_OFFICE = "Makro berlaku di satu instansi. Pilih tiket dari satu instansi saja."
_THEN = (
    ("", "Tidak ada lagi"),
    (macros.WAIT, "Tunggu pemohon"),
    *((value, f"Selesai: {words.lower()}") for value, words in Ticket.Outcome.choices),
)


def offices_of(staff: Staff) -> AgencyQuerySet:
    """The offices for which this person works tickets, or keeps the macros that all have."""
    works = access.agencies_where(staff, Action.TAKE)
    return works | access.agencies_where(staff, Action.SHARE_MACROS)


def may_share(staff: Staff) -> bool:
    """Whether this person makes macros for a whole office."""
    return access.can(staff, Action.SHARE_MACROS)


class MacroForm(forms.Form):
    """What is left empty is not done; all else is done in this order."""

    conditional = ("service", "labels", "text", "then", "days", "summary", "is_shared")

    name = forms.CharField(
        label="Nama",
        max_length=60,
        help_text="Misalnya: Minta KK lagi.",
        error_messages={"required": "Beri nama dahulu."},
    )
    agency = forms.ModelChoiceField(
        label="Instansi", queryset=Agency.objects.none(), empty_label=None
    )
    service = forms.ModelChoiceField(
        label="Atur layanan menjadi",
        queryset=Service.objects.none(),
        required=False,
        empty_label="Biarkan seperti semula",
        error_messages={"invalid_choice": "Layanan itu sudah tidak dibuka. Pilih yang lain."},
    )
    labels = forms.ModelMultipleChoiceField(
        label="Beri label",
        queryset=Label.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Label itu sudah tidak ada. Pilih yang lain."},
    )
    text = forms.CharField(
        label="Kirim balasan",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "data-blanks": ""}),
        help_text=HINT,
    )
    then = forms.ChoiceField(label="Sesudah itu", choices=_THEN, required=False)
    days = forms.IntegerField(
        label="Tunggu berapa hari kerja",
        required=False,
        min_value=1,
        max_value=macros.MOST_DAYS,
        help_text="Bila menunggu pemohon. Kosong: sampai pemohon menulis.",
        error_messages={
            "min_value": "Paling sedikit 1 hari.",
            "max_value": f"Paling lama {macros.MOST_DAYS} hari.",
            "invalid": "Tulis dengan angka, misalnya 3.",
        },
    )
    summary = forms.CharField(
        label="Hasil dalam satu kalimat",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Bila selesai tanpa balasan di atas. Dibaca pemohon.",
    )
    is_shared = forms.BooleanField(
        label="Untuk semua petugas kantor ini",
        required=False,
        help_text="Tanpa centang hanya Anda yang memakainya.",
    )

    def __init__(self, data: QueryDict | None, *, macro: Macro, staff: Staff) -> None:
        super().__init__(data, initial=_initial(macro))
        self.macro, self.staff, offices = macro, staff, offices_of(staff)
        self._of_model("agency").queryset = offices
        self._of_model("service").queryset = Service.objects.active().filter(agency__in=offices)
        labels = Label.objects.filter(agency__in=offices)
        self._of_model("labels").queryset = labels
        if not may_share(staff):
            del self.fields["is_shared"]
        if not labels.exists():
            del self.fields["labels"]
        if len(offices) == 1:
            agency = self.fields["agency"]
            agency.widget, agency.initial = forms.HiddenInput(), offices[0].pk

    def _of_model(self, name: str) -> forms.ModelChoiceField[Any]:
        return field_of(self, name, forms.ModelChoiceField)

    def steps(self) -> dict[str, Any]:
        """As the macro keeps them."""
        data, steps = self.cleaned_data, {}
        if service := data.get("service"):
            steps["service"] = {"service": service.pk}
        if labels := data.get("labels"):
            steps["labels"] = {"labels": sorted(one.pk for one in labels)}
        said = {name: data.get(name) for name in ("text", "then", "days", "summary")}
        said["text"] = (said["text"] or "").strip()
        if said["text"] or said["then"]:
            steps["say"] = {name: value for name, value in said.items() if value}
        return steps

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        agency, shared = data["agency"], bool(data.get("is_shared"))
        if shared and not access.can(self.staff, Action.SHARE_MACROS, agency):
            self.add_error("is_shared", "Di instansi ini makro bersama diatur penyelia atau admin.")
        if not shared and not access.can(self.staff, Action.TAKE, agency):
            self.add_error(
                "is_shared", "Anda tidak mengerjakan tiket di instansi ini; centang ini."
            )
        if why := macros.why_not_kept(self.steps(), agency):
            self.add_error(None, why)
        owner = None if shared else self.staff
        others = Macro.objects.filter(agency=agency, owner=owner).exclude(pk=self.macro.pk)
        if others.filter(name=data["name"]).exists():
            self.add_error("name", "Nama ini sudah dipakai. Pilih yang lain.")
        if self.macro._state.adding and others.count() >= MOST:
            self.add_error(None, f"Paling banyak {MOST} makro. Hapus yang lama dahulu.")
        return data

    def save(self) -> Macro:
        """Write it as it was typed."""
        one, data = self.macro, self.cleaned_data
        one.name, one.agency, one.steps = data["name"], data["agency"], self.steps()
        one.owner = None if data.get("is_shared") else self.staff
        one.save()
        return one


def _initial(macro: Macro) -> dict[str, Any]:
    if macro._state.adding:
        return {}
    said = macro.steps.get("say", {})
    return {
        "name": macro.name,
        "agency": macro.agency_id,
        "service": macro.steps.get("service", {}).get("service"),
        "labels": macro.steps.get("labels", {}).get("labels"),
        "is_shared": macro.owner_id is None,
        **said,
    }


class MacroChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic when it runs
    """One of them, each with what it does."""

    def __init__(self) -> None:
        super().__init__(
            label="Makro",
            queryset=Macro.objects.none(),
            empty_label=None,
            widget=forms.RadioSelect,
            error_messages={
                "required": "Pilih makronya dahulu.",
                "invalid_choice": "Makro itu sudah tidak ada. Pilih yang lain.",
            },
        )
        self.words = Words(())

    def label_from_instance(self, obj: Macro) -> str:
        return f"{obj.name}: {self.words.of(obj)}"


def offer_macros(form: forms.Form, *, staff: Staff, agency: int | None) -> bool:
    """Fill in those of this office that the person may run, or say why there is none; whether there is
    one. `agency` None: the tickets are of several offices.
    """
    choice = field_of(form, "macro", MacroChoice)
    choice.queryset = Macro.objects.for_reader(staff).filter(agency=agency)
    choice.words = Words(choice.queryset)
    if choice.queryset.exists():
        return True
    choice.help_text = _NO_ONE_OFFICE if agency is None else _none_yet()
    return False


def _none_yet() -> str:
    """That there is none, and where one is made."""
    words = (
        "Di instansi ini belum ada makro. Penyelia dan admin kantor membuatnya untuk semua petugas di "
        'halaman <a href="{}">Makro</a>; di sana Anda juga dapat membuat milik sendiri.'
    )
    return format_html(words, reverse("tickets:macros"))


class RunForm(forms.Form):
    """Which macro is run for a ticket."""

    macro = MacroChoice()
    form_key = form_key_field()

    def __init__(self, *args: Any, ticket: Ticket, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers_nothing = not offer_macros(self, staff=staff, agency=ticket.agency_id)
