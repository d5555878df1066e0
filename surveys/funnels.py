"""From resolved to answered: counts over invitations, of offices with very many of them some minutes old.

Invitations change (sent, opened, answered) and people are counted once however many matters, so their
counts cannot be added up day by day. Where an office has very many, a sweep counts the usual ranges and
keeps what it found; every other range is counted when it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from django.db.models import Case, Count, Q, Value, When

from services import rows
from services.models import Agency
from services.rows import Question, Statement, places
from surveys import ranges
from surveys.counting import By
from surveys.figures import Funnel
from surveys.models import FunnelCount, Invitation, SurveyPeriod
from surveys.ranges import IndexRange
from surveys.reading import once
from surveys.ways import Way
from tickets.event_reasons import Why
from tickets.models import Message

# Service users: each citizen once, however many matters; none whose matter asked for no service.
PEOPLE = Count(
    "ticket__citizen", distinct=True, filter=~Q(why__in=(Why.NOT_A_REQUEST, Why.WITHDRAWN))
)
MANY = 2_000  # invitations from which an office's ranges are counted by the sweep
RUNNING, OVER = dt.timedelta(minutes=10), dt.timedelta(hours=6)
# As `PEOPLE` and the states say it, as text: pages of results ask for a dozen ranges (docs/decisions/0111).
_OTHER = f"'{Why.NOT_A_REQUEST}', '{Why.WITHDRAWN}'"
_COUNTED = " ".join(
    (
        "SELECT sent.{by}, COUNT(*),",
        f"COUNT(*) FILTER (WHERE sent.state = '{Invitation.State.SENT}'), COUNT(sent.answered_at),",
        f"COUNT(DISTINCT ticket.citizen_id) FILTER (WHERE sent.why NOT IN ({_OTHER}))",
        "FROM surveys_invitation sent LEFT JOIN tickets_ticket ticket ON ticket.id = sent.ticket_id",
    )
)
_FAILED = " ".join(
    (
        "SELECT sent.{by}, COUNT(*) FROM surveys_invitation sent",
        "JOIN tickets_message letter ON letter.id = sent.message_id",
        f"AND letter.status = '{Message.Status.FAILED}'",
    )
)
_COUNTS = ("resolved", "invited", "undelivered", "answered", "users")


def funnels_of(
    agencies: Iterable[Agency], dates: IndexRange, *, by: By
) -> dict[int | None, Funnel]:
    """The funnel of each office or service, kept or counted now."""
    offices = list(agencies)
    kept = _kept(offices, dates)
    found: dict[int | None, Funnel] = {}
    for one in kept:
        found |= _read(one, by)
    done = {one.agency_id for one in kept}
    others = [one for one in offices if one.pk not in done]
    return found | _counted(others, dates, by=by) if others else found


def invited_by_way(agency: Agency, dates: IndexRange) -> list[dict[str, Any]]:
    """How far the invited came, by service and way: kept or counted now."""
    kept = _kept([agency], dates)
    return [dict(row) for row in kept[0].content["ways"]] if kept else _by_way(agency, dates)


def forget(agency: Agency, dates: IndexRange) -> None:
    """Let go of what is kept of this range, so that it is counted when it is asked for."""
    _of_range(dates).filter(agency=agency).delete()


def keep_due(now: dt.datetime) -> int:
    """Count the usual ranges of offices with very many invitations; returns how many ranges."""
    invited = Invitation.objects.order_by().values_list("agency")
    large = [pk for pk, n in invited.annotate(Count("pk")) if n >= MANY]
    return sum(_keep(agency, now) for agency in Agency.objects.active().filter(pk__in=large))


def _keep(agency: Agency, now: dt.datetime) -> int:
    today = now.astimezone(agency.zone).date()
    running = agency.survey_periods.filter(state=SurveyPeriod.State.OPEN)
    wanted = {(one.starts, one.ends): one for one in ranges.choices(today, list(running))}
    mine = FunnelCount.objects.filter(agency=agency)
    known = {(one.starts, one.ends): one.at for one in mine}
    mine.filter(pk__in=[one.pk for one in mine if (one.starts, one.ends) not in wanted]).delete()
    counted = 0
    for days, dates in wanted.items():
        age = RUNNING if dates.ends >= today else OVER
        if days in known and known[days] > now - age:
            continue
        FunnelCount.objects.update_or_create(
            agency=agency,
            starts=dates.starts,
            ends=dates.ends,
            defaults={"at": now, "content": _content(agency, dates)},
        )
        counted += 1
    return counted


def _content(agency: Agency, dates: IndexRange) -> dict[str, Any]:
    whole = _counted([agency], dates, by="agency_id").get(agency.pk, Funnel())
    services = _counted([agency], dates, by="service_id")
    return {
        "whole": _written(whole),
        "services": [[pk, _written(one)] for pk, one in services.items()],
        "ways": _by_way(agency, dates),
    }


def _written(funnel: Funnel) -> dict[str, int]:
    return {name: count for name, count in asdict(funnel).items() if name in _COUNTS}


def _read(one: FunnelCount, by: By) -> dict[int | None, Funnel]:
    whole = [[one.agency_id, one.content["whole"]]]
    rows = whole if by == "agency_id" else one.content["services"]
    return {key: replace(Funnel(**counts), counted_at=one.at) for key, counts in rows}


def _kept(agencies: list[Agency], dates: IndexRange) -> list[FunnelCount]:
    keys = tuple(one.pk for one in agencies)
    rest = f"WHERE agency_id IN {places(keys)} AND starts = %s AND ends = %s"
    some = Question(FunnelCount, rest, [*keys, dates.starts, dates.ends])
    return once(("invitations", keys, dates.starts, dates.ends), lambda: rows.read([some])[0])


def _of_range(dates: IndexRange) -> Any:
    return FunnelCount.objects.filter(starts=dates.starts, ends=dates.ends)


def _counted(agencies: Iterable[Agency], dates: IndexRange, *, by: By) -> dict[int | None, Funnel]:
    """Both in one way to the database and back. The few failed letters are counted apart: one statement for
    all would read every letter.
    """
    parts, params = [], list[Any]()
    for keys, starts, ends in _borders(agencies, dates):
        parts.append(
            f"sent.agency_id IN {places(keys)} AND sent.created_at >= %s AND sent.created_at < %s"
        )
        params += [*keys, rows.moment(starts), rows.moment(ends)]
    within = f"WHERE ({' OR '.join(parts) or 'FALSE'})"
    found, failed = rows.values(
        [
            Statement(" ".join((_COUNTED.format(by=by), within, "GROUP BY 1")), params),
            Statement(" ".join((_FAILED.format(by=by), within, "GROUP BY 1")), params),
        ]
    )
    undelivered = dict(failed)
    return {
        key: Funnel(
            resolved=resolved,
            invited=invited,
            answered=answered,
            users=users,
            undelivered=undelivered.get(key, 0),
        )
        for key, resolved, invited, answered, users in found
    }


def _by_way(agency: Agency, dates: IndexRange) -> list[dict[str, Any]]:
    """Whoever answered has also opened and begun: earlier releases did not note it."""
    sent = Invitation.objects.filter(created_in([agency], dates), state=Invitation.State.SENT)
    by = Case(When(message__isnull=True, then=Value(Way.RECEIPT)), default=Value(Way.WHATSAPP))
    has_answered = Q(answered_at__isnull=False)
    rows = sent.order_by().annotate(by=by).values("service", "by")
    counted = rows.annotate(
        invited=Count("pk"),
        opened=Count("pk", filter=Q(opened_at__isnull=False) | has_answered),
        begun=Count("pk", filter=Q(begun_at__isnull=False) | has_answered),
        answered=Count("answered_at"),
    )
    return [{**row} for row in counted]


def created_in(agencies: Iterable[Agency], dates: IndexRange) -> Q:
    """Invitations of a date range, whose days begin and end in each office's own zone."""
    within = Q(pk__in=[])
    for keys, starts, ends in _borders(agencies, dates):
        within |= Q(agency__in=keys, created_at__gte=starts, created_at__lt=ends)
    return within


def _borders(
    agencies: Iterable[Agency], dates: IndexRange
) -> Iterator[tuple[list[int], dt.datetime, dt.datetime]]:
    """Offices that share a zone, and when the range begins and ends there."""
    by_zone: dict[str, list[Agency]] = defaultdict(list)
    for agency in agencies:
        by_zone[agency.timezone].append(agency)
    for group in by_zone.values():
        zone = group[0].zone
        starts = dt.datetime.combine(dates.starts, dt.time.min, tzinfo=zone)
        ends = dt.datetime.combine(dates.ends + dt.timedelta(days=1), dt.time.min, tzinfo=zone)
        yield [one.pk for one in group], starts, ends
