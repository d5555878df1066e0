"""What is counted live, in one way to PostgreSQL and back, as text (docs/decisions/0074).

The same as `counting.settled` and `counting.missing`, which are what the sweep and SQLite ask and where
the rules stand (`models.ticket_promises`); tests compare the two.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from services import rows
from services.rows import Statement
from tickets import states
from tickets.figures import statements
from tickets.figures.counting import OUTCOMES, SLICE, Counts, Days, Row, by_zone
from tickets.models.ticket_led import DUPLICATE

Names = tuple[str, ...]
# A join would be planned for each statement, and takes longer than reading these few.
_HAS_BEGUN = (
    "(completed_files_at IS NOT NULL OR standard_id IS NULL OR standard_id NOT IN"
    " (SELECT id FROM services_servicestandard WHERE clock_start = 'complete'))"
)
_NO_ANSWER = "first_responded_at IS NULL"
# A double came and ended; it is judged, and lasts, with the ticket that goes on.
_ITSELF = f"(ticket.leader_id IS NULL OR outcome <> '{DUPLICATE}')"
_DUE = "first_response_due_at"
_FIRST_KEPT = f"(first_responded_at <= {_DUE} OR ({_NO_ANSWER} AND resolved_at <= {_DUE}))"
_FIRST_LATE = f"(first_responded_at > {_DUE} OR ({_NO_ANSWER} AND resolved_at > {_DUE}))"
_OPEN = "state IN ('" + "', '".join(sorted(states.OPEN)) + "')"
# No open ticket has one. Said so, PostgreSQL finds the open ones in an index; else it goes through all
# that fell due in the span.
_STILL_OPEN = "resolved_at IS NULL"


def _number(condition: str = "") -> str:
    return f"COUNT(*) FILTER (WHERE {condition})" if condition else "COUNT(*)"


# By the moment that says on which day they count, as in `counting`.
SETTLED: Mapping[str, Mapping[str, str]] = {
    "received_at": {
        "arrived": _number(),
        "answered": _number(f"{_ITSELF} AND first_responded_at IS NOT NULL"),
        "first_kept": _number(f"{_ITSELF} AND {_FIRST_KEPT}"),
        "first_late": _number(f"{_ITSELF} AND {_FIRST_LATE}"),
        "first_time": f"SUM(first_responded_at - received_at) FILTER (WHERE {_ITSELF})",
    },
    "due_at": {
        "due_kept": _number(f"{_ITSELF} AND {_HAS_BEGUN} AND resolved_at <= due_at"),
        "due_late": _number(f"{_ITSELF} AND {_HAS_BEGUN} AND resolved_at > due_at"),
        "due_ended": _number(_ITSELF),
        "due_time": f"SUM(resolved_at - received_at) FILTER (WHERE {_ITSELF})",
    },
    "resolved_at": {
        "resolved": _number(),
        **{name: _number(f"outcome = '{code.value}'") for name, code in OUTCOMES.items()},
    },
}
_ENDED = {"received_at": "", "due_at": "resolved_at IS NOT NULL", "resolved_at": ""}
_MISSING = {
    "received_at": ("first_late", f"{_NO_ANSWER} AND {_STILL_OPEN} AND {_DUE} < %s"),
    "due_at": (
        "due_late",
        f"{_HAS_BEGUN} AND paused_since IS NULL AND {_STILL_OPEN} AND due_at < %s",
    ),
}
_FROM = (
    "FROM tickets_ticket ticket"
    " CROSS JOIN LATERAL (SELECT ({moment} AT TIME ZONE %s)::date AS day) own"
    " WHERE registered_at IS NOT NULL AND"
)


class _Part(NamedTuple):
    """Tickets by one moment: what is counted of those that are so."""

    moment: str
    zone: ZoneInfo
    wanted: Mapping[str, str]
    conditions: Sequence[Statement]


def counted(
    settled: Mapping[str, Sequence[Days]],
    late: Iterable[Days],
    *,
    now: dt.datetime,
    only: Mapping[str, Any],
    groups: Sequence[Names] = (SLICE,),
) -> list[dict[Row, Counts]]:
    """What is `settled`, by the moment in these days, and what is `late` and not settled in those: for each
    group of columns of a slice. Each statement adds up for all of them, for a line that is read costs more than
    one that is counted.
    """
    parts = [*_settled(settled, only), *_missing(late, now, only)]
    answers = rows.values([_select(groups, part) for part in parts], planned=not only)
    names = _union(groups)
    places = [_at(names, group) for group in groups]
    found: list[dict[Row, Counts]] = [{} for _ in groups]
    shared: dict[int, list[int]] = defaultdict(
        list
    )  # the same columns in another order are counted once
    for at, group in enumerate(groups):
        shared[_mask(names, group)].append(at)
    for part, answer in zip(parts, answers, strict=True):
        for mask, *row in answer:
            for at in shared[mask]:
                counts = found[at].setdefault(tuple([row[column] for column in places[at]]), {})
                _add(counts, zip(part.wanted, row[len(names) :], strict=True))
    return found


def _add(counts: Counts, more: Iterable[tuple[str, Any]]) -> None:
    for name, value in more:
        if value:  # what is late may be settled, or not
            counts[name] = counts[name] + value if name in counts else value


def _settled(spans: Mapping[str, Sequence[Days]], only: Mapping[str, Any]) -> Iterable[_Part]:
    for moment, days in spans.items():
        for zone, where in by_zone(days).items():
            conditions = [statements.within(where, moment), *_narrowed(only)]
            if _ENDED[moment]:
                conditions.append(Statement(_ENDED[moment], []))
            yield _Part(moment, zone, SETTLED[moment], conditions)


def _missing(spans: Iterable[Days], now: dt.datetime, only: Mapping[str, Any]) -> Iterable[_Part]:
    for zone, where in by_zone(spans).items():
        for moment, (name, is_late) in _MISSING.items():
            late = Statement(f"{_OPEN} AND {is_late}", [now])
            conditions = [statements.within(where, moment), *_narrowed(only), late]
            yield _Part(moment, zone, {name: _number()}, conditions)


def _narrowed(only: Mapping[str, Any]) -> Iterable[Statement]:
    return statements.narrowed(only, table="ticket")


def _select(groups: Sequence[Names], part: _Part) -> Statement:
    where = statements.all_of(part.conditions)
    wanted = tuple(part.wanted.values())
    sql = " ".join((_selected(tuple(groups), part.moment, wanted), where.sql, _sets(tuple(groups))))
    return Statement(sql, [str(part.zone), *where.params])


@lru_cache(maxsize=200)
def _selected(groups: tuple[Names, ...], moment: str, wanted: tuple[str, ...]) -> str:
    names = _union(groups)
    selected = [f"GROUPING({_columns(names)})" if names else "0", *map(_column, names)]
    return " ".join(("SELECT", ", ".join((*selected, *wanted)), _FROM.format(moment=moment)))


@lru_cache(maxsize=200)
def _sets(groups: tuple[Names, ...]) -> str:
    names = _union(groups)
    sets = {_mask(names, group): f"({_columns(group)})" for group in groups}
    return f"GROUP BY GROUPING SETS ({', '.join(sets.values())})"


def _union(groups: Sequence[Names]) -> Names:
    return tuple(name for name in SLICE if any(name in group for group in groups))


def _columns(names: Names) -> str:
    return ", ".join(map(_column, names))


def _column(name: str) -> str:
    return "own.day" if name == "day" else f"ticket.{name}"


def _mask(names: Names, group: Names) -> int:
    """What GROUPING() says in a line of this group: a bit for each column that it is not told apart by."""
    return int("".join("01"[name not in group] for name in names) or "0", 2)


def _at(names: Names, group: Names) -> list[int]:
    return [names.index(name) for name in group]
