"""The supervisor's figures: what is stuck now, and how the days asked for went against the promise."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from services import rows
from services.models import Agency, Staff
from services.rows import Statement, places
from siwhapik.colleagues import told_apart
from siwhapik.dashboard.open_tickets import OpenTickets
from siwhapik.periods import Period
from tickets.figures.counting import Counts
from tickets.figures.reading import Figures

# With more days, the chart has a bar for each month.
MOST_DAYS = 62
_SERVICES = (
    "SELECT service.id, service.name, agency.short_name FROM services_service service"
    " JOIN services_agency agency ON agency.id = service.agency_id WHERE service.id"
)
_OFFICERS = "SELECT id, full_name FROM services_staff WHERE id"


def open_now(found: OpenTickets) -> dict[str, Any]:
    """What the tiles say of the open tickets."""
    waiting = found.waiting
    counts = {name: sum(row[name] for row in waiting) for name in ("open", "soon", "overdue")}
    unassigned = sum(row["open"] for row in waiting if row["assignee_id"] is None)
    return {
        **counts,
        "unassigned": unassigned,
        "oldest": found.oldest,
        "trouble": found.trouble,
    }


def per_day(figures: Figures, *, period: Period) -> list[dict[str, Any]]:
    """How many came in and how many were resolved: for each day, or each month of a long period."""
    days = figures.by("day")
    if len(period.days) <= MOST_DAYS:
        parts = [(f"{day:%d/%m}", f"{day:%d-%m-%Y}", day, day) for day in period.days]
    else:
        months = period.months
        parts = [(one.label[:3], one.label, one.first, one.last) for one in months]
    starts = [first for _, _, first, _ in parts]
    came, done = [0] * len(parts), [0] * len(parts)
    for (day,), counts in days.items():
        at = bisect_right(starts, day) - 1
        if at >= 0 and day <= parts[at][3]:
            came[at] += counts["arrived"]
            done[at] += counts["resolved"]
    return [
        {"label": label, "day": name, "first": first, "last": last, "in": came[at], "out": done[at]}
        for at, (label, name, first, last) in enumerate(parts)
    ]


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
    figures: Figures, waiting: Sequence[dict[str, Any]], *, reader: Staff, offices: Sequence[Agency]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Open, overdue, received, resolved, fallen due and of these kept, for each service and for each
    officer who holds the tickets now, as far as the reader may know whose figures they are.
    """
    both = ("service_id", "assignee_id")
    figures.read((), ("day",), *((column,) for column in both))
    services, officers = (_by(waiting, figures, column=column) for column in both)
    named, people = rows.values(
        [
            _named(_SERVICES, [row["key"] for row in services]),
            _named(_OFFICERS, [row["key"] for row in officers]),
        ],
        planned=True,
    )
    served = {pk: (name, office) for pk, name, office in named}
    for row in services:
        row["name"], row["office"] = served.get(row["key"], ("", ""))
    names = dict(people)
    for row in officers:
        row["name"] = names.get(row["key"], "")
    keyed = [(row["key"], row["name"], row) for row in _in_order(officers)]
    told = told_apart(keyed, reader=reader, offices=[one.pk for one in offices], add=_together)
    return _in_order(services), [{**row, "key": key, "name": name} for key, name, row in told]


def _together(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The numbers of several officers as one."""
    numbers = ("open", "overdue", "received", "resolved", "due", "in_time")
    return {name: sum(row[name] for row in rows) for name in numbers}


def _named(select: str, keys: Sequence[int | None]) -> Statement:
    known = [key for key in keys if key is not None]
    return Statement(f"{select} IN {places(known)}", known)


def offices(
    figures: Figures, waiting: Sequence[dict[str, Any]], *, counted: Sequence[Agency]
) -> list[dict[str, Any]]:
    """The same for each office, also one to which nothing happened."""
    found = {row["key"]: row for row in _by(waiting, figures, column="agency_id")}
    return [
        {**(found.get(one.pk) or _row(one.pk, Counter(), {})), "name": one.short_name}
        for one in counted
    ]


def _by(
    waiting: Sequence[dict[str, Any]], figures: Figures, *, column: str
) -> list[dict[str, Any]]:
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


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (-row["open"], -row["resolved"], row["name"]))
