"""The forms of what is done to many tickets at once; each gives the worker plain JSON values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q

from services.models import Service, Staff
from tickets import desk
from tickets.bulk_form import BulkForm
from tickets.desk.drafting import LONGEST
from tickets.desk.resolving import NEED_SUMMARY
from tickets.forms import REASON
from tickets.macro_forms import MacroChoice, offer_macros
from tickets.merge_forms import BulkMergeForm
from tickets.models import BulkJob, Label, QuickReply, Ticket
from tickets.person_forms import NOTE_LENGTH, offer
from tickets.prepared_texts import OFFERED, why_refused
from tickets.wait_forms import WaitDayForm

Deed = BulkJob.Deed


def _labels_field(label: str) -> forms.ModelMultipleChoiceField[Label]:
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=Label.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Label itu sudah tidak ada. Pilih yang lain."},
    )


class BulkAssignForm(BulkForm):
    to = forms.ModelChoiceField(
        label="Petugas",
        queryset=Staff.objects.none(),
        empty_label="Pilih petugas",
        error_messages={
            "required": "Pilih petugasnya dahulu.",
            "invalid_choice": "Petugas itu sedang tidak bertugas. Pilih petugas yang lain.",
        },
    )
    note = forms.CharField(
        label="Catatan untuk petugas",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def fill_choices(self) -> None:
        offer(self, "to", desk.colleagues_for_any(self.tickets, now=self.now))

    def given(self) -> dict[str, Any]:
        return {"to": self.cleaned_data["to"].pk, "note": self.cleaned_data["note"]}


class BulkHandOverForm(BulkAssignForm):
    note = forms.CharField(
        label="Catatan untuk rekan",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Sama untuk semua tiket: apa yang perlu dikerjakan berikutnya.",
        error_messages={"required": "Tulis apa langkah berikutnya."},
    )


class BulkReplyForm(BulkForm):
    """A quick reply, or the office's own words; `then` is the button that was pressed."""

    conditional = ("quick", "text")

    quick = forms.ModelChoiceField(
        label="Balasan cepat",
        queryset=QuickReply.objects.none(),
        required=False,
        empty_label="Tulis sendiri",
        error_messages={"invalid_choice": "Balasan cepat itu sudah tidak ada. Pilih yang lain."},
    )
    text = forms.CharField(
        label="Balasan",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"{OFFERED} diisi sendiri untuk tiap tiket.",
    )
    then = forms.ChoiceField(
        choices=[("", ""), ("end", ""), ("wait", "")], required=False, widget=forms.HiddenInput
    )

    def fill_choices(self) -> None:
        offices = {one.agency_id for one in self.tickets}
        services = {one.service_id for one in self.tickets}
        fits = Q(service=None)
        if len(services) == 1:
            fits |= Q(service__in=services - {None})
        replies = QuickReply.objects.shared().filter(fits, agency__in=offices)
        choice = self.of_model("quick")
        choice.queryset = replies if len(offices) == 1 else replies.none()

    @property
    def texts(self) -> dict[str, str]:
        """What each quick reply says, by id, for the page."""
        return {str(one.pk): one.text for one in self.of_model("quick").queryset or ()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text = data.get("text", "").strip()
        if not text and (quick := data.get("quick")) is not None:
            data["text"] = text = quick.text
        if text and (words := why_refused(text)):
            self.add_error("text", words)
        if not text and not self.errors:
            self.add_error("text", "Pilih balasan cepat, atau tulis balasannya dahulu.")
        return data

    def given(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], "then": self.cleaned_data["then"]}


class BulkResolveForm(BulkForm):
    conditional = ("summary",)

    outcome = forms.ChoiceField(
        label="Hasil",
        choices=Ticket.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih hasilnya dahulu."},
    )
    summary = forms.CharField(
        label="Hasil dalam satu kalimat",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dikirim kepada pemohon dan dicatat di buku register. Wajib bila ditolak, bila "
        "diteruskan, dan bila dipenuhi atau dijawab padahal belum ada balasan.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") in NEED_SUMMARY and not data.get("summary", "").strip():
            self.add_error("summary", "Hasil ini perlu penjelasan. Tulis dalam satu kalimat.")
        return data

    def given(self) -> dict[str, Any]:
        return {"outcome": self.cleaned_data["outcome"], "summary": self.cleaned_data["summary"]}


