"""What people did with the tickets of some days, counted from its rows: by day, person, and what the tickets
have in common.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from services import rows
from services.calendars import calendars_in
from services.models.offer_mark import CURRENT
from services.workdays import WorkCalendar, is_open
from tickets.figures import work_postgresql, work_querysets
from tickets.figures.counting import SLICE, Days, Row, by_zone

QUARTER = dt.timedelta(minutes=15)
HALF = 48  # quarters of an hour of half a day
COUNTS = ("came", "messages", "notes", "sent_files", "resolved")


@dataclass
class Acts:
    """Numbers by COUNTS; `busy`: quarters of an hour of the day, as bits; `opened`: of these, in hours."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    busy: int = 0
    opened: int = 0
    tickets: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)


def acts_of(
    spans: Iterable[Days],
    *,
    only: Mapping[str, Any] | None = None,
    names: Sequence[str] = SLICE,
) -> dict[Row, Acts]:
    """Four questions for each zone; of matters only, and for the office that has them now. By these columns of a
    slice, of which office and day are the first.
    """
    found: dict[Row, Acts] = defaultdict(Acts)
    calendars: dict[int, WorkCalendar] = {}
    for zone, where in by_zone(spans).items():
        if connection.vendor == "postgresql":
            asked = work_postgresql.statements_of(zone, where, only or {}, names=names)
            mark, events, messages, sent, looks = rows.values([CURRENT, *asked], planned=not only)
        else:
            (mark,) = rows.values([CURRENT])
            events, messages, sent, looks = _narrower(
                work_querysets.rows_of(zone, where, only or {}), names
            )
        for *row, resolved, morning, evening, tickets in events:
            acts = found[tuple(row)]
            acts.counts["resolved"] += resolved
            acts.busy |= morning | evening << HALF
            acts.tickets += tickets
        for *row, came, written, notes in messages:
            counts = found[tuple(row)].counts
            counts["came"] += came
            counts["messages"] += written
            counts["notes"] += notes
        for *row, number in sent:
            found[tuple(row)].counts["sent_files"] += number
        for *row, files in looks:
            found[tuple(row)].files += files
        zones = {agency: str(zone) for span in where for agency in span.agencies}
        calendars |= calendars_in(zones, told=mark)
    _note_hours(found, calendars)
    return found


def _narrower(found: Iterable[Iterable[Any]], names: Sequence[str]) -> Iterator[list[list[Any]]]:
    """Each line with these columns of a slice alone; several lines may have the same then."""
    at = [SLICE.index(name) for name in names]
    for lines in found:
        yield [[*(line[one] for one in at), *line[len(SLICE) :]] for line in lines]


def _note_hours(found: Mapping[Row, Acts], calendars: Mapping[int, WorkCalendar]) -> None:
    """By the hours that the offices have now."""
    masks: dict[tuple[int, dt.date], int] = {}
    for row, acts in found.items():
        office, day = row[:2]
        if acts.busy and (office, day) not in masks:
            masks[office, day] = _open_quarters(calendars[office], day)
        acts.opened = acts.busy & masks.get((office, day), 0)


def _open_quarters(calendar: WorkCalendar, day: dt.date) -> int:
    """The quarters of an hour at whose beginning the office is open, as bits."""
    begins = dt.datetime.combine(day, dt.time.min, calendar.zone).astimezone(dt.UTC)
    quarters = (at for at in range(2 * HALF) if is_open(calendar, begins + at * QUARTER))
    return sum(1 << at for at in quarters)
