"""Which tickets of a list the address asks for, and in which order (tickets.filters)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django.http import QueryDict

from services.models import Staff
from tickets import states
from tickets.filters import DAYS, ORDERS, TicketFilter
from tickets.models.ticket_queryset import TicketQuerySet

_ASKS_FOR_ALL = ("status", "q")
_NEWEST = "-pk"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The filtered tickets; `ignored` are the labels of filters with an unknown value."""

    tickets: TicketQuerySet
    # Emergencies, then by time left; where ended tickets are listed the newest first, by the filtered time if any.
    order: str = "sort_due_at"
    ignored: tuple[str, ...] = ()

    @property
    def notice(self) -> str:
        """The page's text about ignored filters."""
        names = ", ".join(self.ignored)
        return f"Saringan {names} di alamat ini tidak dikenal, jadi diabaikan." if names else ""


def narrow(
    tickets: TicketQuerySet, *, data: QueryDict, staff: Staff, by: type[TicketFilter] = TicketFilter
) -> Narrowed:
    """The tickets that the address asks for; open ones unless it asks for others.

    What is no matter yet ("Baru ditanya") is listed by its state and found by the search, and is in
    no other list: these hold what the figures count.

    Without parameters, or with a text alone, it skips django-filter, which copies every field for each
    request; else it is given those fields alone that are asked for.
    """
    given = frozenset(name for name in by.base_filters if any(data.getlist(name)))
    if not given:
        return Narrowed(tickets.open().registered())
    if given == {"q"} and _is_text(data.get("q", "")):
        return Narrowed(tickets, order=_NEWEST)
    wanted = _only(given, cast("Any", by))(data, staff=staff, queryset=tickets)
    found: TicketQuerySet = wanted.qs
    if not any(wanted.form.cleaned_data.get(name) for name in _ASKS_FOR_ALL):
        found = found.registered()
    ignored = tuple(str(wanted.form[name].label) for name in wanted.form.errors)
    if order := ORDERS.get(wanted.form.cleaned_data.get("tampilan", "")):
        return Narrowed(found, order=order, ignored=ignored)
    if wanted.shows_history:
        order = _order_of(wanted.form.cleaned_data)
        return Narrowed(found, order=order, ignored=ignored)
    return Narrowed(found.open(), ignored=ignored)


@lru_cache(maxsize=100)
def _only(names: frozenset[str], by: Any) -> type[TicketFilter]:
    """The filter, a class like `by`, with the fields of these names."""
    left_out = dict.fromkeys(by.base_filters.keys() - names)  # by None, as fields of forms
    return cast("type[TicketFilter]", type(by.__name__, (by,), left_out))


def _is_text(typed: str) -> bool:
    """Whether the filter would take it, and there is something to look for."""
    return bool(typed.strip()) and "\x00" not in typed


def _order_of(asked: dict[str, Any]) -> str:
    """An order that an index has: by register number the database would scan to a far month."""
    moments = [moment for name, moment in DAYS.items() if asked.get(name)]
    of_these = {*asked.get("status", ())}
    done = asked.get("tampilan") == "selesai" or (of_these and of_these <= {*states.DONE})
    return f"-{moments[-1]}" if moments else "-resolved_at" if done else _NEWEST
