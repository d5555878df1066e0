"""The queue's filters, all of them in the address, and the order of each list: emergencies first
(views/queue.py), then by `sort_due_at` (desk/clock.py `set_order`) or by what the list is of.
Pages link with: `tampilan` (saya, ditunda, bebas, belum-dibalas, segera, lewat, gangguan, siap-diambil,
perlu-disetujui, selesai, dirahasiakan, tentang-petugas), `status`, `layanan`, `kelompok`, `nomor`, `petugas`,
`instansi`, `label`, `sumber`, `jenis`, `masuk_dari`, `masuk_sampai`, `selesai_dari`, `selesai_sampai`, `tempo_dari`,
`tempo_sampai` (dates, both included), `balasan` and `penyelesaian` (tepat, lambat, dinilai), `dikerjakan` (whose line
is in the history from `kerja_dari` to `kerja_sampai`) and `q` (views/asked.py). `layanan=belum` and `petugas=belum` are
tickets without one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import django_filters as filters
from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from services.models import Agency, Service, Staff
from services.models.service import Group, Kind
from tickets import states
from tickets.models import Channel, Label, Ticket
from tickets.models.ticket_checks import IS_HELD
from tickets.models.ticket_counter import IS_READY
from tickets.models.ticket_queryset import TicketQuerySet

ASIDE = "ditunda"  # put aside by this person; a tab only where there is something
TO_COLLECT = "siap-diambil"  # the earliest last day first; as above
TO_APPROVE = "perlu-disetujui"  # for those who may; who waits longest first
# Tabs only where there is something.
IF_ANY = (ASIDE, TO_COLLECT, TO_APPROVE)
VIEWS = (
    ("", "Semua terbuka"),
    ("saya", "Tugas saya"),
    (ASIDE, "Saya tunda"),
    ("bebas", "Belum diambil"),
    ("belum-dibalas", "Belum dibalas"),
    ("segera", "Segera"),
    ("lewat", "Lewat tenggat"),
    ("gangguan", "Gagal kirim"),
    (TO_COLLECT, "Siap diambil"),
    (TO_APPROVE, "Perlu disetujui"),
    ("selesai", "Selesai"),
)
# For the head and supervisors: in every state.
ANONYMOUS, ABOUT_STAFF = "dirahasiakan", "tentang-petugas"
CONFIDED = ((ANONYMOUS, "Identitas dirahasiakan"), (ABOUT_STAFF, "Tentang petugas"))
NONE_YET = "belum"
UNANSWERED = "belum-dibalas"
KEPT = (("tepat", "Tepat waktu"), ("lambat", "Terlambat"))
JUDGED = ("dinilai", "Semua yang dinilai")
_FIRST_DAY, _LAST_DAY = dt.date(1900, 1, 1), dt.date(9000, 1, 1)
DAYS = {
    "masuk_dari": "received_at",
    "masuk_sampai": "received_at",
    "selesai_dari": "resolved_at",
    "selesai_sampai": "resolved_at",
    "tempo_dari": "due_at",
    "tempo_sampai": "due_at",
}


class DayInput(forms.DateInput):
    """The browser's own calendar, so that officers need not know how to write a date."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")  # the only one that browsers read


