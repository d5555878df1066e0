"""The officers' forms; each says in Indonesian what is wrong and shows again what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from services import phones
from services.models import Agency, Service, Staff
from services.models.service import Kind
from tickets.form_fields import field_of
from tickets.models import Ticket
from tickets.models.ticket_counter import HeardFrom, WhyAtCounter

REASON = {"required": "Tulis alasannya, agar riwayat tiket dapat dipahami."}


def form_key_field(*, required: bool = True) -> forms.RegexField:
    """A hidden key that tells a second click from a second form."""
    return forms.RegexField(
        r"^[A-Za-z0-9_-]{8,64}$",
        label="Formulir",
        required=required,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), "Halaman ini sudah lama. Muat ulang, lalu kirim lagi."
        ),
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Catatan internal",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Hanya dibaca petugas, tidak dikirim kepada pemohon.",
        error_messages={"required": "Catatan masih kosong."},
    )
    mentions = forms.ModelMultipleChoiceField(
        label="Beri tahu rekan",
        queryset=Staff.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-mentions": ""}),
        help_text="Rekan yang dapat membaca tiket ini. Ketik @ di catatan untuk memilih dari sini.",
        error_messages={
            "invalid_choice": "Rekan itu tidak dapat membaca tiket ini. Pilih rekan yang lain.",
            "invalid_pk_value": "Pilihan rekan tidak dikenali. Muat ulang, lalu pilih lagi.",
        },
    )
    form_key = form_key_field()

    def __init__(self, *args: Any, colleagues: QuerySet[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = field_of(self, "mentions", forms.ModelMultipleChoiceField)
        choice.queryset = colleagues.order_by("full_name", "username")


class ReasonForm(forms.Form):
    """A reason, for verbs that ask for nothing else."""

    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=REASON,
    )


class AccessReasonForm(ReasonForm):
    reason = forms.CharField(
        label="Alasan membuka",
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Tulis alasannya; alasan ini dicatat.",
            "min_length": "Alasan terlalu singkat. Tulis untuk keperluan apa tiket ini dibuka.",
        },
    )


class WaitForm(ReasonForm):
    """Waiting for another office or a system; `outage` pauses the clock, as no office is at fault."""

    outage = forms.BooleanField(
        label="Ada gangguan sistem di luar kuasa kantor (waktu dijeda dan dicatat)", required=False
    )


class TransferForm(ReasonForm):
    """To a service of this or another office, or to an office that chooses the service itself.

    `elsewhere`: a body that has no office here; the matter then ends as passed on to it.
    """

    conditional = ("to_service", "to_agency", "elsewhere")

    to_service = forms.ModelChoiceField(
        label="Layanan tujuan",
        queryset=Service.objects.none(),
        required=False,
    )
    to_agency = forms.ModelChoiceField(
        label="Instansi lain, yang memilih layanannya sendiri",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="Tidak, tetap di sini",
    )
    elsewhere = forms.CharField(
        label="Pihak berwenang di luar daftar",
        required=False,
        max_length=150,
        help_text="Misalnya kantor imigrasi atau pengadilan. Pemohon diberi tahu namanya dan tiket "
        "selesai sebagai diteruskan.",
    )
    is_not_ours = forms.BooleanField(
        label="Bukan wewenang instansi ini (disampaikan kepada pemohon)", required=False
    )
    field_order = ["to_service", "to_agency", "elsewhere", "is_not_ours", "reason"]

    def __init__(self, *args: Any, ticket: Ticket, may_end: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = field_of(self, "to_service", forms.ModelChoiceField)
        agencies = field_of(self, "to_agency", forms.ModelChoiceField)
        offered = Service.objects.active().filter(agency__is_active=True)
        offered = offered.exclude(pk=ticket.service_id or 0).select_related("agency")
        services.queryset = offered
        services.choices = _by_office(
            offered, first=ticket.agency_id, empty="Belum tahu layanannya"
        )
        agencies.queryset = Agency.objects.active().exclude(pk=ticket.agency_id)
        if not may_end:
            del self.fields["elsewhere"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        where = [name for name in self.conditional if name in self.fields]
        if sum(bool(data.get(name)) for name in where) != 1:
            words = "Pilih satu tujuan: layanan, instansi lain, atau pihak di luar daftar."
            for name in where:
                if not self.has_error(name):
                    self.add_error(name, words)
        return data


def _by_office(services: Iterable[Service], *, first: int, empty: str) -> list[tuple[str, Any]]:
    """Choices of services under the names of their offices, one's own before the others."""
    offices: dict[int, list[Service]] = {}
    for service in services:
        offices.setdefault(service.agency_id, []).append(service)
    order = sorted(offices, key=lambda pk: (pk != first, offices[pk][0].agency.short_name))
    groups = [
        (offices[pk][0].agency.short_name, [(one.pk, str(one)) for one in offices[pk]])
        for pk in order
    ]
    return [("", empty), *groups]


