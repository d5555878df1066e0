"""The queue's tabs: how many tickets each holds, and what tells that one changed.

Drawn in Python: by a template they take 0.26 ms, an eighth of the smallest page (ADR 0043).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from django.core.cache import cache
from django.db.models import CharField, Count, Q, Value
from django.db.models.functions import Cast, Concat
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from services import access, rows
from services.models import Service, Staff
from services.reach import Scope
from services.rows import Statement, places
from tickets import states
from tickets.filters import (
    ABOUT_STAFF,
    ANONYMOUS,
    CONFIDED,
    IF_ANY,
    TO_APPROVE,
    TO_COLLECT,
    UNANSWERED,
    VIEWS,
    TicketFilter,
)
from tickets.models import TicketLabel
from tickets.models.ticket_checks import IS_HELD
from tickets.models.ticket_counter import IS_READY
from tickets.models.ticket_promises import is_due_soon, is_overdue
from tickets.models.ticket_queryset import TicketQuerySet

COUNTS_HOLD = 15
LABEL = "label:"  # begins the key of its count
_MOST_LABELS = 12
_ORDINARY = (Scope.ORDINARY, Scope.CONFIDED_ORDINARY)
REGISTERED = Q(registered_at__isnull=False)
_VERSIONS = "SELECT agency_id, version FROM tickets_queueversion WHERE agency_id IN"


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the queue with the number of tickets in it."""

    key: str
    label: str
    url: str
    current: bool
    count: int | None
    tone: str = ""


def counts_of(
    visible: TicketQuerySet, *, staff: Staff, version: str, now: dt.datetime
) -> dict[str, int]:
    """How many open tickets each tab holds: one query over the partial index, cached for a moment.

    What is no matter yet is counted by its state alone ("Baru ditanya").

    `version` as version_for gave it.
    """
    key = f"queue-counts:{version}:{tick(now, COUNTS_HOLD)}"
    if (cached := cache.get(key)) is not None:
        return dict(cached)
    aside = visible.put_aside_by(staff, now)
    counts = visible.open().aggregate(
        semua=Count("pk", filter=REGISTERED),
        saya=Count("pk", filter=Q(assignee=staff) & ~aside),
        ditunda=Count("pk", filter=aside),
        bebas=Count("pk", filter=REGISTERED & Q(assignee__isnull=True)),
        segera=Count("pk", filter=is_due_soon(now)),
        lewat=Count("pk", filter=is_overdue(now)),
        **{f"status_{state}": Count("pk", filter=Q(state=state)) for state in states.OPEN},
    )
    # A message may fail, or come late, after its ticket was resolved: counted in every state.
    counts |= _counts_in_every_state(visible, confided=_sees_confided(staff))
    cache.set(key, counts, COUNTS_HOLD)
    return counts


def _counts_in_every_state(visible: TicketQuerySet, *, confided: bool) -> dict[str, int]:
    """One query, each part over a partial index of its own; an OR would read the whole agency."""
    matters = visible.registered()
    lists = {"gangguan": matters.filter(has_trouble=True), UNANSWERED: matters.unanswered()}
    lists[TO_COLLECT] = matters.filter(IS_READY)
    lists[TO_APPROVE] = matters.filter(IS_HELD)
    if confided:
        lists[ANONYMOUS] = matters.filter(is_anonymous=True)
        lists[ABOUT_STAFF] = matters.filter(is_about_staff=True)
    first, *more = (_counted(tickets, key) for key, tickets in lists.items())
    found = dict(first.union(*more, _labels_counted(visible), all=True))
    labels = {key: count for key, count in found.items() if key.startswith(LABEL)}
    return {key: found.get(key, 0) for key in lists} | labels


def _labels_counted(visible: TicketQuerySet) -> Any:
    """The labels of open matters, each under its id and name."""
    rows = TicketLabel.objects.filter(ticket__in=visible.open().registered().order_by())
    key = Concat(Value(LABEL), Cast("label_id", CharField()), Value(":"), "label__name")
    named = rows.annotate(view=key).order_by().values("view")
    return named.annotate(number=Count("pk")).values_list("view", "number")


def _sees_confided(staff: Staff) -> bool:
    """Supervisors and the head: those above the officers."""
    return access.can(staff, access.Action.UNMARK_ABOUT_STAFF)


