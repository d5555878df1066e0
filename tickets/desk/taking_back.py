"""Takes open tickets of officers who left, or are away for too long, back to the queue.

One sweep reads the present rows, so every reason is covered: an account or a role that was
switched off, an absence in the roster (ADR 0025).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import structlog
from django.db.models import Max, Q

from services import access
from services.access import Action
from services.models import Absence, Agency
from tickets.desk.assigning import back_to_queue, tell_former_holder
from tickets.desk.base import Verb, record, working_on
from tickets.event_reasons import Why
from tickets.models import Ticket, TicketEvent

log = structlog.get_logger(__name__)

# All tickets of an officer who is away for more days than these go back.
LONGEST_WAIT = 3
_DAY = dt.timedelta(days=1)
Absences = dict[int, list[Absence]]


@dataclass(frozen=True, slots=True)
class Away:
    """One officer's days away without a gap; `since` is when it was known, `until` the last day."""

    since: dt.datetime
    until: dt.date
    back_at: dt.datetime
    days: int


def take_back_everywhere(now: dt.datetime) -> int:
    """Take back what cannot wait for its officer; returns how many tickets. Harmless to repeat."""
    held = Ticket.objects.open().exclude(assignee=None).order_by()
    pairs = set(held.values_list("assignee_id", "agency_id").distinct())
    people = {staff for staff, _ in pairs if staff is not None}
    at_work = access.offices_where_each_may(Action.TAKE, people)
    gone = [(staff, agency) for staff, agency in pairs if (staff, agency) not in at_work]
    count = sum(_of_one_who_left(staff, agency, now) for staff, agency in gone)
    absences = _absences(people, now)
    agencies = Agency.objects.in_bulk({agency for staff, agency in pairs if staff in absences})
    for staff, agency in pairs & at_work:
        if staff in absences:
            count += _of_whoever_is_away(staff, agencies[agency], absences[staff], now)
    return count


def _of_whoever_is_away(
    staff: int, agency: Agency, absences: Sequence[Absence], now: dt.datetime
) -> int:
    try:
        away = away_now(absences, agency=agency, now=now)
        return _of_one_away(staff, agency.pk, away, now) if away else 0
    except Exception:  # one person's odd dates must not stop the others' tickets
        log.exception("desk.take_back_failed", staff=staff)
        return 0


def away_now(absences: Sequence[Absence], *, agency: Agency, now: dt.datetime) -> Away | None:
    """The run of days without a gap that today is one of, by the office's calendar."""
    today = now.astimezone(agency.zone).date()
    covering = [one for one in absences if one.starts_on <= today <= one.ends_on]
    if not covering:
        return None
    first = last = today
    for one in sorted(absences, key=lambda row: row.starts_on):
        if one.starts_on <= last + _DAY and one.ends_on >= first - _DAY:
            first, last = min(first, one.starts_on), max(last, one.ends_on)
    begins = _midnight(first, agency)
    return Away(
        since=max([begins, *(one.recorded_at for one in covering if one.recorded_at)]),
        until=last,
        back_at=_midnight(last + _DAY, agency),
        days=(last - first).days + 1,
    )


def _midnight(day: dt.date, agency: Agency) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, agency.zone)


def _absences(people: set[int], now: dt.datetime) -> Absences:
    """Absences that may cover today in any zone, by person, with those next to them, for runs."""
    today = now.astimezone(dt.UTC).date()
    near = Absence.objects.filter(
        staff__in=people,
        starts_on__lte=today + 60 * _DAY,
        ends_on__gte=today - 60 * _DAY,
    )
    found: Absences = defaultdict(list)
    for one in near:
        found[one.staff_id].append(one)
    return dict(found)


def _of_one_who_left(staff: int | None, agency: int, now: dt.datetime) -> int:
    tickets = Ticket.objects.open().filter(assignee=staff, agency=agency)
    return sum(_take_back(ticket, now, why=Why.LEFT) for ticket in tickets)


def _of_one_away(staff: int | None, agency: int, away: Away, now: dt.datetime) -> int:
    until = away.until.isoformat()
    return sum(
        _take_back(ticket, now, why=Why.ABSENT, until=until)
        for ticket in _that_cannot_wait(staff, agency, away)
    )


def _that_cannot_wait(staff: int | None, agency: int, away: Away) -> Iterable[Ticket]:
    """The officer's tickets due before the return; all of them where the absence is long.

    Tickets that the officer got after the absence was known stay: that was on purpose.
    """
    tickets = Ticket.objects.open().filter(assignee=staff, agency=agency)
    if away.days <= LONGEST_WAIT:
        tickets = tickets.overdue(away.back_at)
    given = Q(events__verb__in=TicketEvent.GIVING)
    known = tickets.annotate(held_since=Max("events__at", filter=given))
    return known.filter(Q(held_since=None) | Q(held_since__lte=away.since))


def _take_back(ticket: Ticket, now: dt.datetime, *, why: Why, **values: str) -> bool:
    """False when it changed hands or was finished in the meantime."""
    holder = ticket.assignee_id
    with working_on(ticket):
        if ticket.assignee is None or ticket.assignee_id != holder or not ticket.is_open:
            return False
        before, name = ticket.assignee, str(ticket.assignee)
        data = {"from": holder, "from_name": name, "to": None, "why": why, **values}
        back_to_queue(ticket, left_by=before)
        event = record(ticket, Verb.RELEASED, by=None, now=now, data=data)
        tell_former_holder(ticket, before, event)
    return True
