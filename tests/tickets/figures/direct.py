"""Figures counted by hand, ticket by ticket: what the kept ones have to be equal to."""

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence

from django.utils import timezone

from services.models import Agency
from tickets import states
from tickets.figures.buckets import bucket_of
from tickets.figures.counting import OUTCOMES
from tickets.figures.reading import Asked, Figures
from tickets.models import Ticket

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

        add(one.received_at, arrived=1, **_first(one, now))
        if one.resolved_at is not None:
            took = one.resolved_at - one.received_at
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
    if not begun(one):
        return {}
    if one.resolved_at is not None:
        return {("due_kept" if one.resolved_at <= one.due_at else "due_late"): 1}
    late = one.state in states.OPEN and one.paused_since is None and one.due_at < now
    return {"due_late": 1} if late else {}


def net_buckets(agencies: Sequence[Agency], first: dt.date, last: dt.date) -> Counter:
    """The lengths without pauses of what fell due and is resolved, second by whole second."""
    found: Counter = Counter()
    for one in matters(agencies):
        day = one.due_at.astimezone(one.agency.zone).date()
        if one.resolved_at is None or not first <= day <= last:
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
