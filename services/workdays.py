"""Office time: when an office is open, and how much office time lies between two moments.

Pure: plain values and aware times in, UTC out. Local dates and hours are those of the calendar's
zone. Hours of a day are merged, so rows that touch or overlap never count twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Opening = tuple[datetime, datetime]
Hours = tuple[time, time]

# Far enough for any promise; stops short of date.max so that no zone conversion can overflow.
_LAST_DAY = date(9999, 12, 28)


class NoOfficeHours(Exception):
    """The office has no (or no further) hours, so nothing can fall due in its time."""

    def __init__(self) -> None:
        super().__init__(
            "Jam pelayanan belum diatur atau sudah tidak berlaku. Atur jam pelayanan lebih dahulu."
        )


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """One opening on a weekday (0 = Monday), within dates that may be open-ended.

    A day with a break has two of them. `closes` 00.00 means midnight at the end of that day.
    """

    weekday: int
    opens: time
    closes: time
    valid_from: date | None = None
    valid_until: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError("weekday is 0 (Monday) to 6 (Sunday)")
        _check_hours(self.opens, self.closes)

    def applies_on(self, day: date) -> bool:
        """Whether this opening holds on that local date."""
        return (
            day.weekday() == self.weekday
            and (self.valid_from is None or day >= self.valid_from)
            and (self.valid_until is None or day <= self.valid_until)
        )


@dataclass(frozen=True)
class WorkCalendar:
    """One office's time.

    `holidays` maps a closed date to its name; `exceptions` gives a date hours of its own, even on
    a holiday, and an empty tuple closes that date.
    """

    zone: ZoneInfo
    hours: tuple[WeeklyHours, ...] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    exceptions: Mapping[date, tuple[Hours, ...]] = field(default_factory=dict)
    _known: dict[date, tuple[Opening, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for hours in self.exceptions.values():
            for opens, closes in hours:
                _check_hours(opens, closes)

    def openings(self, day: date) -> tuple[Opening, ...]:
        """The openings of a local date in UTC, in order, merged; empty when closed."""
        found = self._known.get(day)
        if found is None:
            found = self._known[day] = self._merged(day)
        return found

    def _hours_on(self, day: date) -> tuple[Hours, ...]:
        if day in self.exceptions:
            return self.exceptions[day]
        if day in self.holidays:
            return ()
        return tuple((row.opens, row.closes) for row in self.hours if row.applies_on(day))

    def _merged(self, day: date) -> tuple[Opening, ...]:
        merged: list[Opening] = []
        for opens, closes in sorted(self._opening(day, hours) for hours in self._hours_on(day)):
            if merged and opens <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
            else:
                merged.append((opens, closes))
        return tuple(merged)

    def _opening(self, day: date, hours: Hours) -> Opening:
        opens, closes = hours
        last = day + timedelta(days=1) if closes == time.min else day
        return (
            datetime.combine(day, opens, tzinfo=self.zone).astimezone(UTC),
            datetime.combine(last, closes, tzinfo=self.zone).astimezone(UTC),
        )

    def last_day(self) -> date:
        """The last local date that can be open at all; bounds every walk through the days."""
        ends = [row.valid_until or _LAST_DAY for row in self.hours]
        return min(max([*ends, *self.exceptions], default=date.min), _LAST_DAY)

    def local_day(self, at: datetime) -> date:
        """The local date of a moment. Raises ValueError for a time without a zone."""
        return _aware(at).astimezone(self.zone).date()


def is_open(calendar: WorkCalendar, at: datetime) -> bool:
    """Whether the office is open at that moment; at the closing moment it is not."""
    return any(opens <= at < closes for opens, closes in calendar.openings(calendar.local_day(at)))


def next_opening(calendar: WorkCalendar, at: datetime) -> datetime:
    """The first open moment at or after `at`: `at` itself while open. Raises NoOfficeHours."""
    for opens, closes in _openings_from(calendar, at):
        if at < closes:
            return max(opens, at.astimezone(UTC))
    raise NoOfficeHours


def add_working_time(calendar: WorkCalendar, *, start: datetime, amount: timedelta) -> datetime:
    """The moment when `amount` of office time has passed since `start`.

    It always lies in office hours, the closing moment included: 16.00 on Friday is "in time", not
    07.30 on Monday. Raises NoOfficeHours when the office's time runs out, ValueError for a
    negative amount.
    """
    if amount < timedelta():
        raise ValueError("an amount of office time is never negative")
    for opens, closes in _openings_from(calendar, start):
        begins = max(opens, start.astimezone(UTC))
        if begins <= closes and amount <= closes - begins:
            return begins + amount
        amount -= max(closes - begins, timedelta())
    raise NoOfficeHours


def working_time_between(calendar: WorkCalendar, *, start: datetime, end: datetime) -> timedelta:
    """Office time between two moments; zero when `end` is not after `start`."""
    total = timedelta()
    for opens, closes in _openings_from(calendar, start):
        if opens >= _aware(end):
            break
        total += max(min(closes, end) - max(opens, start), timedelta())
    return total


def add_working_days(calendar: WorkCalendar, *, start: datetime, days: int) -> datetime:
    """The last closing of the n-th working day after the local date of `start`.

    The day of `start` itself is not counted at any hour, as is usual for terms in days:
    one working day from any hour of Friday ends when the office closes on Monday. Zero days end
    with the first working day from `start` on. Raises NoOfficeHours, ValueError when negative.
    """
    if days < 0:
        raise ValueError("a number of working days is never negative")
    first = calendar.local_day(start)
    for day in _days(calendar, first if days == 0 else first + timedelta(days=1)):
        found = calendar.openings(day)
        if found and found[-1][1] >= start:
            days -= 1
            if days <= 0:
                return found[-1][1]
    raise NoOfficeHours


def working_days_between(calendar: WorkCalendar, *, start: datetime, end: datetime) -> int:
    """How many working days a term in days has used up at `end`: those after the local date of `start`, up to that of
    `end`.
    """
    first, last = calendar.local_day(start), calendar.local_day(end)
    days = range(first.toordinal() + 1, last.toordinal() + 1)
    return sum(1 for ordinal in days if calendar.openings(date.fromordinal(ordinal)))


def _openings_from(calendar: WorkCalendar, at: datetime) -> Iterator[Opening]:
    for day in _days(calendar, calendar.local_day(at)):
        yield from calendar.openings(day)


def _days(calendar: WorkCalendar, first: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), calendar.last_day().toordinal() + 1):
        yield date.fromordinal(ordinal)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at


def _check_hours(opens: time, closes: time) -> None:
    if closes != time.min and closes <= opens:
        raise ValueError("an office closes after it opens")
