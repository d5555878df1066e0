"""How lengths and hours of arrival are spread, counted by PostgreSQL into the buckets of `buckets`.

The same as `spreads` counts row by row, which is what SQLite is asked; a test compares the two. Only lengths
with pauses are left to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from services import rows
from services.rows import Statement
from services.workdays import WorkCalendar
from tickets.figures import statements
from tickets.figures.buckets import LAST, lower
from tickets.figures.counting import Days
from tickets.models import DailySpread
from tickets.models.ticket_led import DUPLICATE

Measure = DailySpread.Measure
Spread = Counter[tuple[Any, ...]]  # as in `spreads`
_BORDERS = ", ".join(str(lower(bucket)) for bucket in range(1, LAST + 1))
_BUCKET = f"WIDTH_BUCKET(EXTRACT(EPOCH FROM {{length}})::float8, '{{{{{_BORDERS}}}}}'::float8[])"
_ITSELF = f"(ticket.leader_id IS NULL OR ticket.outcome <> '{DUPLICATE}')"
_FROM = "FROM tickets_ticket ticket"
_WITHIN = "(ticket.agency_id = %s AND received_at >= %s AND received_at < %s)"
_HOUR = "EXTRACT(HOUR FROM (received_at AT TIME ZONE %s))::int"
_PAUSED = "EXISTS (SELECT 1 FROM tickets_clockspan span WHERE span.ticket_id = ticket.id)"
# Openings that one statement is given; with more the rows are looked at one by one.
MOST_OPENINGS = 60


class Counted(NamedTuple):
    """Which tickets are counted, of days of offices that share a zone, and by which columns of a slice."""

    zone: ZoneInfo
    where: Sequence[Days]
    only: Mapping[str, Any]
    names: Sequence[str]


class _Wanted(NamedTuple):
    """What is read beside a slice: columns with their values, of tickets by this moment that are so."""

    columns: Sequence[str]
    params: Sequence[Any]
    moment: str
    are: str


_ANSWERS = _Wanted(
    [_BUCKET.format(length="first_responded_at - received_at")],
    [],
    "received_at",
    f"{_ITSELF} AND first_responded_at IS NOT NULL",
)
_ENDINGS = _Wanted(
    [_PAUSED, _BUCKET.format(length="resolved_at - received_at")],
    [],
    "due_at",
    f"{_ITSELF} AND resolved_at IS NOT NULL",
)


def lengths(of: Counted, *, measures: Collection[Measure]) -> tuple[Spread, bool]:
    """Of those that came in these days: how long the first response took; of those that fell due and have ended:
    how long they took. Without their pauses only those that had none; whether others had.
    """
    answers = [_ANSWERS] if Measure.FIRST in measures else []
    endings = [_ENDINGS] if {Measure.DUE, Measure.NET} & {*measures} else []
    read = rows.values([_asked(one, of) for one in (*answers, *endings)], planned=not of.only)
    found, had_pauses = Spread(), False
    for lines in read[: len(answers)]:
        for *row, bucket, count in lines:
            found[*row, Measure.FIRST, bucket] += count
    for lines in read[len(answers) :]:
        for *row, is_paused, bucket, count in lines:
            had_pauses |= is_paused
            told = [Measure.DUE] if is_paused else [Measure.DUE, Measure.NET]
            for measure in told:
                if measure in measures:
                    found[*row, measure, bucket] += count
    return found, had_pauses


def hours(of: Counted, *, calendars: Mapping[int, WorkCalendar]) -> Spread | None:
    """At which hour they came, in and outside office hours; None where that takes too many openings."""
    # Hours of one day may stand in several spans; its openings are given once.
    days = {(agency, day) for span in of.where for agency in span.agencies for day in span.each}
    openings = [
        (agency, *opening)
        for agency, day in sorted(days)
        for opening in calendars[agency].openings(day)
    ]
    if len(openings) > MOST_OPENINGS:
        return None
    is_open = " OR ".join([_WITHIN] * len(openings)) or "FALSE"
    wanted = _Wanted(
        [f"({is_open})", _HOUR],
        [*(value for one in openings for value in one), str(of.zone)],
        "received_at",
        "TRUE",
    )
    found = Spread()
    for *row, in_hours, hour, count in rows.values([_asked(wanted, of)], planned=not of.only)[0]:
        found[*row, Measure.HOUR if in_hours else Measure.CLOSED_HOUR, hour] += count
    return found


def _asked(wanted: _Wanted, of: Counted) -> Statement:
    own = {"day": f"({wanted.moment} AT TIME ZONE %s)::date"}
    columns = [own.get(name, f"ticket.{name}") for name in of.names]
    columns += wanted.columns
    days = statements.within(of.where, wanted.moment)
    told = statements.all_of((days, *statements.narrowed(of.only, table="ticket")))
    are = f"registered_at IS NOT NULL AND {wanted.are} AND {told.sql}"
    by = ", ".join(str(at + 1) for at in range(len(columns)))
    selected = ", ".join((*columns, "COUNT(*)"))
    sql = " ".join(("SELECT", selected, _FROM, "WHERE", are, "GROUP BY", by))
    zones = [str(of.zone)] * ("day" in of.names)
    return Statement(sql, [*zones, *wanted.params, *told.params])
