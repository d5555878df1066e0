"""The promise of a service: its due time, whether it is kept, and both in words.

Pure: plain values, aware times and the office's calendar in; UTC and plain Indonesian out.
"Overdue" is never stored: it is always a comparison with `now`. Of a whole ticket, with its pauses
and looks: models/ticket_promises.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from services.workdays import (
    WorkCalendar,
    add_working_days,
    add_working_time,
    next_opening,
    working_time_between,
)
from tickets.words import amount_words, in_sentence, long_words


class Basis(StrEnum):
    """The kind of time that a promise counts."""

    CALENDAR_HOURS = "calendar_hours"
    OFFICE_HOURS = "office_hours"
    WORKING_DAYS = "working_days"


class Reading(StrEnum):
    """The reading of a promise at a moment."""

    ON_TRACK = "on_track"
    SOON = "soon"
    OVERDUE = "overdue"
    PAUSED = "paused"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Target:
    """What a standard promises: hours on a clock, hours of the office, or working days."""

    basis: Basis
    amount: int

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("a promise is never negative")


@dataclass(frozen=True, slots=True)
class Pause:
    """A recorded pause of the clock; `end` None while it goes on."""

    start: datetime
    end: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A reminder step of a promise, for example "75%", "due" or "due+2d"."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a due time was computed: sentences in order, the last one with the result."""

    sentences: tuple[str, ...]
    due: datetime


# From so long before its due time a promise is "segera": an amber clock, counted in lists.
SOON = timedelta(hours=4)
# The steps that remind of a promise before its due time.
REMINDER_SHARES = (("50%", Fraction(1, 2)), ("75%", Fraction(3, 4)))
DAY = timedelta(days=1)


def due_at(
    start: datetime, *, target: Target, calendar: WorkCalendar, pauses: Sequence[Pause] = ()
) -> datetime:
    """When the promise falls due, in UTC.

    A pause moves it by its length in the promise's own time (office time for working days too, so
    that an hour of waiting moves it by an hour). A pause still running moves nothing yet, one that
    began after the promise was already broken never does. Raises NoOfficeHours.
    """
    return _walk(start, target, calendar, pauses)[0]


def counts_from(
    start: datetime, *, target: Target, calendar: WorkCalendar, pauses: Sequence[Pause] = ()
) -> datetime:
    """The start moved by the pauses that moved the due time, in UTC: what lies between here and
    the due time is the time that is used up. Raises NoOfficeHours.
    """
    _, counted = _walk(start, target, calendar, pauses)
    over = (pause.end - pause.start for pause, _ in counted if pause.end is not None)
    return start.astimezone(UTC) + sum(over, timedelta())


def reading(
    due: datetime, *, now: datetime, paused: bool = False, ended_at: datetime | None = None
) -> Reading:
    """The reading of the promise at `now`: kept at its due time, broken after it.

    One that has ended never changes, and a paused one is never overdue. Lists and counts ask the
    database by the same rules (models/ticket_promises.py).
    """
    if ended_at is not None:
        return Reading.KEPT if ended_at <= due else Reading.MISSED
    if paused:
        return Reading.PAUSED
    if now > due:
        return Reading.OVERDUE
    return Reading.SOON if due < now + SOON else Reading.ON_TRACK


