"""Filters that only the registers know: so each number of a report leads to the tickets that it counts.

`jam_masuk` (0 to 23), `hari_masuk` (0: Monday) and `jam_layanan` (dalam, luar) ask when a ticket came, in its
office's own zone; `daring` whether by WhatsApp or the web; `alasan` and `tahu_dari` what the citizen answered; `pesan`
(masuk, keluar) with `pesan_dari` and `pesan_sampai` (dates, both included) when something was written; `perbuatan`
what the officer of `dikerjakan` did from `kerja_dari` to `kerja_sampai`; `hasil` how a matter ended.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

import django_filters as filters
from django.db.models import Q
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate, TruncTime
from django.db.models.lookups import Exact, GreaterThanOrEqual, In, LessThan

from services.access import Action, can
from services.calendars import calendar_of
from services.hours_words import DAYS
from services.models import Agency
from services.whole_offices import sees_officers
from services.workdays import WorkCalendar
from siwhapik.reports.deeds import Deed, tickets_of
from tickets.figures.work_querysets import NOT_SENT
from tickets.filters import TicketFilter
from tickets.models import Message, Ticket
from tickets.models.ticket_counter import HAS_HEARD, HAS_REASON, HeardFrom, WhyAtCounter
from tickets.models.ticket_queryset import TicketQuerySet

HOURS = [(str(hour), f"{hour:02d}.00-{hour:02d}.59") for hour in range(24)]
WEEKDAYS = [(str(number), name) for number, name in enumerate(DAYS)]
OPENNESS = [("dalam", "Pada jam layanan"), ("luar", "Di luar jam layanan")]
ONLINE = [("ya", "WhatsApp dan web"), ("tidak", "Selain WhatsApp dan web")]
WRITTEN = [("masuk", "Dari pemohon"), ("keluar", "Dari petugas")]
ANY = "ada"
REASONS = [*WhyAtCounter.choices, (ANY, "Semua yang menjawab")]
HEARD = [*HeardFrom.choices, (ANY, "Semua yang menjawab")]
_ANSWERS = {"alasan": ("came_because", HAS_REASON), "tahu_dari": ("heard_from", HAS_HEARD)}
ONLINE_SOURCES = (Ticket.Source.WHATSAPP, Ticket.Source.WEB)
DEEDS = Deed.choices
OUTCOMES = Ticket.Outcome.choices
_NAMES = (
    "perbuatan",
    "jam_masuk",
    "hari_masuk",
    "jam_layanan",
    "daring",
    "alasan",
    "tahu_dari",
    "pesan",
    "hasil",
)
# More days are not looked at for their hours: three years and some.
MOST_DAYS = 1200
Pattern = tuple[tuple[dt.time, dt.time | None], ...]  # the openings of a day; None: until midnight
_NOBODY = Q(pk__in=())


class RegisterFilter(TicketFilter):
    """The queue's filters, and those of what a report counts."""

    jam_masuk = filters.ChoiceFilter(choices=HOURS, method="by_hour", label="Jam masuk")
    hari_masuk = filters.ChoiceFilter(choices=WEEKDAYS, method="by_weekday", label="Hari masuk")
    jam_layanan = filters.ChoiceFilter(choices=OPENNESS, method="by_openness", label="Jam layanan")
    daring = filters.ChoiceFilter(choices=ONLINE, method="by_online", label="Daring")
    alasan = filters.ChoiceFilter(choices=REASONS, method="by_answer", label="Alasan datang")
    tahu_dari = filters.ChoiceFilter(choices=HEARD, method="by_answer", label="Tahu dari")
    pesan = filters.ChoiceFilter(choices=WRITTEN, method="by_message", label="Pesan")
    pesan_dari = filters.DateFilter(method="as_it_is", label="Pesan sejak")
    pesan_sampai = filters.DateFilter(method="as_it_is", label="Pesan sampai")
    perbuatan = filters.ChoiceFilter(choices=DEEDS, method="by_deed", label="Perbuatan")
    hasil = filters.ChoiceFilter(choices=OUTCOMES, field_name="outcome", label="Hasil")
    in_history: Collection[str] = (*TicketFilter.in_history, *_NAMES)

    def by_worker(self, tickets: TicketQuerySet, name: str, value: Decimal) -> TicketQuerySet:
        """Where it is asked what the person did, by_deed says to which tickets: not all leave a line of history."""
        offices = [one.pk for one in self._offices()]
        if int(value) != self.staff.pk and not sees_officers(self.staff, offices):
            return tickets.none()  # how many there are would tell how much the colleague did
        asks_for_deed = self.form.cleaned_data.get("perbuatan")
        return tickets if asks_for_deed else super().by_worker(tickets, name, value)

    def by_deed(self, tickets: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        asked = self.form.cleaned_data
        first, last, staff = (
            asked.get(one) for one in ("kerja_dari", "kerja_sampai", "dikerjakan")
        )
        is_told = value != Deed.OPENED or can(self.staff, Action.SEE_LOGS)
        if not (first and last and staff and is_told):
            return tickets.none()
        until = self.midnight(last) + dt.timedelta(days=1)
        since = self.midnight(first)
        done = tickets_of(value, staff=int(staff), since=since, until=until)
        return tickets.filter(pk__in=done)

    def by_hour(self, tickets: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        return tickets.filter(
            self._in_each_zone(
                lambda zone: Q(Exact(ExtractHour("received_at", tzinfo=zone), int(value)))
            )
        )

    def by_weekday(self, tickets: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        day = int(value) + 1
        return tickets.filter(
            self._in_each_zone(
                lambda zone: Q(Exact(ExtractIsoWeekDay("received_at", tzinfo=zone), day))
            )
        )

    def by_openness(self, tickets: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        asked = self.form.cleaned_data
        first, last = asked.get("masuk_dari"), asked.get("masuk_sampai")
        if not (first and last) or (last - first).days > MOST_DAYS:
            return tickets.none()
        days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
        is_open = reduce(or_, (_open_at(one, days) for one in self._offices()), _NOBODY)
        return tickets.filter(is_open) if value == "dalam" else tickets.exclude(is_open)

    def by_online(self, tickets: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        online = Q(source__in=ONLINE_SOURCES)
        return tickets.filter(online if value == "ya" else ~online)

    def by_answer(self, tickets: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        column, answered = _ANSWERS[name]
        return tickets.filter(answered if value == ANY else answered & Q(**{column: value}))

    def by_message(self, tickets: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        asked = self.form.cleaned_data
        first, last = asked.get("pesan_dari"), asked.get("pesan_sampai")
        if not (first and last):
            return tickets.none()
        until = self.midnight(last) + dt.timedelta(days=1)
        written = Message.objects.filter(
            occurred_at__gte=self.midnight(first), occurred_at__lt=until
        ).filter(_CAME if value == "masuk" else _WENT)
        if value == "keluar" and asked.get("dikerjakan"):
            written = written.filter(author=int(asked["dikerjakan"]))
        return tickets.filter(pk__in=written.values("ticket"))

    def _offices(self) -> list[Agency]:
        chosen = self.form.cleaned_data.get("instansi")
        if chosen is not None:
            return [chosen]
        return list(Agency.objects.of_staff(self.staff))

    def _in_each_zone(self, made: Any) -> Q:
        """The condition that `made` gives for a zone, on the tickets of the offices in it."""
        zones = {one.timezone: one.zone for one in self._offices()}
        parts = (Q(agency__timezone=name) & made(zone) for name, zone in zones.items())
        return reduce(or_, parts, _NOBODY)


_CAME = Q(direction=Message.Direction.IN)
_WENT = Q(direction=Message.Direction.OUT, author__isnull=False) & ~Q(status__in=NOT_SENT)


def _open_at(agency: Agency, days: Iterable[dt.date]) -> Q:
    """The condition that a ticket of the office came while it was open, on any of these days."""
    zone = agency.zone
    local_day = TruncDate("received_at", tzinfo=zone)
    local_time = TruncTime("received_at", tzinfo=zone)
    found = _NOBODY
    for pattern, same in _patterns(calendar_of(agency), days, zone=zone).items():
        hours = _NOBODY
        for opens, closes in pattern:
            within = Q(GreaterThanOrEqual(local_time, opens))
            hours |= within & Q(LessThan(local_time, closes)) if closes else within
        found |= Q(In(local_day, same)) & hours
    return Q(agency=agency) & found


def _patterns(
    calendar: WorkCalendar, days: Iterable[dt.date], *, zone: ZoneInfo
) -> Mapping[Pattern, list[dt.date]]:
    """The days that have the same hours, by these hours."""
    found: dict[Pattern, list[dt.date]] = defaultdict(list)
    for day in days:
        openings = [
            (opens.astimezone(zone), closes.astimezone(zone))
            for opens, closes in calendar.openings(day)
        ]
        found[
            tuple(
                (opens.time(), closes.time() if closes.date() == day else None)
                for opens, closes in openings
            )
        ].append(day)
    return found
