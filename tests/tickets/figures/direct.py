"""Figures counted by hand, ticket by ticket: what the kept ones have to be equal to."""

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from django.utils import timezone

from services.models import Agency
from tickets import states
from tickets.figures.asked import Asked
from tickets.figures.buckets import bucket_of
from tickets.figures.counting import OUTCOMES, SLICE
from tickets.figures.reading import Figures
from tickets.figures.work import Done, Work
from tickets.models import DailySpread, Message, Ticket, TicketEvent

CODES = {code: name for name, code in OUTCOMES.items()}
Measure = DailySpread.Measure
IsOpen = Callable[[Agency, dt.datetime], bool]


def matters(asked: Asked, *also: str, but: str = "") -> list[Ticket]:
    """Of these offices, and of this slice; `but`: a column of it that is not asked of the ticket; `also`: what
    is read with them.
    """
    rows = Ticket.objects.filter(agency__in=asked.agencies, registered_at__isnull=False)
    only = {name: value for name, value in asked.only.items() if name != but}
    found = rows.select_related("agency", "standard").prefetch_related("clock_spans", *also)
    return [one for one in found if all(getattr(one, name) == only[name] for name in only)]


def slice_of(one: Ticket, at: dt.datetime, asked: Asked) -> tuple | None:
    """The slice in which it counts by this moment; None outside the days that are asked for."""
    day = at.astimezone(one.agency.zone).date()
    own = (day if name == "day" else getattr(one, name) for name in SLICE)
    return tuple(own) if asked.first <= day <= asked.last else None


def begun(ticket: Ticket) -> bool:
    waits = ticket.standard is not None and ticket.standard.clock_start == "complete"
    return ticket.completed_files_at is not None or not waits


def counted(asked: Asked, *, now: dt.datetime) -> dict[tuple, dict]:
    """By all columns of a slice."""
    found: dict[tuple, Counter] = defaultdict(Counter)
    for one in matters(asked):

        def add(at: dt.datetime, one: Ticket = one, **counts: int | dt.timedelta) -> None:
            key = slice_of(one, at, asked)
            for name, value in counts.items() if key else ():
                found[key][name] = found[key].get(name, type(value)()) + value

        own = {} if one.is_merged else _first(one, now)
        add(one.received_at, arrived=1, **own)
        if one.resolved_at is not None:
            took = one.resolved_at - one.received_at
            if not one.is_merged:
                add(one.due_at, due_ended=1, due_time=took)
            add(one.resolved_at, resolved=1)
            if one.outcome:
                add(one.resolved_at, **{CODES[one.outcome]: 1})
        add(one.due_at, **_completion(one, now))
    return _some(found)


def _some(found: dict[tuple, dict]) -> dict[tuple, dict]:
    small = {
        key: {name: value for name, value in counts.items() if value}
        for key, counts in found.items()
    }
    return {key: counts for key, counts in small.items() if counts}


def kept(asked: Asked) -> dict[tuple, dict]:
    """What the product says, in the form of `counted`."""
    return _some(Figures(asked, now=timezone.now()).by(*SLICE))


def _first(one: Ticket, now: dt.datetime) -> dict:
    due, answer = one.first_response_due_at, one.first_responded_at
    ended = answer or one.resolved_at
    found: dict = {"answered": 1, "first_time": answer - one.received_at} if answer else {}
    if ended is not None:
        return {**found, ("first_kept" if ended <= due else "first_late"): 1}
    return {"first_late": 1} if due < now else {}


def _completion(one: Ticket, now: dt.datetime) -> dict:
    if one.is_merged or not begun(one):
        return {}
    if one.resolved_at is not None:
        return {("due_kept" if one.resolved_at <= one.due_at else "due_late"): 1}
    late = one.state in states.OPEN and one.paused_since is None and one.due_at < now
    return {"due_late": 1} if late else {}


def people(asked: Asked) -> tuple[int, dict[str, int]]:
    """How many different people came, and in each month."""
    months: dict[str, set] = defaultdict(set)
    for one in matters(asked):
        day = one.received_at.astimezone(one.agency.zone).date()
        if asked.first <= day <= asked.last:
            months[f"{day:%Y-%m}"].add((one.citizen_id, one.applicant_name.lower()))
    return len(set().union(*months.values())), {code: len(own) for code, own in months.items()}


