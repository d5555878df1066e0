"""The supervisor's figures: what is stuck now, and how the days asked for went against the promise."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Min

from services.models import Agency, Service, Staff
from siwhapik.periods import Period
from tickets.figures.counting import Counts
from tickets.figures.reading import Figures
from tickets.models import Ticket
from tickets.models.ticket_promises import is_due_soon, is_overdue
from tickets.models.ticket_queryset import TicketQuerySet

# With more days, the chart has a bar for each month.
MOST_DAYS = 62


def waiting(
    tickets: TicketQuerySet, *, now: dt.datetime, by: str = "service_id"
) -> list[dict[str, Any]]:
    """Counts of the open tickets for each service (or office) and officer together: all that is said of them is
    added up from these. Over the partial index of open tickets.
    """
    by_both = tickets.open().order_by().values(by, "assignee_id")
    counts = by_both.annotate(
        open=Count("pk"),
        soon=Count("pk", filter=is_due_soon(now)),
        overdue=Count("pk", filter=is_overdue(now)),
        since=Min("received_at"),
    )
    return [dict(row) for row in counts]


def open_now(tickets: TicketQuerySet, waiting: list[dict[str, Any]]) -> dict[str, Any]:
    """What the tiles say of the open tickets; `waiting`: their counts, of the same tickets.

    What failed to be sent is counted in every state, as the queue lists it.
    """
    found = {name: sum(row[name] for row in waiting) for name in ("open", "soon", "overdue")}
    found["unassigned"] = sum(row["open"] for row in waiting if row["assignee_id"] is None)
    trouble = tickets.filter(has_trouble=True).count()
    return {**found, "oldest": _oldest(tickets, waiting), "trouble": trouble}


def _oldest(tickets: TicketQuerySet, waiting: list[dict[str, Any]]) -> Ticket | None:
    """By its moment: asked for the first by time, the database begins with the oldest that is done."""
    if not waiting:
        return None
    since = min(row["since"] for row in waiting)
    first = tickets.open().filter(received_at=since).select_related("service")
    return first.order_by("pk").first()


def per_day(figures: Figures, *, period: Period) -> list[dict[str, Any]]:
    """How many came in and how many were resolved: for each day, or each month of a long period."""
    days = figures.by("day")
    if len(period.days) <= MOST_DAYS:
        parts = [(f"{day:%d/%m}", f"{day:%d-%m-%Y}", day, day) for day in period.days]
    else:
        months = period.months
        parts = [(one.label[:3], one.label, one.first, one.last) for one in months]
    return [
        {
            "label": label,
            "day": name,
            "first": first,
            "last": last,
            "in": _sum_of(days, "arrived", first, last),
            "out": _sum_of(days, "resolved", first, last),
        }
        for label, name, first, last in parts
    ]


def _sum_of(days: dict[Any, Counts], name: str, first: dt.date, last: dt.date) -> int:
    return sum(counts[name] for (day,), counts in days.items() if first <= day <= last)


def promises(figures: Figures) -> dict[str, Any]:
    """First response and completion against what was promised (ADR 0027, 0063).

    First response: of the tickets received in the period whose time is over or that were answered.
    Completion: of those that fell due in it and were resolved, or are late. Averages are gross, as the
    citizen lived them; medians are in the report, for they cost as much as all the rest.
    """
    total = figures.total
    return {
        "first": _promise(
            total, kept="first_kept", late="first_late", of=("first_time", "answered")
        ),
        "completion": _promise(
            total, kept="due_kept", late="due_late", of=("due_time", "due_ended")
        ),
    }


def _promise(total: Counts, *, kept: str, late: str, of: tuple[str, str]) -> dict[str, Any]:
    time, count = total[of[0]], total[of[1]]
    return {
        "judged": total[kept] + total[late],
        "met": total[kept],
        "average": time / count if count else None,
    }


def groups(
    figures: Figures, waiting: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Open, overdue, received, resolved, fallen due and of these kept, for each service and for each
    officer who holds the tickets now.
    """
    both = ("service_id", "assignee_id")
    figures.read(both, ("day",))  # what follows is folded from them
    services, officers = (_by(waiting, figures, column=column) for column in both)
    _name_services(services)
    people = Staff.objects.filter(pk__in=[row["key"] for row in officers])
    names = dict(people.values_list("pk", "full_name"))
    for row in officers:
        row["name"] = names.get(row["key"], "")
    return _in_order(services), _in_order(officers)


def offices(
    figures: Figures, waiting: list[dict[str, Any]], *, counted: Sequence[Agency]
) -> list[dict[str, Any]]:
    """The same for each office, also one to which nothing happened."""
    found = {row["key"]: row for row in _by(waiting, figures, column="agency_id")}
    return [
        {**(found.get(one.pk) or _row(one.pk, Counter(), {})), "name": one.short_name}
        for one in counted
    ]


def _by(waiting: list[dict[str, Any]], figures: Figures, *, column: str) -> list[dict[str, Any]]:
    found: dict[Any, Counter[str]] = defaultdict(Counter)
    for row in waiting:
        found[row[column]].update(open=row["open"], overdue=row["overdue"])
    settled = {key: counts for (key,), counts in figures.by(column).items() if any(counts.values())}
    return [_row(key, found[key], settled.get(key, {})) for key in {**found, **settled}]


def _row(key: int | None, open_now: Counter[str], counts: Counts) -> dict[str, Any]:
    return {
        "key": key,
        "open": open_now["open"],
        "overdue": open_now["overdue"],
        "received": counts.get("arrived", 0),
        "resolved": counts.get("resolved", 0),
        "due": counts.get("due_kept", 0) + counts.get("due_late", 0),
        "in_time": counts.get("due_kept", 0),
    }


def _name_services(rows: list[dict[str, Any]]) -> None:
    services = Service.objects.filter(pk__in=[row["key"] for row in rows]).order_by()
    named = services.values_list("pk", "name", "agency__short_name")
    names = {pk: (name, office) for pk, name, office in named}
    for row in rows:
        row["name"], row["office"] = names.get(row["key"], ("", ""))


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (-row["open"], -row["resolved"], row["name"]))