def reminder_steps(
    *, start: datetime, due: datetime, now: datetime, calendar: WorkCalendar | None = None
) -> tuple[Step, ...]:
    """The steps whose time has come by `now`, oldest first; the last one is the one to send.

    Shares of the time between start and due are measured in office time when a calendar is given
    (promises in office time), else by the clock. After the due time one step follows each day.
    """
    steps = [Step(key, _share(start, due, share, calendar)) for key, share in REMINDER_SHARES]
    steps.append(Step("due", due.astimezone(UTC)))
    days_late = max((now - due) // DAY, 0)
    steps.extend(Step(f"due+{n}d", due.astimezone(UTC) + n * DAY) for n in range(1, days_late + 1))
    return tuple(step for step in steps if step.at <= now)


def explain(
    start: datetime,
    *,
    target: Target,
    calendar: WorkCalendar,
    pauses: Sequence[Pause] = (),
    starts_with: str = "Diterima",
) -> Explanation:
    """The computation of `due_at` in sentences that an officer or a citizen can check.

    `starts_with` names what started the clock, for example "Berkas lengkap". Raises NoOfficeHours.
    """
    due, counted = _walk(start, target, calendar, pauses)
    zone = calendar.zone
    sentences = [
        f"{starts_with} {long_words(start, zone)}",
        f"Standar: {target_words(target)} sejak {in_sentence(starts_with)}",
        *_opening_sentence(start, target, calendar),
        *(_holiday_sentences(start, due, calendar) if _in_office_time(target) else ()),
    ]
    for pause, length in counted:
        why = f" {pause.reason}" if pause.reason else ""
        own_time = " (jam kerja)" if _in_office_time(target) else ""
        if pause.end is None:
            sentences.append(f"Dijeda sejak {long_words(pause.start, zone)}{why}")
        else:
            sentences.append(f"Jeda {amount_words(length)}{own_time}{why}")
    sentences.append(f"Paling lambat {long_words(due, zone)}")
    return Explanation(tuple(sentences), due)


def target_words(target: Target) -> str:
    """The promise as it is printed: "1x24 jam", "4 jam kerja", "3 hari kerja"."""
    if target.basis is Basis.WORKING_DAYS:
        return f"{target.amount} hari kerja"
    if target.basis is Basis.OFFICE_HOURS:
        return f"{target.amount} jam kerja"
    days, hours = divmod(target.amount, 24)
    return f"{days}x24 jam" if days and not hours else f"{target.amount} jam"


def _walk(
    start: datetime, target: Target, calendar: WorkCalendar, pauses: Sequence[Pause]
) -> tuple[datetime, list[tuple[Pause, timedelta]]]:
    """The due time, and the pauses that count with their length in the promise's own time."""
    due = _without_pauses(start, target, calendar)
    counted = []
    for pause in _in_order(start, pauses):
        if pause.start >= due:
            break
        length = timedelta()
        if pause.end is not None and _in_office_time(target):
            length = working_time_between(calendar, start=pause.start, end=pause.end)
            due = add_working_time(calendar, start=due, amount=length)
        elif pause.end is not None:
            length = pause.end - pause.start
            due += length
        counted.append((pause, length))
    return due, counted


def _without_pauses(start: datetime, target: Target, calendar: WorkCalendar) -> datetime:
    if target.basis is Basis.WORKING_DAYS:
        return add_working_days(calendar, start=start, days=target.amount)
    hours = timedelta(hours=target.amount)
    if target.basis is Basis.OFFICE_HOURS:
        return add_working_time(calendar, start=start, amount=hours)
    return start.astimezone(UTC) + hours


def _in_order(start: datetime, pauses: Sequence[Pause]) -> list[Pause]:
    """Pauses by beginning, cut to what lies after `start`, time held twice counted once."""
    result: list[Pause] = []
    held_until = start
    for pause in sorted(pauses, key=lambda found: found.start):
        begins = max(pause.start, held_until)
        if pause.end is None:
            return [*result, Pause(begins, None, pause.reason)]
        if pause.end > begins:
            result.append(Pause(begins, pause.end, pause.reason))
            held_until = pause.end
    return result


def _in_office_time(target: Target) -> bool:
    return target.basis is not Basis.CALENDAR_HOURS


def _share(
    start: datetime, due: datetime, share: Fraction, calendar: WorkCalendar | None
) -> datetime:
    by_the_clock = start.astimezone(UTC) + _part(due - start, share)
    if calendar is None:
        return by_the_clock
    office_time = working_time_between(calendar, start=start, end=due)
    if not office_time:  # hours that were changed since, or a due time outside them
        return by_the_clock
    amount = _part(office_time, share)
    return min(add_working_time(calendar, start=start, amount=amount), due.astimezone(UTC))


def _part(length: timedelta, share: Fraction) -> timedelta:
    return length * share.numerator / share.denominator


def _opening_sentence(start: datetime, target: Target, calendar: WorkCalendar) -> tuple[str, ...]:
    if target.basis is Basis.WORKING_DAYS:
        return ("Hari penerimaan tidak dihitung; tenggat pada jam tutup hari kerja terakhir",)
    if target.basis is Basis.CALENDAR_HOURS:
        return ()
    opening = next_opening(calendar, start)
    if opening == start:
        return ()
    return (f"Di luar jam kerja, dihitung mulai {long_words(opening, calendar.zone)}",)


def _holiday_sentences(start: datetime, due: datetime, calendar: WorkCalendar) -> tuple[str, ...]:
    first, last = calendar.local_day(start), calendar.local_day(due)
    names = [
        name or "hari libur"
        for day, name in sorted(calendar.holidays.items())
        if first <= day <= last and not calendar.openings(day)
    ]
    return (f"Tidak dihitung: {', '.join(names)}",) if names else ()