# What becomes of the followers of a ticket that ends.
ENDS_TOO, GOES_ON = "selesai", "lepas"


class ResolveForm(forms.Form):
    """Some choices only need the `conditional` fields; their help text says which.

    `desk.conclude` decides which need a summary: it knows whether there was an answer.
    """

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
    )
    led = forms.ChoiceField(
        label="Tiket yang mengikuti",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih dahulu apa yang terjadi dengan tiket yang mengikuti."},
    )
    form_key = form_key_field(required=False)

    def __init__(self, *args: Any, ticket: Ticket, followers: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        led = field_of(self, "led", forms.ChoiceField)
        led.choices = [
            (
                ENDS_TOO,
                f"Selesaikan juga {followers} tiket itu dengan hasil ini, dan kabari pemohonnya",
            ),
            (GOES_ON, "Lepaskan, agar dikerjakan sendiri-sendiri"),
        ]
        if not followers:
            del self.fields["led"]
        reader = "Dicatat di buku register."
        if ticket.conversation_id is not None:
            reader = "Dikirim kepada pemohon dan dicatat di buku register."
        self.fields["summary"].help_text = (
            f"{reader} Wajib bila ditolak, bila diteruskan ke pihak berwenang, dan bila dipenuhi "
            "atau dijawab padahal belum ada balasan yang sampai; selain itu boleh kosong."
        )


class WalkInForm(forms.Form):
    """A visitor at the counter or a caller, entered in the same register."""

    conditional = ("proxy_name",)

    agency = forms.ModelChoiceField(
        label="Instansi", queryset=Agency.objects.none(), empty_label=None
    )
    source = forms.ChoiceField(
        label="Datang lewat",
        choices=[
            (Ticket.Source.WALK_IN, "Datang langsung"),
            (Ticket.Source.PHONE, "Telepon"),
            (Ticket.Source.PROXY, "Lewat perantara"),
        ],
        widget=forms.RadioSelect,
        initial=Ticket.Source.WALK_IN,
    )
    name = forms.CharField(
        label="Nama pemohon",
        max_length=200,
        error_messages={"required": "Tulis nama pemohon."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label="Nomor telepon",
        required=False,
        max_length=phones.LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text="Misalnya 0812-0000-1234.",
    )
    proxy_name = forms.CharField(
        label="Penyampai",
        required=False,
        max_length=200,
        help_text="Wajib bila lewat perantara, misalnya keluarga atau RT/RW; selain itu boleh kosong.",
    )
    service = forms.ModelChoiceField(
        label="Layanan", queryset=Service.objects.none(), required=False, empty_label="Belum tahu"
    )
    kind = forms.ChoiceField(label="Jenis", choices=Kind.choices, initial=Kind.INFORMATION)
    came_because = forms.ChoiceField(
        label="Mengapa tidak lewat WhatsApp",
        choices=[("", "Tidak ditanyakan"), *WhyAtCounter.choices],
        required=False,
        help_text="Dihitung di laporan, agar kantor tahu apa yang perlu diperbaiki.",
    )
    heard_from = forms.ChoiceField(
        label="Tahu dari mana",
        choices=[("", "Tidak ditanyakan"), *HeardFrom.choices],
        required=False,
        help_text="Tanyakan sesudah keperluannya jelas.",
    )
    text = forms.CharField(
        label="Keperluan",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Tulis seperti disampaikan pemohon.",
        error_messages={"required": "Tulis keperluannya."},
    )
    form_key = form_key_field()

    def __init__(self, *args: Any, agencies: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = field_of(self, "agency", forms.ModelChoiceField)
        service = field_of(self, "service", forms.ModelChoiceField)
        agency.queryset, service.queryset = agencies, services

    def clean_phone(self) -> str:
        """As E.164, empty when none was given."""
        typed = self.cleaned_data["phone"].strip()
        try:
            return phones.e164(typed) if typed else ""
        except phones.NotAPhone as unknown:
            raise forms.ValidationError(str(unknown)) from unknown

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        service, agency = data.get("service"), data.get("agency")
        if service and agency and service.agency_id != agency.pk:
            self.add_error("service", "Layanan ini bukan milik instansi yang dipilih.")
        if data.get("source") == Ticket.Source.PROXY and not data.get("proxy_name", "").strip():
            self.add_error("proxy_name", "Tulis siapa yang menyampaikan.")
        return data
