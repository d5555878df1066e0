"""What a report is asked for in its address; the names are those of the queue's filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.cache import caches

from services.access import Action, can
from services.models import Agency, Service, Staff
from services.models.service import Group, Kind
from services.whole_offices import sees_officers
from siwhapik.drawn_content import HEALS_AFTER
from siwhapik.period_form import PeriodForm
from siwhapik.periods import OWN, Period
from tickets.filters import NONE_YET
from tickets.models import Channel, Ticket

Choices = list[tuple[str, str]]
# By the name in the address: the column of a slice.
COLUMNS = {
    "layanan": "service_id",
    "nomor": "channel_id",
    "sumber": "source",
    "jenis": "kind",
    "kelompok": "service_id__in",
    "petugas": "assignee_id",
}
# Read once: an enumeration puts its choices together each time.
_CODED: dict[str, Choices] = {
    "sumber": [*Ticket.Source.choices],
    "jenis": [*Kind.choices],
    "kelompok": [*Group.choices],
}
_NOBODY_YET = (NONE_YET, "Belum diambil")
LABELS = {
    "layanan": "Layanan",
    "nomor": "Nomor WhatsApp",
    "sumber": "Sumber",
    "jenis": "Jenis",
    "kelompok": "Kelompok layanan",
    "petugas": "Petugas",
}


def in_vain(filters: Sequence[str]) -> list[str]:
    """What a page says of filters (by their labels) that its address asks for and that do not count there."""
    names = ", ".join(filters)
    said = f"Saringan {names} di alamat ini tidak dapat dipakai di sini, jadi diabaikan."
    return [said] if filters else []


class ReportForm(PeriodForm):
    """This month, unless it is asked for something else. Services, numbers and officers are those of
    one office; with the offices below it, nobody asks for them. `reader`: is offered no colleague whose figures this
    person may not read; None: every officer is offered, as the tickets say who holds them.
    """

    usual = ""

    def __init__(
        self,
        query: Mapping[str, Any],
        *,
        agencies: Sequence[Agency],
        today: dt.date,
        below: Sequence[Agency] = (),
        reader: Staff | None = None,
    ) -> None:
        self._reader, self._query = reader, query
        super().__init__(query, agencies=agencies, today=today, below=below)
        self.only: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.is_compared = bool(query.get("banding")) and not self.below
        self.shown: list[str] = []  # sentences for the head of a printed page
        for name, choices in self._narrowing().items():
            self._narrow(name, choices)

    @property
    def below_words(self) -> list[str]:
        """That offices below are counted, and which."""
        names = ", ".join(one.short_name for one in self.below)
        return [f"Termasuk instansi di bawah: {names}. Angkanya jumlah saja."] if names else []

    @property
    def told(self) -> list[str]:
        """What the head of a page and of a file says: what was chosen, and what an address asks for in vain, so
        that nobody takes the figures of all for those of a part.
        """
        vain = [
            label for name, label in LABELS.items() if self._given(name) and name not in self.asked
        ]
        return [*self.shown, *self.below_words, *in_vain(vain)]

    def _given(self, name: str) -> bool:
        return bool(self._query.get(name))

    def _narrowing(self) -> dict[str, Choices]:
        found: dict[str, Choices] = {}
        if self.agency is not None and not self.below:
            asked = {name: str(self.data.get(name) or "") for name in _OF_OFFICE}
            found |= {
                name: self._of_office(self.agency, name, code) for name, code in asked.items()
            }
        return {**found, **_CODED}

    def _of_office(self, agency: Agency, name: str, code: str) -> Choices:
        reader = self._reader
        if name != "petugas" or reader is None or sees_officers(reader, [agency.pk]):
            return _offered(agency, name, code)
        own = can(reader, Action.TAKE)
        return [*([(str(reader.pk), reader.full_name)] if own else []), _NOBODY_YET]

    def _narrow(self, name: str, choices: Choices) -> None:
        self.fields[name] = forms.CharField(label=LABELS[name], required=False)
        self._select(name, [("", "Semua"), *choices])
        code = str(self.data.get(name) or "")
        label = dict(choices).get(code)
        if label is None:
            self.data = {**self.data, name: ""}
            return
        self.asked[name] = code
        self.shown.append(f"{LABELS[name]}: {label}")
        if name == "kelompok":
            self.only[COLUMNS[name]] = _of_group(self.counted, code)
            return
        self.only[COLUMNS[name]] = None if code == NONE_YET else _typed(code)


class OfficerForm(ReportForm):
    """Asks for days and one officer."""

    def _narrowing(self) -> dict[str, Choices]:
        asked = str(self.data.get("petugas") or "")
        return {"petugas": _officers_only(self.agency, asked)} if self.agency else {}


@dataclass(frozen=True)
class WholeSpan:
    """Days of an office, narrowed to nothing, where no page asks for them: a question is told by it what else a form
    tells. To make the fields of a form takes as long as to count a chapter.
    """

    agency: Agency
    period: Period
    below: tuple[Agency, ...] = ()
    only: Mapping[str, Any] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    is_compared: bool = False

    @property
    def has_own_days(self) -> bool:
        return self.period.code == OWN


def _officers_only(agency: Agency, code: str) -> Choices:
    return [one for one in _offered(agency, "petugas", code) if one != _NOBODY_YET]


def _typed(code: str) -> int | str:
    return int(code) if code.isdigit() else code


def _of_group(agencies: Sequence[Agency], group: str) -> tuple[int, ...]:
    """The services of a group, by id: those of a closed group, too."""
    rows = Service.objects.filter(agency__in=agencies, group=group).order_by("pk")
    return tuple(rows.values_list("pk", flat=True))


def _offered(agency: Agency, name: str, code: str) -> Choices:
    """What there is to choose from, kept as long as the page that shows it; read anew where a link asks for
    one that is not among them, for it may be newer.
    """
    pages, key = caches["pages"], f"choices:{agency.pk}:{name}"
    kept: Choices | None = pages.get(key)
    if kept is None or (code and code not in dict(kept)):
        kept = _OF_OFFICE[name](agency)
        pages.set(key, kept, HEALS_AFTER)
    return kept


def _services(agency: Agency) -> Choices:
    rows = Service.objects.filter(agency=agency).order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows] + [(NONE_YET, "Belum dipilih")]


def _numbers(agency: Agency) -> Choices:
    rows = Channel.objects.filter(agency=agency).order_by("name")
    named = rows.values_list("pk", "name", "display_phone_number")
    return [(str(pk), f"{name} ({number})") for pk, name, number in named] + [
        (NONE_YET, "Tanpa nomor")
    ]


def _officers(agency: Agency) -> Choices:
    rows = Staff.objects.filter(memberships__agency=agency).distinct().order_by("full_name")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "full_name")] + [_NOBODY_YET]


_OF_OFFICE: dict[str, Callable[[Agency], Choices]] = {
    "layanan": _services,
    "nomor": _numbers,
    "petugas": _officers,
}
