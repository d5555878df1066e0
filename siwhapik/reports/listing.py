"""Which tickets a register lists: the queue's filters, with the days of the period by default."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from services.models import Staff
from siwhapik.periods import Period
from siwhapik.reports.forms import ReportForm
from siwhapik.reports.registers import Register
from tickets.filters import narrow
from tickets.models import Ticket
from tickets.models.ticket_queryset import TicketQuerySet

PAGE = 50
# A page that is to be printed holds all rows, up to so many; a file has no end.
MOST_PRINTED = 2000
_DAYS = {
    "masuk": "Diterima",
    "selesai": "Selesai",
    "tempo": "Jatuh tempo",
    "kerja": "Dikerjakan",
}
_OURS = ("rentang", "hari", "dari", "sampai", "sesudah", "bentuk", "cetak")
_KEPT = {"tepat": "tepat waktu", "lambat": "terlambat", "dinilai": "yang dinilai"}


class Listed(NamedTuple):
    """The tickets, in the order of their arrival, and in words what they have in common."""

    tickets: TicketQuerySet
    narrowed: list[str]


def listed(register: Register, *, query: QueryDict, form: ReportForm, reader: Staff) -> Listed:
    """The matters of the register that this person may see listed and the address asks for."""
    data = query.copy()
    for name in _OURS:
        data.pop(name, None)
    if form.agency is not None:
        data["instansi"] = str(form.agency.pk)
    if register.kind:
        data["jenis"] = register.kind
    days = _days_words(data)
    if not days:
        data["masuk_dari"], data["masuk_sampai"] = map(str, _ends(form.period))
    rows = Ticket.objects.in_register_of(reader)
    found = narrow(rows, data=data, staff=reader)
    words = [*days, *form.shown, *_kept_words(data), *_worker_words(data)]
    if found.notice:
        words.append(found.notice)
    return Listed(found.tickets.registered().order_by("received_at", "pk"), words)


def after(tickets: TicketQuerySet, mark: str) -> TicketQuerySet:
    """Those that come after the mark of an earlier page; all of them where it is none."""
    at, _, pk = mark.partition("~")
    try:
        moment, number = dt.datetime.fromisoformat(at), int(pk)
    except ValueError:
        return tickets
    if moment.tzinfo is None or not 0 < number < 10**15:
        return tickets
    return tickets.filter(Q(received_at__gt=moment) | Q(received_at=moment, pk__gt=number))


def mark_of(at: dt.datetime, pk: int) -> str:
    return f"{at.isoformat()}~{pk}"


def address(query: QueryDict, **changed: str) -> str:
    """The same page asked for in another way; "" removes a name."""
    kept = {name: query[name] for name in query if name not in ("sesudah", "bentuk", "cetak")}
    wanted = {name: value for name, value in {**kept, **changed}.items() if value}
    return f"?{urlencode(wanted)}"


def _asked_days(data: QueryDict) -> list[str]:
    return [name for name in _DAYS if data.get(f"{name}_dari") or data.get(f"{name}_sampai")]


def _ends(period: Period) -> tuple[dt.date, dt.date]:
    return period.first, period.last


def _days_words(data: QueryDict) -> list[str]:
    return [
        f"{_DAYS[name]}: {_day(data.get(f'{name}_dari'))} sampai {_day(data.get(f'{name}_sampai'))}"
        for name in _asked_days(data)
    ]


def _day(text: str | None) -> str:
    try:
        return f"{dt.date.fromisoformat(text or ''):%d-%m-%Y}"
    except ValueError:
        return "..."


def _kept_words(data: QueryDict) -> list[str]:
    names = {"balasan": "Respons pertama", "penyelesaian": "Penyelesaian"}
    asked = {label: str(data.get(name, "")) for name, label in names.items()}
    return [f"{label}: {_KEPT[code]}" for label, code in asked.items() if code in _KEPT]


def _worker_words(data: QueryDict) -> list[str]:
    asked = data.get("dikerjakan", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 13):
        return []
    names = Staff.objects.filter(pk=asked).values_list("full_name", flat=True)
    return [f"Dikerjakan oleh: {name}" for name in names]
