"""The statements that read what is kept of days, as text: Django makes each anew, which takes several
times as long as the database needs (docs/decisions/0074).

The names of columns come from `counting` alone; values are given beside the text.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from services.rows import Statement, places
from tickets.figures.counting import COUNTS, TIMES, Days

_SUMS = ", ".join(f"SUM({name})" for name in (*COUNTS, *TIMES))
FIGURE, SPREAD = "tickets_dailyfigure", "tickets_dailyspread"
WORK, PEOPLE = "tickets_dailywork", "tickets_dailypeople"
TICKET = "ticket"  # what live statements call their tickets
_DONE = ("came", "messages", "notes", "sent_files", "resolved")
_QUARTERS = ("morning", "evening", "open_morning", "open_evening")
_SETS = ("tickets", "files")
_PROGRESS = (
    "SELECT agency_id, timezone, built_through, versions, recut_through, hours_day, hours_made"
    " FROM tickets_figureprogress WHERE agency_id IN"
)
# Of many marks the hours alone: where the sweep was away there are thousands.
_MARKED = {"postgresql": "date_trunc('hour', at)"}
_CHANGES = "SELECT DISTINCT agency_id, {} FROM tickets_figurechange WHERE agency_id IN"


class MadeHours(NamedTuple):
    """Hours of a running day that are made: those before this one, but for some that changed after they were made."""

    before: int
    changed: tuple[int, ...]


def progress_of(agencies: Collection[int]) -> Statement:
    """How far the figures of these offices are made (`progress.Row`)."""
    return Statement(f"{_PROGRESS} {places(agencies)}", list(agencies))


def changes_of(agencies: Collection[int]) -> Statement:
    """Hours of these offices in which something changed, some of them several times. They are cut in UTC, from which each
    office's zone is whole hours off.
    """
    changes = _CHANGES.format(_MARKED.get(connection.vendor, "at"))
    return Statement(f"{changes} {places(agencies)}", list(agencies))


def sums(names: Sequence[str], where: Statement) -> Statement:
    """All counts and times of the days, added up for each combination of these columns."""
    selected = ", ".join((*names, _SUMS))
    return _grouped(FIGURE, selected, names, where)


def buckets(names: Sequence[str], where: Statement, *, measures: Collection[str]) -> Statement:
    """How many tickets are in each bucket of these measures: measure, bucket, the columns, the number."""
    columns = ("measure", "bucket", *names)
    selected = ", ".join((*columns, "SUM(tickets)"))
    measured = Statement(f"measure IN {places(measures)}", [str(one) for one in measures])
    return _grouped(SPREAD, selected, columns, all_of((measured, where)))


def work(where: Statement, only: Mapping[str, Any]) -> Statement:
    """What was done, by office, day and person; of a person also what citizens sent. Other databases than
    PostgreSQL are asked for the rows, whose bits and sets they cannot unite.
    """
    if "assignee_id" in only:
        person = Statement("(assignee_id = %s OR assignee_id IS NULL)", [only["assignee_id"]])
        where = all_of((where, person))
    by = ("agency_id", "day", "assignee_id")
    wanted: tuple[str, ...] = (*_DONE, *_QUARTERS, *_SETS)
    if connection.vendor != "postgresql":
        return _grouped(WORK, ", ".join((*by, *wanted)), (), where)
    wanted = (
        *(f"SUM({name})" for name in _DONE),
        *(f"BIT_OR({name})" for name in _QUARTERS),
        *(f"STRING_AGG({name}, ''::bytea)" for name in _SETS),
    )
    return _grouped(WORK, ", ".join((*by, *wanted)), by, where)


def people(where: Statement) -> Statement:
    """Sets of citizens, and for whom else somebody came. Names are read where there are any."""
    if connection.vendor != "postgresql":
        return _grouped(PEOPLE, "citizens, others", (), where)
    return _grouped(PEOPLE, "STRING_AGG(citizens, ''::bytea), others", ("others",), where)


def all_of(conditions: Iterable[Statement]) -> Statement:
    """Conditions none of which has an "or" at its top."""
    given = list(conditions)
    params = [value for one in given for value in one.params]
    return Statement(" AND ".join(one.sql for one in given), params)


@lru_cache(maxsize=1000)
def days_of(
    through: tuple[tuple[dt.date, tuple[int, ...]], ...], *, first: dt.date, last: dt.date
) -> Statement | None:
    """The days of the span that are made: by the last day that is, the offices. None where none is. Nobody may
    change what is given: pages ask for the same spans all day.
    """
    parts = [
        (
            f"(agency_id IN {places(offices)} AND day >= %s AND day <= %s AND hour IS NULL)",
            (*offices, first, until),
        )
        for made, offices in through
        if first <= (until := min(made, last))
    ]
    if not parts:
        return None
    sql = " OR ".join(text for text, _ in parts)
    return Statement(f"({sql})", [value for _, values in parts for value in values])


def hours_of(shared: Mapping[MadeHours, Sequence[int]], *, day: dt.date) -> Statement:
    """The hours of the running day that are made, by the offices of which that is so."""
    parts, params = [], list[Any]()
    for made, offices in shared.items():
        sql = f"agency_id IN {places(offices)} AND day = %s AND hour < %s"
        params += [*offices, day, made.before]
        if made.changed:
            sql = f"{sql} AND hour NOT IN {places(made.changed)}"
            params += made.changed
        parts.append(f"({sql})")
    return Statement(f"({' OR '.join(parts)})", params)


def but_for(changed: Mapping[int, Collection[dt.date]]) -> Iterator[Statement]:
    """Leaves out days of offices."""
    for agency, days in changed.items():
        sql = f"NOT (agency_id = %s AND day IN {places(days)})"
        yield Statement(sql, [agency, *sorted(days)])


def within(where: Iterable[Days], moment: str) -> Statement:
    """Tickets of these offices, with that moment in these days; PostgreSQL."""
    parts, params = [], list[Any]()
    for span in where:
        begins, ends = span.borders
        parts.append(f"(ticket.agency_id = ANY(%s) AND {moment} >= %s AND {moment} < %s)")
        params += [list(span.agencies), begins, ends]
    return Statement(f"({' OR '.join(parts)})", params)


def narrowed(only: Mapping[str, Any], *, table: str) -> Iterator[Statement]:
    """One condition for each column of a slice that must be so, or one of several ("service_id__in").

    Of tickets, whose days are found by an index: added to, an id is looked for in none beside it. PostgreSQL would read
    each ticket that a service ever had, to look at those of a day.
    """
    for name, value in only.items():
        column = f"{table}.{name.removesuffix('__in')}"
        if table == TICKET and column.endswith("_id"):
            column = f"({column} + 0)"
        if name.endswith("__in"):
            places = ", ".join(["%s"] * len(value))
            yield Statement(f"{column} IN ({places})" if value else "1 = 0", [*value])
            continue
        yield (
            Statement(f"{column} IS NULL", [])
            if value is None
            else Statement(f"{column} = %s", [value])
        )


def json_of(value: Any) -> Any:
    """JSON as a statement that stands as text is given it."""
    return json.loads(value) if isinstance(value, str) else value


def length(value: Any) -> dt.timedelta | None:
    """A sum of times as Django reads it; SQLite has microseconds."""
    if value is None or isinstance(value, dt.timedelta):
        return value
    return dt.timedelta(microseconds=value)


def moment(value: dt.datetime) -> dt.datetime:
    """A moment as Django reads it; SQLite has no zone."""
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)


def _grouped(table: str, selected: str, columns: Sequence[str], where: Statement) -> Statement:
    by = ("GROUP BY", ", ".join(columns)) if columns else ()
    sql = " ".join(("SELECT", selected, "FROM", table, "WHERE", where.sql, *by))
    return Statement(sql, [_plain(value) for value in where.params])


def _plain(value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value
