"""The part of a page's filter that says of which days, and of which office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from services.models import Agency
from services.offices_below import those_under
from siwhapik import periods
from siwhapik.periods import Period
from tickets.filters import DayInput

INPUT = {"class": "input"}
BELOW, INCLUDED = "bawahan", "1"
_REACH = [("", "Instansi sendiri"), (INCLUDED, "Termasuk instansi di bawah")]


def asks_for_below(query: Mapping[str, Any]) -> bool:
    """Whether an address asks for the offices below with one's own."""
    return query.get(BELOW) == INCLUDED


class KeptDay(DayInput):
    """The browser's calendar, kept in the same way as a select below: nearly always it is empty."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        every = {**self.attrs, **(attrs or {})}
        return _day(name, self.format_value(value), tuple(every.items()))


@lru_cache(maxsize=200)
def _day(name: str, value: str | None, attrs: tuple[Any, ...]) -> SafeString:
    return DayInput(attrs=dict(attrs)).render(name, value)


class KeptSelect(forms.Widget):
    """A select whose HTML is kept for the same choices and the same one chosen: it is drawn by a template,
    an option each. `choices`: single ones, and groups with a tuple of them.
    """

    def __init__(self, attrs: dict[str, Any], choices: Sequence[Any]) -> None:
        super().__init__(attrs)
        self.choices = tuple(choices)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        every = {**self.attrs, **(attrs or {})}
        return _select(name, value, tuple(every.items()), self.choices)


@lru_cache(maxsize=200)
def _select(name: str, value: Any, attrs: tuple[Any, ...], choices: Any) -> SafeString:
    return forms.Select(attrs=dict(attrs), choices=choices).render(name, value)


class PeriodForm(forms.Form):
    """Asks for an office only where there are several, and whether those below it are counted with it
    only where there are some. For what there is not, the usual days are shown, and `refused` says so.
    """

    rentang = forms.CharField(label="Rentang", required=False)
    dari = forms.DateField(label="Dari", required=False, widget=KeptDay(attrs=INPUT))
    sampai = forms.DateField(label="Sampai", required=False, widget=KeptDay(attrs=INPUT))
    usual = "14"
    refused = ""  # why other days are shown than those asked for

    def __init__(
        self,
        query: Mapping[str, Any],
        *,
        agencies: Sequence[Agency],
        today: dt.date,
        below: Sequence[Agency] = (),
    ) -> None:
        # `hari` is how addresses of earlier releases ask for the last days.
        code = query.get("rentang") or query.get("hari") or self.usual
        super().__init__({**_plain(query), "rentang": code})
        self._agencies = agencies
        if len(agencies) > 1:
            self.fields["instansi"] = forms.CharField(label="Instansi", required=False)
        if below:
            self.fields[BELOW] = forms.CharField(label="Cakupan", required=False)
        self.is_valid()
        self.period = self._period(today)
        own = (self.agency,) if self.agency else self.agencies
        self.below = those_under(own, below) if asks_for_below(self.data) else []
        self._offer(today)

    @property
    def agency(self) -> Agency | None:
        """The office that is asked for, or the only one; None for all of them."""
        if len(self._agencies) == 1:
            return self._agencies[0]
        asked = self.data.get("instansi", "")
        return next((one for one in self._agencies if str(one.pk) == asked), None)

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """All that may be asked for."""
        return tuple(self._agencies)

    @property
    def counted(self) -> tuple[Agency, ...]:
        """Those whose figures are asked for; with any of `below`, only sums are shown (ADR 0090)."""
        own = (self.agency,) if self.agency else self.agencies
        return (*own, *self.below)

    @property
    def has_own_days(self) -> bool:
        return self.period.code == periods.OWN

    def _period(self, today: dt.date) -> Period:
        own = (self.cleaned_data.get("dari"), self.cleaned_data.get("sampai"))
        code = self.data["rentang"]
        found = periods.asked_for(code, today=today, own=own)
        if found is not None:
            return found
        usual = _usual(self.usual, today)
        if code != self.usual:
            why = periods.why_none(code, today=today, own=own)
            self.refused = f"{why} Yang tampil di sini: {usual.label}."
        return usual

    def _offer(self, today: dt.date) -> None:
        """The widgets, with what is shown chosen."""
        groups = [*periods.choices(today)]
        offered = {code for _, entries in groups for code, _ in entries}
        if self.period.code not in offered:
            groups.append(("Dipilih", ((self.period.code, self.period.label),)))
        self._select("rentang", groups)
        keeps_own = self.has_own_days or (self.refused and self.data["rentang"] == periods.OWN)
        shown = {"rentang": periods.OWN if keeps_own else self.period.code}
        if "instansi" in self.fields:
            offices = [(str(one.pk), one.short_name) for one in self._agencies]
            self._select("instansi", [("", "Semua"), *offices])
            shown["instansi"] = str(self.agency.pk) if self.agency else ""
        if BELOW in self.fields:
            self._select(BELOW, _REACH)
            shown[BELOW] = INCLUDED if self.below else ""
        self.order_fields(["instansi", BELOW])
        if not keeps_own:
            shown |= {"dari": "", "sampai": ""}
        self.data = {**self.data, **shown}

    def _select(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].widget = KeptSelect(attrs=INPUT, choices=choices)


def _plain(query: Mapping[str, Any]) -> dict[str, Any]:
    return {name: query.get(name) for name in query}


def _usual(code: str, today: dt.date) -> Period:
    """The usual period; the month of today where its code says "bulan"."""
    found = periods.asked_for(code, today=today)
    return found or periods.asked_for(periods.month_of(today), today=today) or _today(today)


def _today(today: dt.date) -> Period:
    return Period(periods.OWN, "Hari ini", today, today)