def views_for(staff: Staff) -> tuple[tuple[str, str], ...]:
    """The views that this person has: the head, who works no tickets, only those of what is confided."""
    may_approve = access.can(staff, access.Action.APPROVE_REPLY)
    shown = tuple(one for one in VIEWS if one[0] != TO_APPROVE or may_approve)
    if not _sees_confided(staff):
        return shown
    read = access.granted(staff, access.Action.READ_TICKET)
    if all(scope is Scope.CONFIDED_ORDINARY for _, scope in read):
        return (VIEWS[0], *CONFIDED)
    return (*shown, *CONFIDED)


def _counted(tickets: TicketQuerySet, key: str) -> Any:
    named = tickets.order_by().annotate(view=Value(key)).values("view")
    return named.annotate(number=Count("pk")).values_list("view", "number")


def tabs_of(
    query: QueryDict, *, counts: dict[str, int], views_shown: tuple[tuple[str, str], ...]
) -> dict[str, list[Tab]]:
    """These views, and the open states."""
    view, asked = query.get("tampilan", ""), query.getlist("status")
    tones = {UNANSWERED: "new", "lewat": "danger", "gangguan": "danger"}
    narrowed = any(query.get(name) for name in TicketFilter.base_filters)  # not all that are open
    views = [
        Tab(
            key=key or "semua",
            label=label,
            url=f"?tampilan={key}" if key else "?",
            current=view == key and not asked and bool(view or not narrowed),
            count=counts.get(key or "semua"),
            tone=tones.get(key, ""),
        )
        for key, label in views_shown
        if key not in IF_ANY or view == key or counts.get(key)
    ]
    by_state = [
        Tab(
            key=f"status_{state}",
            label=states.of(state).label,
            url=f"?status={state}",
            current=asked == [state],
            count=counts.get(f"status_{state}"),
        )
        for state in states.OPEN
    ]
    return {"views": views, "states": by_state, "labels": _labels(query, counts)}


def _labels(query: QueryDict, counts: dict[str, int]) -> list[Tab]:
    """The most used labels."""
    asked, found = query.get("label", ""), []
    for key, count in counts.items():
        if key.startswith(LABEL):
            pk, _, name = key.removeprefix(LABEL).partition(":")
            tab = Tab(
                key=f"{LABEL}{pk}", label=name, url=f"?label={pk}", current=asked == pk, count=count
            )
            found.append(tab)
    return sorted(found, key=lambda tab: (-(tab.count or 0), tab.label))[:_MOST_LABELS]


def bar_of(tabs: Iterable[Tab], name: str) -> SafeString:
    """The tabs as finished HTML, for the same reason as the rows."""
    links = "".join([_link(tab) for tab in tabs])
    return mark_safe(f'<nav class="tabs" aria-label="{escape(name)}">{links}</nav>')  # noqa: S308  # escaped


def _link(tab: Tab) -> str:
    current = ' aria-current="page"' if tab.current else ""
    tone = f" count--{tab.tone}" if tab.tone and tab.count else ""
    count = f'<span class="count{tone}" data-count="{tab.key}">{tab.count}</span>'
    return (
        f'<a class="tabs__item" href="{tab.url}"{current}>{escape(tab.label)}'
        f"{'' if tab.count is None else count}</a>"
    )


def version_for(staff: Staff, *, agencies: Collection[int] = ()) -> str:
    """Another word whenever what this person sees may have changed: rights, or any ticket (the
    counters of the person's offices and of `agencies`, bumped whenever one changes).
    """
    own = {one.agency_id for one in staff.memberships_now() if one.agency_id}
    agencies = tuple(sorted({*own, *agencies}))
    asked = f"{_VERSIONS} {places(agencies)} ORDER BY agency_id"
    (versions,) = rows.values([Statement(asked, agencies)], planned=True)
    return digest(staff.pk, staff.rights, versions, _hidden_services(staff))


def _hidden_services(staff: Staff) -> list[int]:
    """The services with specific data at offices where this person reads all other tickets."""
    read = access.granted(staff, access.Action.READ_TICKET)
    ordinary = (one for one, scope in read if scope in _ORDINARY)
    offices = [one.agency_id for one in ordinary if one.agency_id]
    if not offices:
        return []
    hidden = Service.objects.filter(agency_id__in=offices, is_sensitive=True).order_by("pk")
    return list(hidden.values_list("pk", flat=True))


def tick(now: dt.datetime, seconds: int) -> int:
    """Another number every so many seconds."""
    return int(now.timestamp()) // seconds


def digest(*parts: object) -> str:
    """A short name for all of this."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()
