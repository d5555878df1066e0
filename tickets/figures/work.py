"""How much work people had with the tickets of some days: what they wrote, sent, opened, and when.

It is counted from their acts, kept for each day that is made, as a ticket's officer of today need not be
who did the work. Tickets count for the office that has them now, as everywhere (docs/decisions/0063, 0089).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from services.remembering import Remembered
from tickets.figures import statements
from tickets.figures.asked import Asked
from tickets.figures.id_sets import IdSet, packed
from tickets.figures.made import Made, Rows, conditions_of, kept
from tickets.figures.work_rows import COUNTS, HALF, QUARTER, acts_of

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DAY = 2 * HALF  # quarters of an hour


@dataclass
class Work:
    """What one person did; `quarters` are quarters of an hour in which they did anything."""

    tickets: int = 0
    messages: int = 0
    notes: int = 0
    sent_files: int = 0
    opened_files: int = 0
    resolved: int = 0
    quarters: int = 0
    closed_quarters: int = 0  # of these, those in which the office was closed

    @property
    def hours(self) -> Decimal:
        """At work, to a quarter."""
        return Decimal(self.quarters) / 4

    @property
    def closed_hours(self) -> Decimal:
        """Of these, those in which the office was closed."""
        return Decimal(self.closed_quarters) / 4


@dataclass
class Done:
    """By person (id), and by day how many messages came in and went out."""

    people: dict[int, Work] = field(default_factory=dict)
    came: Counter[dt.date] = field(default_factory=Counter)
    went: Counter[dt.date] = field(default_factory=Counter)


class _Person:
    """What one person did, in a form in which it can be added up over days and offices.

    `busy` and `opened` by the day of UTC: who did something for two offices in the same quarter, also of
    two zones, was at work once, and out of hours where none of them was open.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.busy: dict[int, int] = defaultdict(int)
        self.opened: dict[int, int] = defaultdict(int)
        self.tickets, self.files = IdSet(), IdSet()

    def was_busy(self, begins: int, busy: int, opened: int) -> None:
        """`begins`: the first quarter of the day, since 1970, of which the bits are."""
        day, late = divmod(begins, _DAY)
        whole = (1 << _DAY) - 1
        for into, bits in ((self.busy, busy << late), (self.opened, opened << late)):
            into[day] |= bits & whole
            if bits >> _DAY:
                into[day + 1] |= bits >> _DAY

    def add(self, other: _Person) -> None:
        self.counts.update(other.counts)
        for into, more in ((self.busy, other.busy), (self.opened, other.opened)):
            if not into:  # the first that is added
                into.update(more)
                continue
            for day, bits in more.items():
                into[day] |= bits
        self.tickets.add(other.tickets)
        self.files.add(other.files)

    @property
    def work(self) -> Work:
        opened = self.opened
        closed = [bits & ~opened.get(day, 0) for day, bits in self.busy.items()]
        return Work(
            tickets=len(self.tickets),
            messages=self.counts["messages"],
            notes=self.counts["notes"],
            sent_files=self.counts["sent_files"],
            opened_files=len(self.files),
            resolved=self.counts["resolved"],
            quarters=sum(map(int.bit_count, self.busy.values())),
            closed_quarters=sum(map(int.bit_count, closed)),
        )


class _Part:
    """What was done in some days: in those of `parts` together, which stay as they are."""

    def __init__(self, *parts: _Part) -> None:
        self.people: dict[int, _Person] = defaultdict(_Person)
        self.came: Counter[dt.date] = Counter()
        self.went: Counter[dt.date] = Counter()
        for part in parts:
            for pk, person in part.people.items():
                self.people[pk].add(person)
            self.came.update(part.came)
            self.went.update(part.went)


# Parts of a month, each of one question, that a process keeps; and what is added up of all parts of a question.
_KEPT: Remembered[Any, _Part] = Remembered(200)
_ADDED: Remembered[Any, _Part] = Remembered(20)


def work_of(asked: Asked, *, made: Made | None = None) -> Done:
    """What a slice says of an officer is asked of who did the work. `made`: of the same question, where it was
    read already.
    """
    made = made or Made(asked)
    zones = {one.pk: one.zone for one in asked.agencies}
    whole = _Part(*_made(made, asked, zones), _live(made, asked, zones))
    people = {pk: person.work for pk, person in whole.people.items()}
    return Done(people, whole.came, whole.went)


def _made(made: Made, asked: Asked, zones: Mapping[int, ZoneInfo]) -> list[_Part]:
    """Of all days that are made, and of hours; nobody may change it. What is added up of days is kept, as hours change
    all the time on a busy day.
    """
    days, hours = made.days_and_hours(statements.WORK, but="assignee_id")
    key = (asked.only.get("assignee_id"), "assignee_id" in asked.only, conditions_of(days))
    stamp = tuple(one.versions for one in days)
    whole = _ADDED.known(key, stamp=stamp)
    missing = hours if whole is not None else [*days, *hours]
    questions = [(statements.work(one.where, asked.only), one.versions) for one in missing]
    made_of = partial(_part_of, zones=zones)
    read = kept(questions, memory=_KEPT, made_of=made_of, planned=not asked.only)
    if whole is not None:
        return [whole, *read]
    whole = _Part(*read[: len(days)])
    _ADDED.keep(key, stamp=stamp, value=whole)
    return [whole, *read[len(days) :]]


def _part_of(read: Rows, zones: Mapping[int, ZoneInfo]) -> _Part:
    part, sets = _Part(), defaultdict[int, tuple[list[bytes], list[bytes]]](lambda: ([], []))
    for agency, day, pk, *values in read:
        counts = dict(zip(COUNTS, values, strict=False))
        morning, evening, open_morning, open_evening, tickets, files = values[len(COUNTS) :]
        part.came[day] += counts.pop("came")
        if pk is None:
            continue
        part.went[day] += counts["messages"]
        person = part.people[pk]
        person.counts.update(counts)
        opened = open_morning | open_evening << HALF
        person.was_busy(_begins(day, zones[agency]), morning | evening << HALF, opened)
        sets[pk][0].append(tickets)
        sets[pk][1].append(files)
    for pk, (tickets, files) in sets.items():
        part.people[pk].tickets, part.people[pk].files = IdSet(*tickets), IdSet(*files)
    return part


def _live(made: Made, asked: Asked, zones: Mapping[int, ZoneInfo]) -> _Part:
    part = _Part()
    found = acts_of(made.not_made, only=asked.only, names=("agency_id", "day", "assignee_id"))
    for (agency, day, pk), acts in found.items():
        part.came[day] += acts.counts["came"]
        if pk is None:
            continue
        part.went[day] += acts.counts["messages"]
        person = part.people[pk]
        person.counts.update(acts.counts)
        person.was_busy(_begins(day, zones[agency]), acts.busy, acts.opened)
        person.tickets.add(IdSet(packed(acts.tickets)))
        person.files.add(IdSet(packed(acts.files)))
    return part


def _begins(day: dt.date, zone: ZoneInfo) -> int:
    """The first quarter of an hour of the day, since 1970; each zone of the country is whole hours off."""
    return (dt.datetime.combine(day, dt.time.min, zone) - EPOCH) // QUARTER