class TicketFilter(filters.FilterSet):
    tampilan = filters.ChoiceFilter(
        choices=(*VIEWS[1:], *CONFIDED), method="by_view", label="Tampilan"
    )
    q = filters.CharFilter(method="as_it_is", label="Cari")
    # Without DISTINCT, which would sort the whole history and has no duplicates to remove.
    status = filters.MultipleChoiceFilter(
        field_name="state", choices=states.CHOICES, label="Status", distinct=False
    )
    layanan = filters.ModelChoiceFilter(
        field_name="service",
        queryset=Service.objects.none(),
        label="Layanan",
        null_label="Belum dipilih",
        null_value=NONE_YET,
    )
    petugas = filters.ModelChoiceFilter(
        field_name="assignee",
        queryset=Staff.objects.none(),
        label="Petugas",
        null_label="Belum diambil",
        null_value=NONE_YET,
    )
    nomor = filters.ModelChoiceFilter(
        field_name="channel",
        queryset=Channel.objects.none(),
        label="Nomor",
        null_label="Tanpa nomor",
        null_value=NONE_YET,
    )
    instansi = filters.ModelChoiceFilter(
        field_name="agency", queryset=Agency.objects.none(), label="Instansi"
    )
    label = filters.ModelChoiceFilter(
        field_name="ticket_labels__label", queryset=Label.objects.none(), label="Label"
    )
    sumber = filters.ChoiceFilter(
        field_name="source", choices=Ticket.Source.choices, label="Sumber"
    )
    jenis = filters.ChoiceFilter(field_name="kind", choices=Kind.choices, label="Jenis")
    kelompok = filters.ChoiceFilter(
        field_name="service__group", choices=Group.choices, label="Kelompok"
    )
    masuk_dari = filters.DateFilter(method="from_day", label="Masuk sejak", widget=DayInput)
    masuk_sampai = filters.DateFilter(method="to_day", label="Masuk sampai", widget=DayInput)
    selesai_dari = filters.DateFilter(method="from_day", label="Selesai sejak", widget=DayInput)
    selesai_sampai = filters.DateFilter(method="to_day", label="Selesai sampai", widget=DayInput)
    tempo_dari = filters.DateFilter(method="from_day", label="Jatuh tempo sejak", widget=DayInput)
    tempo_sampai = filters.DateFilter(method="to_day", label="Jatuh tempo sampai", widget=DayInput)
    dikerjakan = filters.NumberFilter(
        method="by_worker", label="Dikerjakan oleh", min_value=1, max_value=10**12
    )
    kerja_dari = filters.DateFilter(method="as_it_is", label="Dikerjakan sejak")
    kerja_sampai = filters.DateFilter(method="as_it_is", label="Dikerjakan sampai")
    balasan = filters.ChoiceFilter(
        choices=(*KEPT, JUDGED),
        method="by_first_response",
        label="Balasan pertama",
    )
    penyelesaian = filters.ChoiceFilter(
        choices=(*KEPT, JUDGED), method="by_completion", label="Penyelesaian"
    )

    # What is asked of the past lists ended tickets, too.
    in_history: Collection[str] = ("q", "balasan", "penyelesaian", "dikerjakan", *DAYS)

    class Meta:
        model = Ticket
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, staff: Staff, queryset: TicketQuerySet) -> None:
        super().__init__(data, queryset=queryset)
        self.staff = staff
        agencies = Agency.objects.of_staff(staff)
        for name in _CHOSEN_OF.keys() & self.filters.keys():
            self.filters[name].queryset = _CHOSEN_OF[name](agencies)

    @property
    def shows_history(self) -> bool:
        """Whether ended tickets may be listed: then the newest come first."""
        data: dict[str, Any] = getattr(self.form, "cleaned_data", {})
        asked = {*data.get("status", ())} & set(states.DONE)
        narrowed = any(data.get(name) for name in self.in_history)
        return bool(asked or data.get("tampilan") in _IN_EVERY_STATE or narrowed)

    def by_view(self, tickets: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        now = timezone.now()
        if value == "saya":
            return tickets.filter(~tickets.put_aside_by(self.staff, now), assignee=self.staff)
        if value == ASIDE:
            return tickets.filter(tickets.put_aside_by(self.staff, now))
        if value == "bebas":
            return tickets.unassigned()
        if value == UNANSWERED:
            return tickets.unanswered()
        if value == "segera":
            return tickets.due_soon(now)
        if value == "lewat":
            return tickets.overdue(now)
        if value in _MARKED:
            return tickets.filter(_MARKED[value])
        return tickets.done()

    def as_it_is(self, tickets: TicketQuerySet, name: str, value: Any) -> TicketQuerySet:
        """What is typed is looked for later (tickets.finding); days of work are read below."""
        return tickets

    def by_worker(self, tickets: TicketQuerySet, name: str, value: Decimal) -> TicketQuerySet:
        first, last = (self.form.cleaned_data.get(day) for day in ("kerja_dari", "kerja_sampai"))
        begins = self.midnight(first or _FIRST_DAY)
        ends = self.midnight(last or _LAST_DAY) + dt.timedelta(days=1)
        return tickets.worked_on(int(value), since=begins, until=ends)

    def by_first_response(self, tickets: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        """Kept or late, as on the dashboard; tickets that are not due yet are neither."""
        if value == "tepat":
            return tickets.first_response_kept()
        late = tickets.first_response_late(timezone.now())
        return late if value == "lambat" else late | tickets.first_response_kept()

    def by_completion(self, tickets: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        """Kept or late, as in by_first_response."""
        if value == "tepat":
            return tickets.completion_kept()
        late = tickets.completion_late(timezone.now())
        return late if value == "lambat" else late | tickets.completion_kept()

    def from_day(self, tickets: TicketQuerySet, name: str, value: dt.date) -> TicketQuerySet:
        return tickets.filter(**{f"{DAYS[name]}__gte": self.midnight(value)})

    def to_day(self, tickets: TicketQuerySet, name: str, value: dt.date) -> TicketQuerySet:
        end = self.midnight(value) + dt.timedelta(days=1)
        return tickets.filter(**{f"{DAYS[name]}__lt": end})

    def midnight(self, day: dt.date) -> dt.datetime:
        """The start of a day in the zone of the chosen or only office, as on the dashboard."""
        own = {one.agency for one in self.staff.memberships_now() if one.agency}
        chosen = self.form.cleaned_data.get("instansi") or (own.pop() if len(own) == 1 else None)
        zone = chosen.zone if chosen else ZoneInfo(settings.TIME_ZONE)
        # No ticket is that old or new, and time zone conversion needs room on both sides.
        day = max(_FIRST_DAY, min(day, _LAST_DAY))
        return dt.datetime.combine(day, dt.time.min, zone)


# What may be chosen, of these offices.
_CHOSEN_OF: Mapping[str, Callable[[QuerySet[Agency]], QuerySet[Any]]] = {
    "instansi": lambda agencies: agencies,
    "layanan": lambda agencies: Service.objects.filter(agency__in=agencies),
    "label": lambda agencies: Label.objects.filter(agency__in=agencies),
    "nomor": lambda agencies: Channel.objects.filter(agency__in=agencies),
    "petugas": lambda agencies: Staff.objects.filter(memberships__agency__in=agencies).distinct(),
}
# The views of tickets with a mark.
_MARKED = {
    "gangguan": Q(has_trouble=True),
    TO_COLLECT: IS_READY,
    TO_APPROVE: IS_HELD,
    ANONYMOUS: Q(is_anonymous=True),
    ABOUT_STAFF: Q(is_about_staff=True),
}
_IN_EVERY_STATE = ("selesai", *_MARKED)
# Views with an order of their own: who waits longest, whose last day comes first.
ORDERS = {
    UNANSWERED: "unanswered_since",
    TO_COLLECT: "collect_by",
    TO_APPROVE: "approval_asked_at",
}