class BulkServiceForm(BulkForm):
    service = forms.ModelChoiceField(
        label="Layanan",
        queryset=Service.objects.none(),
        empty_label="Pilih layanan",
        error_messages={
            "required": "Pilih layanannya dahulu.",
            "invalid_choice": "Layanan itu tidak ada di instansi ini. Pilih yang lain.",
        },
    )

    def fill_choices(self) -> None:
        offices = {one.agency_id for one in self.tickets}
        self.of_model("service").queryset = Service.objects.active().filter(agency__in=offices)

    def given(self) -> dict[str, Any]:
        return {"service": self.cleaned_data["service"].pk}


class BulkWaitForm(WaitDayForm, BulkForm):
    """The days that are offered are those of the tickets' one office; of several only a date."""

    field_order = ["whom", "reason", "offer", "day"]

    whom = forms.ChoiceField(
        label="Menunggu siapa",
        choices=[("citizen", "Pemohon (waktu dijeda)"), ("other", "Pihak lain (waktu berjalan)")],
        widget=forms.RadioSelect,
        initial="citizen",
    )
    reason = forms.CharField(
        label="Yang ditunggu",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=REASON,
    )

    def __init__(
        self, *args: Any, tickets: Sequence[Ticket], now: dt.datetime, **kwargs: Any
    ) -> None:
        only = {one.agency_id for one in tickets}
        offers = desk.days_offered(tickets[0].agency, now) if len(only) == 1 else []
        super().__init__(*args, tickets=tickets, now=now, offers=offers, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (until := data.get("until")):
            return data
        if data.get("whom") == "other":
            self.add_error("until", "Hari hanya dipilih bila yang ditunggu pemohon.")
            return data
        for ticket in {one.agency_id: one for one in self.tickets}.values():
            try:
                desk.end_of_wait(ticket, until, self.now)
            except desk.Refused as refusal:
                self.add_error("until", str(refusal))
                break
        return data

    def given(self) -> dict[str, Any]:
        until = self.cleaned_data["until"]
        return {
            "other": self.cleaned_data["whom"] == "other",
            "reason": self.cleaned_data["reason"],
            "until": until.isoformat() if until else "",
        }


class BulkLabelForm(BulkForm):
    conditional = ("add", "remove")

    add = _labels_field("Beri label")
    remove = _labels_field("Lepas label")

    def fill_choices(self) -> None:
        offices = {one.agency_id for one in self.tickets}
        for name in self.conditional:
            choice = self.of_model(name)
            choice.queryset = Label.objects.filter(agency__in=offices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        add, remove = {*data.get("add", ())}, {*data.get("remove", ())}
        if not (add or remove or self.errors):
            self.add_error("add", "Pilih labelnya dahulu.")
        if add & remove:
            self.add_error("remove", "Label yang sama tidak dapat diberi dan dilepas sekaligus.")
        return data

    def given(self) -> dict[str, Any]:
        return {name: [one.pk for one in self.cleaned_data[name]] for name in self.conditional}


class BulkMacroForm(BulkForm):
    macro = MacroChoice()

    def fill_choices(self) -> None:
        offices = {one.agency_id for one in self.tickets}
        here = offices.pop() if len(offices) == 1 else None
        self.offers_nothing = not offer_macros(self, staff=self.reader, agency=here)

    def given(self) -> dict[str, Any]:
        return {"macro": self.cleaned_data["macro"].pk}


FORMS: dict[str, type[BulkForm]] = {
    Deed.TAKE: BulkForm,
    Deed.ASSIGN: BulkAssignForm,
    Deed.HAND_OVER: BulkHandOverForm,
    Deed.REPLY: BulkReplyForm,
    Deed.RESOLVE: BulkResolveForm,
    Deed.SERVICE: BulkServiceForm,
    Deed.WAIT: BulkWaitForm,
    Deed.LABEL: BulkLabelForm,
    Deed.MACRO: BulkMacroForm,
    Deed.MERGE: BulkMergeForm,
}