class Working:
    """What each person did, act by act; `person`: of this one alone."""

    def __init__(self, *, is_open: IsOpen, person: int | None = None) -> None:
        self.is_open, self.person = is_open, person
        self.people: dict[int, Work] = defaultdict(Work)
        self.came, self.went = Counter[dt.date](), Counter[dt.date]()
        self.done: dict[int, set] = defaultdict(set)
        self.busy: dict[tuple[int, dt.datetime], bool] = {}

    def add(self, one: Ticket, within: Callable[[dt.datetime], dt.date | None]) -> None:
        for event in one.events.all():
            if within(event.at) and self._is_asked(event.actor_id):
                self._did(one, event)
        for message in one.messages.all():
            if day := within(message.occurred_at):
                self._said(message, day)
        for look in one.access_log.all():
            is_file = look.action == "file" and look.attachment_id is not None
            if is_file and within(look.at) and self._is_asked(look.staff_id):
                self.done[look.staff_id].add(("file", look.attachment_id))

    def _is_asked(self, person: int | None) -> bool:
        return person is not None and self.person in (None, person)

    def _did(self, one: Ticket, event: TicketEvent) -> None:
        self.done[event.actor_id].add(("ticket", one.pk))
        self.people[event.actor_id].resolved += event.verb == "resolved"
        minute = event.at.minute // 15 * 15
        quarter = event.at.replace(minute=minute, second=0, microsecond=0)
        key = (event.actor_id, quarter)
        self.busy[key] = self.busy.get(key, False) or self.is_open(one.agency, quarter)

    def _said(self, message: Message, day: dt.date) -> None:
        if message.direction == "in":
            self.came[day] += 1
        elif self._is_asked(message.author_id) and message.status not in ("failed", "recalled"):
            is_out, work = message.direction == "out", self.people[message.author_id]
            self.went[day] += is_out
            work.messages += is_out
            work.notes += not is_out
            work.sent_files += is_out * len(message.attachments.all())

    @property
    def whole(self) -> Done:
        for pk, seen in self.done.items():
            self.people[pk].tickets = sum(what == "ticket" for what, _ in seen)
            self.people[pk].opened_files = sum(what == "file" for what, _ in seen)
        for (pk, _), was_open in self.busy.items():
            self.people[pk].quarters += 1
            self.people[pk].closed_quarters += not was_open
        return told(Done(self.people, self.came, self.went))


_ACTS = ("events", "messages__attachments", "access_log")


def work(asked: Asked, *, is_open: IsOpen) -> Done:
    working = Working(is_open=is_open, person=asked.only.get("assignee_id"))
    for one in matters(asked, *_ACTS, but="assignee_id"):

        def within(at: dt.datetime, one: Ticket = one) -> dt.date | None:
            day = at.astimezone(one.agency.zone).date()
            return day if asked.first <= day <= asked.last else None

        working.add(one, within)
    return working.whole


def told(done: Done) -> Done:
    """Without those who did nothing, and days on which nothing was said."""
    people = {pk: work for pk, work in done.people.items() if work != Work()}
    return Done(people, +done.came, +done.went)


def spread(asked: Asked, *, is_open: IsOpen) -> Counter[tuple]:
    """By slice, measure and bucket."""
    found: Counter[tuple] = Counter()
    for one in matters(asked):
        for measure, at, bucket in _measured(one, is_open):
            if key := slice_of(one, at, asked):
                found[*key, measure, bucket] += 1
    return found


def _measured(one: Ticket, is_open: IsOpen) -> Iterator[tuple[Measure, dt.datetime, int]]:
    came, ended = one.received_at, one.resolved_at
    hours = Measure.HOUR if is_open(one.agency, came) else Measure.CLOSED_HOUR
    yield hours, came, came.astimezone(one.agency.zone).hour
    if one.first_responded_at is not None and not one.is_merged:
        yield Measure.FIRST, came, bucket_of(one.first_responded_at - came)
    if ended is not None and not one.is_merged:
        yield Measure.DUE, one.due_at, bucket_of(ended - came)
        yield Measure.NET, one.due_at, bucket_of(ended - came - _stood(one, came, ended))


def kept_spread(asked: Asked) -> Counter[tuple]:
    """What the product says, in the form of `spread`."""
    found: Counter[tuple] = Counter()
    figures = Figures(asked, now=timezone.now())
    for measure, spreads in figures.spreads(tuple(Measure), *SLICE).items():
        for key, buckets in spreads.items():
            for bucket, count in buckets.items():
                found[*key, measure, bucket] += count
    return +found


def _stood(one: Ticket, came: dt.datetime, ended: dt.datetime) -> dt.timedelta:
    """How long its clock stood still, second by whole second."""
    spans = one.clock_spans.all()
    return _union(
        [(max(span.starts_at, came), min(span.ends_at or ended, ended)) for span in spans]
    )


def _union(spans: list[tuple[dt.datetime, dt.datetime]]) -> dt.timedelta:
    borders = sorted({at for span in spans for at in span})
    return sum(
        (
            after - before
            for before, after in itertools.pairwise(borders)
            if any(begins <= before and after <= ends for begins, ends in spans)
        ),
        dt.timedelta(),
    )
