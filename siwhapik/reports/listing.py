"""Which tickets a register lists: the queue's filters, with the days of the period by default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from services.models import Staff
from services.whole_offices import lists_whole, sees_officers
from siwhapik.periods import Period
from siwhapik.reports import register_filters as further
from siwhapik.reports.books import Asking, Listed
from siwhapik.reports.register_filters import RegisterFilter
from tickets.figures.asked import Asked
from tickets.models import Ticket, TicketEvent
from tickets.models.ticket_queryset import TicketQuerySet
from tickets.narrowing import narrow

_DAYS = {
    "masuk": "Diterima",
    "selesai": "Selesai",
    "tempo": "Jatuh tempo",
    "kerja": "Dikerjakan",
    "pesan": "Pesan",
}
_OURS = ("rentang", "hari", "dari", "sampai", "sesudah", "bentuk", "cetak")
_KEPT = {"tepat": "tepat waktu", "lambat": "terlambat", "dinilai": "yang dinilai"}

_FURTHER: Mapping[str, tuple[str, dict[str, str]]] = {
    "jam_masuk": ("Jam masuk", dict(further.HOURS)),
    "hari_masuk": ("Hari masuk", dict(further.WEEKDAYS)),
    "jam_layanan": ("Masuk", dict(further.OPENNESS)),
    "daring": ("Lewat", dict(further.ONLINE)),
    "alasan": ("Alasan datang", dict(further.REASONS)),
    "tahu_dari": ("Tahu dari", dict(further.HEARD)),
    "pesan": ("Pesan", dict(further.WRITTEN)),
    "hasil": ("Hasil", dict(further.OUTCOMES)),
    "perbuatan": ("Yang dilakukan", dict(further.DEEDS)),
}


def listed(asking: Asking, *, kinds: Collection[str] = ()) -> Listed:
    """The matters of these kinds (all, where none is given) that the reader may see listed and the
    address asks for.
    """
    asked = _as_counted(asking, kinds)
    if asked is not None:
        return _of_figures(asking, asked)
    form, data = asking.form, asking.query.copy()
    for name in _OURS:
        data.pop(name, None)
    if form.agency is not None:
        data["instansi"] = str(form.agency.pk)
    days = _days_words(data)
    if not days:
        data["masuk_dari"], data["masuk_sampai"] = map(str, _ends(form.period))
    rows = Ticket.objects.in_register_of(asking.reader)
    found = narrow(rows, data=data, staff=asking.reader, by=RegisterFilter)
    words = [
        *_less_words(asking),
        *days,
        *form.shown,
        *_kept_words(data),
        *_further_words(data),
        *_worker_words(data, rows, asking=asking),
    ]
    if found.notice:
        words.append(found.notice)
    of_kinds = Q(kind__in=kinds) if kinds else Q()
    return Listed(found.tickets.registered().filter(of_kinds), words)


def _as_counted(asking: Asking, kinds: Collection[str]) -> Asked | None:
    """What pages of figures would be asked for here; None where the address asks for something that only lists
    know, or for more than one office, each of which may have a zone of its own.
    """
    form, query = asking.form, asking.query
    if form.agency is None:
        return None
    known = {**form.asked, "instansi": str(form.agency.pk)}
    given = {name: query.getlist(name) for name in RegisterFilter.base_filters if name in query}
    if any(values not in ([""], [known.get(name)]) for name, values in given.items()):
        return None
    only = form.only | ({"kind__in": tuple(kinds)} if kinds else {})
    days = form.period
    return Asked(agencies=(form.agency,), first=days.first, last=days.last, only=only)


def _of_figures(asking: Asking, asked: Asked) -> Listed:
    """What figures count as arrived, as rows: without the filters of lists, which take longer than the rows."""
    (days,) = asked.spans
    rows = Ticket.objects.in_register_of(asking.reader)
    rows = rows.filter(days.of("received_at"), asked.narrowed)
    less = _less_words(asking)
    return Listed(rows, [*less, *asking.form.shown], None if less else asked)


def _less_words(asking: Asking) -> list[str]:
    if lists_whole(asking.reader, [one.pk for one in asking.offices]):
        return []
    return ["Hanya tiket dari layanan yang Anda tangani"]


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


def _further_words(data: QueryDict) -> list[str]:
    asked = (
        (label, choices.get(data.get(name, ""))) for name, (label, choices) in _FURTHER.items()
    )
    return [f"{label}: {words}" for label, words in asked if words]


def _worker_words(data: QueryDict, rows: TicketQuerySet, *, asking: Asking) -> list[str]:
    """The name of who worked on any of these matters: an address must not tell those of other offices."""
    asked = data.get("dikerjakan", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 13):
        return []
    if int(asked) != asking.reader.pk and not sees_officers(
        asking.reader, [one.pk for one in asking.offices]
    ):
        return ["Yang dikerjakan petugas lain hanya dapat dibuka penyelia, admin OPD dan kepala"]
    did = TicketEvent.objects.filter(actor=int(asked), ticket__in=rows.values("pk"))
    names = Staff.objects.filter(pk__in=did.values("actor")).values_list("full_name", flat=True)
    return [f"Dikerjakan oleh: {name}" for name in names]
