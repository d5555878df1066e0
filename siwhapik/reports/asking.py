"""One question: which report of which offices and days, asked by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from services.access import Action, can
from services.models import Agency, Staff
from services.whole_offices import lists_whole
from siwhapik.periods import Period
from siwhapik.queries import narrowed, query_of
from siwhapik.reports.forms import ReportForm, WholeSpan
from tickets.figures.asked import Asked
from tickets.figures.counting import MOMENTS
from tickets.figures.people import People, people_of
from tickets.figures.reading import Figures
from tickets.models import Baseline

T = TypeVar("T")


@dataclass(frozen=True)
class Question:
    """What a form asks for; the figures are read once."""

    staff: Staff
    offices: tuple[Agency, ...]
    form: ReportForm | WholeSpan
    now: dt.datetime
    beside: Question | None = (
        None  # of the same offices: what is the same for all spans is read once
    )
    moments: Collection[str] = MOMENTS  # by which of them the figures are counted
    _known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, find: Callable[[], T]) -> T:
        """What several tables need, found by the first of them."""
        if name not in self._known:
            self._known[name] = find()
        found: T = self._known[name]
        return found

    @property
    def period(self) -> Period:
        return self.form.period

    @property
    def office_ids(self) -> list[int]:
        return [one.pk for one in self.offices]

    @property
    def asked(self) -> Asked:
        return Asked(
            agencies=self.offices,
            first=self.period.first,
            last=self.period.last,
            only=self.form.only,
        )

    @cached_property
    def figures(self) -> Figures:
        beside = self.beside.figures.made if self.beside else None
        return Figures(self.asked, now=self.now, beside=beside, moments=self.moments)

    @cached_property
    def baselines(self) -> list[Baseline]:
        """What the offices counted by hand, of all years."""
        if self.beside is not None:
            return self.beside.baselines
        return list(Baseline.objects.filter(agency__in=self.offices))

    @cached_property
    def people(self) -> People:
        """How many different people came: counted directly, and only once."""
        return people_of(self.asked, made=self.figures.made)

    @property
    def address(self) -> dict[str, Any]:
        """What an address has to say so that it asks for the same."""
        period = self.period
        days = {"dari": period.first, "sampai": period.last} if self.form.has_own_days else {}
        office = {"instansi": self.form.agency.pk} if self.form.agency else {}
        return {"rentang": period.code, **days, **office, **self.form.asked}

    @cached_property
    def _address(self) -> dict[str, Any]:
        return {name: str(value) for name, value in self.address.items()}

    @cached_property
    def may_list(self) -> bool:
        """Whether this person sees the register's rows behind the numbers; no list holds those of
        offices below.
        """
        return not self.is_of_sums and can(self.staff, Action.SEE_REGISTER)

    @cached_property
    def lists_less(self) -> bool:
        """Whether the lists behind the numbers hold less than what is counted: some see their services' only."""
        return self.may_list and not lists_whole(self.staff, self.office_ids)

    @property
    def is_of_sums(self) -> bool:
        """Whether offices below are counted, too: then no table names services or officers (ADR 0090)."""
        return bool(self.form.below)

    def tickets(self, **filters: Any) -> str:
        """The register, filtered: the address of the list behind a number; "" for figures only."""
        if not self.may_list:
            return ""
        if self._address.keys().isdisjoint(filters):
            more = query_of({name: value for name, value in filters.items() if value != ""})
            return f"{self._list}&{more}" if more else self._list
        asked = {**self._address, **filters}.items()
        return f"/laporan/buku/?{query_of({name: value for name, value in asked if value != ''})}"

    @cached_property
    def _list(self) -> str:
        """The list of all that is asked for: hundreds of addresses begin with it."""
        told = {name: value for name, value in self._address.items() if value != ""}
        return f"/laporan/buku/?{query_of(told)}"

    def arrived(self, period: Period | None = None, **filters: Any) -> str:
        """The list of what came in the period, or in a part of it."""
        days = period or self.period
        return self.tickets(masuk_dari=days.first, masuk_sampai=days.last, **filters)

    def worked(self, staff: int, deed: str = "") -> str:
        """The list of what this person (by id) did something to in the period; `deed`: did this."""
        span = {"kerja_dari": self.period.first, "kerja_sampai": self.period.last}
        every = self.once(
            f"worked {staff}", lambda: self.tickets(dikerjakan=staff, **span, petugas="")
        )
        return narrowed(every, f"perbuatan={deed}") if deed else every

    def written(self, direction: str, first: dt.date, last: dt.date) -> str:
        """The list of tickets in which something was written on these days: `masuk` or `keluar`."""
        by = self.form.asked.get("petugas", "")
        who = {"dikerjakan": by} if direction == "keluar" and by.isdecimal() else {}
        every = self.once(
            f"written {direction}", lambda: self.tickets(pesan=direction, petugas="", **who)
        )
        return narrowed(every, f"pesan_dari={first}&pesan_sampai={last}")

    def due(self, **filters: Any) -> str:
        """The list of what fell due in the period."""
        return self.tickets(tempo_dari=self.period.first, tempo_sampai=self.period.last, **filters)
