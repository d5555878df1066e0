"""Figures counted by hand, ticket by ticket: what the kept ones have to be equal to."""

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from django.utils import timezone

from services.models import Agency
from tickets import states
from tickets.figures.asked import Asked
from tickets.figures.buckets import bucket_of
from tickets.figures.counting import OUTCOMES
from tickets.figures.reading import Figures
from tickets.figures.work import Done, Work
from tickets.models import Message, Ticket, TicketEvent

CODES = {code: name for name, code in OUTCOMES.items()}


def matters(agencies: Sequence[Agency]) -> list[Ticket]:
    rows = Ticket.objects.filter(agency__in=agencies, registered_at__isnull=False)
    return list(rows.select_related("agency", "standard").prefetch_related("clock_spans"))


def begun(ticket: Ticket) -> bool:
    waits = ticket.standard is not None and ticket.standard.clock_start == "complete"
    return ticket.completed_files_at is not None or not waits


def counted(
    agencies: Sequence[Agency], first: dt.date, last: dt.date, *, now: dt.datetime
) -> dict[tuple, dict]:
    """By (office, day, service, officer)."""
    found: dict[tuple, Counter] = defaultdict(Counter)
    for one in matters(agencies):

        def add(at: dt.datetime, one: Ticket = one, **counts: int | dt.timedelta) -> None:
            day = at.astimezone(one.agency.zone).date()
            if first <= day <= last:
                key = (one.agency_id, day, one.service_id, one.assignee_id)
                for name, value in counts.items():
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
    return {
        key: {name: value for name, value in counts.items() if value}
        for key, counts in found.items()
        if any(counts.values())
    }


def kept(offices: list[Agency], first: dt.date, last: dt.date) -> dict[tuple, dict]:
    """What the product says, in the form of `counted`."""
    asked = Asked(agencies=offices, first=first, last=last)
    found = Figures(asked, now=timezone.now()).by("agency_id", "day", "service_id", "assignee_id")
    small = {
        key: {name: value for name, value in counts.items() if value}
        for key, counts in found.items()
    }
    return {key: counts for key, counts in small.items() if counts}


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


def people(agencies: Sequence[Agency], first: dt.date, last: dt.date) -> tuple[int, dict[str, int]]:
    """How many different people came, and in each month."""
    months: dict[str, set] = defaultdict(set)
    for one in matters(agencies):
        day = one.received_at.astimezone(one.agency.zone).date()
        if first <= day <= last:
            months[f"{day:%Y-%m}"].add((one.citizen_id, one.applicant_name.lower()))
    return len(set().union(*months.values())), {code: len(own) for code, own in months.items()}


class Working:
    """What each person did, act by act."""

    def __init__(self, *, is_open: Callable[[Agency, dt.datetime], bool]) -> None:
        self.is_open = is_open
        self.people: dict[int, Work] = defaultdict(Work)
        self.came, self.went = Counter[dt.date](), Counter[dt.date]()
        self.done: dict[int, set] = defaultdict(set)
        self.busy: dict[tuple[int, dt.datetime], bool] = {}

    def add(self, one: Ticket, within: Callable[[dt.datetime], dt.date | None]) -> None:
        for event in one.events.filter(actor__isnull=False):
            if within(event.at):
                self._did(one, event)
        for message in one.messages.all():
            if day := within(message.occurred_at):
                self._said(message, day)
        for look in one.access_log.filter(action="file", attachment__isnull=False):
            if within(look.at):
                self.done[look.staff_id].add(("file", look.attachment_id))

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
        elif message.author_id and message.status not in ("failed", "recalled"):
            is_out, work = message.direction == "out", self.people[message.author_id]
            self.went[day] += is_out
            work.messages += is_out
            work.notes += not is_out
            work.sent_files += is_out * message.attachments.count()

    @property
    def whole(self) -> Done:
        for pk, seen in self.done.items():
            self.people[pk].tickets = sum(what == "ticket" for what, _ in seen)
            self.people[pk].opened_files = sum(what == "file" for what, _ in seen)
        for (pk, _), was_open in self.busy.items():
            self.people[pk].quarters += 1
            self.people[pk].closed_quarters += not was_open
        return told(Done(self.people, self.came, self.went))


def work(
    agencies: Sequence[Agency],
    first: dt.date,
    last: dt.date,
    *,
    is_open: Callable[[Agency, dt.datetime], bool],
) -> Done:
    working = Working(is_open=is_open)
    for one in matters(agencies):

        def within(at: dt.datetime, one: Ticket = one) -> dt.date | None:
            day = at.astimezone(one.agency.zone).date()
            return day if first <= day <= last else None

        working.add(one, within)
    return working.whole


def told(done: Done) -> Done:
    """Without those who did nothing, and days on which nothing was said."""
    people = {pk: work for pk, work in done.people.items() if work != Work()}
    return Done(people, +done.came, +done.went)


def net_buckets(agencies: Sequence[Agency], first: dt.date, last: dt.date) -> Counter:
    """The lengths without pauses of what fell due and is resolved, second by whole second."""
    found: Counter = Counter()
    for one in matters(agencies):
        day = one.due_at.astimezone(one.agency.zone).date()
        if one.resolved_at is None or one.is_merged or not first <= day <= last:
            continue
        stood = _union(
            [
                (
                    max(span.starts_at, one.received_at),
                    min(span.ends_at or one.resolved_at, one.resolved_at),
                )
                for span in one.clock_spans.all()
            ]
        )
        found[bucket_of(one.resolved_at - one.received_at - stood)] += 1
    return found


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
