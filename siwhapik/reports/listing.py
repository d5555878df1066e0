"""Which tickets a register lists: the queue's filters, with the days of the period by default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from services.models import Service, Staff
from services.whole_offices import lists_whole, sees_officers
from siwhapik.periods import Period
from siwhapik.reports import register_filters as further
from siwhapik.reports.books import Asking, Listed
from siwhapik.reports.filter_words import label_of, meaning_of
from siwhapik.reports.forms import in_vain
from siwhapik.reports.register_filters import RegisterFilter
from tickets.figures.asked import Asked
from tickets.models import Channel, Label, Ticket, TicketEvent
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
# Told by words of their own: which office, which days, how a promise went, whose deeds.
_TOLD = {
    "instansi", "balasan", "penyelesaian", "dikerjakan",
    *(f"{name}_{end}" for name in _DAYS for end in ("dari", "sampai")),
}  # fmt: skip
# Filters whose codes are ids: of what, by what it is an office's, and what it is called.
_ROWS: Mapping[str, tuple[Any, str, str]] = {
    "layanan": (Service, "agency", "name"),
    "nomor": (Channel, "agency", "name"),
    "label": (Label, "agency", "name"),
    "petugas": (Staff, "memberships__agency", "full_name"),
}

# What only counts beside another filter; a register is not searched by words.
_NEEDED = {
    **{f"kerja_{end}": "dikerjakan" for end in ("dari", "sampai")},
    **{f"pesan_{end}": "pesan" for end in ("dari", "sampai")},
    "q": "",
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
        *_other_words(data, asking=asking),
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
    asked = [name for name in _DAYS if data.get(f"{name}_dari") or data.get(f"{name}_sampai")]
    needed = {name: _NEEDED.get(f"{name}_dari", "") for name in asked}
    return [name for name in asked if not needed[name] or data.get(needed[name])]


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


def _other_words(data: QueryDict, *, asking: Asking) -> list[str]:
    """What no words above tell, and what lists do not look at: who signs a part of the register must not take it for
    the whole, nor the whole for a part.
    """
    asked = {name: list(filter(None, data.getlist(name))) for name in RegisterFilter.base_filters}
    told = {*_TOLD, *_FURTHER, *asking.form.asked}
    words = [
        (label_of(name), _meant(name, values, asking=asking))
        for name, values in asked.items()
        if values and name not in told
    ]
    vain = [
        label_of(name) for name, needed in _NEEDED.items() if asked[name] and not asked.get(needed)
    ]
    return [*(f"{label}: {said}" for label, said in words if said), *in_vain(vain)]


def _meant(name: str, values: Sequence[str], *, asking: Asking) -> str:
    """What was chosen, by the names of the offices that are asked alone; another choice the filter ignores."""
    meant = list(filter(None, (meaning_of(name, value) for value in values)))
    if meant or name not in _ROWS:
        return ", ".join(meant)
    model, office, column = _ROWS[name]
    number = values[-1]
    if not (number.isascii() and number.isdecimal() and len(number) < 13):
        return ""
    found = model.objects.filter(pk=number, **{f"{office}__in": asking.offices})
    return next(iter(found.values_list(column, flat=True)), "")


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
