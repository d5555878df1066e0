"""What is counted live by one text says what the querysets say, whatever is asked for."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from services.models import Agency, Service, Staff
from tests import factories
from tickets.figures import counting, live_postgresql, spreads
from tickets.figures.asked import Asked
from tickets.figures.reading import Figures
from tickets.figures.work_rows import acts_of
from tickets.models import DailySpread, Ticket

Measure = DailySpread.Measure
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture
def life(clock: Any, tiket: Ticket, layanan: Service, petugas: Staff) -> dict[str, Any]:
    """Tickets of three days in many states; what a question about them may be narrowed by."""
    now = timezone.now()
    other = factories.ServiceFactory(agency=tiket.agency)
    waits = factories.StandardFactory(service=other, clock_start="complete")
    for n in range(48):
        received = now - (n % 5) * 14 * HOUR
        ended = n % 3 == 0
        paused = n % 4 == 1 and not ended
        factories.TicketFactory(
            conversation=tiket.conversation,
            service=layanan if n % 2 else None,
            standard=waits if n % 6 > 3 else None,
            completed_files_at=received if n % 12 > 7 else None,
            assignee=petugas if n % 5 else None,
            kind="complaint" if n % 7 == 1 else "application",
            source="walk_in" if n % 7 == 2 else "whatsapp",
            state="closed" if ended else "waiting_citizen" if paused else "in_progress",
            outcome=["answered", "rejected", "duplicate"][n % 9 // 3] if ended else "",
            leader=tiket if n % 9 > 5 and ended else None,
            received_at=received,
            registered_at=None if n % 16 == 15 else received,
            first_responded_at=received + (n % 4) * 3 * HOUR if n % 3 != 1 else None,
            first_response_due_at=received + 5 * HOUR,
            paused_since=now - HOUR if paused else None,
            due_at=received + 20 * HOUR,
            resolved_at=received + (n % 9) * 4 * HOUR if ended else None,
        )
    return {"service_id": layanan.pk, "assignee_id": petugas.pk, "channel_id": tiket.channel_id}


NARROWED = [
    {},
    {"service_id": None},
    {"service_id": 1},
    {"assignee_id": None, "kind": "complaint"},
    {"assignee_id": 1},
    {"channel_id": 1, "source": "walk_in"},
    {"kind": "application"},
]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite asks the querysets")
@pytest.mark.parametrize("asked", NARROWED, ids=str)
def test_one_text_counts_what_the_querysets_count(
    life: dict[str, Any], tiket: Ticket, asked: dict[str, Any]
) -> None:
    only = {name: life.get(name, value) if value == 1 else value for name, value in asked.items()}
    today = timezone.now().astimezone(tiket.agency.zone).date()
    question = Asked(agencies=[tiket.agency], first=today - 2 * DAY, last=today, only=only)
    spans, now = question.spans, timezone.now()
    expected: dict[Any, dict[str, Any]] = {}
    for part in (
        counting.settled(spans, only=question.narrowed),
        counting.missing(spans, now=now, only=question.narrowed),
    ):
        for row, counts in part.items():
            into = expected.setdefault(row, {})
            for name, value in counts.items():
                into[name] = into[name] + value if name in into else value
    by = dict.fromkeys(counting.MOMENTS, spans)
    (found,) = live_postgresql.counted(by, spans, now=now, only=only)
    assert {row: counts for row, counts in found.items() if counts} == {
        row: counts for row, counts in expected.items() if counts
    }
    assert sum(counts.get("first_late", 0) for counts in found.values()) or only
    groups = [(), ("day",), ("assignee_id", "service_id"), ("source", "day"), counting.SLICE]
    together = live_postgresql.counted(by, spans, now=now, only=only, groups=groups)
    for names, counted in zip(groups, together, strict=True):
        assert counted == _folded(found, names)
    assert _folded(found, ()) or only


def _folded(found: dict[Any, dict[str, Any]], names: Sequence[str]) -> dict[Any, dict[str, Any]]:
    """Added up by hand; a line of nothing where nothing tells lines apart."""
    folded: dict[Any, dict[str, Any]] = {} if names else {(): {}}
    for row, counts in found.items():
        into = folded.setdefault(tuple(row[counting.SLICE.index(name)] for name in names), {})
        for name, value in counts.items():
            into[name] = into[name] + value if name in into else value
    return folded


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite looks at each row")
def test_lengths_counted_there_are_those_counted_row_by_row(
    life: dict[str, Any], tiket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, ticket in enumerate(Ticket.objects.filter(resolved_at__isnull=False)):
        late = dt.timedelta(microseconds=number)
        if number % 3:  # at a border of two buckets, and beside it
            ticket.resolved_at = ticket.received_at + dt.timedelta(seconds=60 * 2**number) - late
            ticket.save()
        else:
            ticket.clock_spans.create(
                starts_at=ticket.received_at + HOUR, ends_at=ticket.received_at + 2 * HOUR
            )
    today = timezone.now().astimezone(tiket.agency.zone).date()
    spans = Asked(agencies=[tiket.agency], first=today - 4 * DAY, last=today + DAY).spans
    there = +spreads.spread_over(spans)
    monkeypatch.setattr(spreads.connection, "vendor", "another")
    assert there == +spreads.spread_over(spans)
    assert {key[-2] for key in there} == {*spreads.Measure}


def test_both_count_the_same_things() -> None:
    names = {moment: [*wanted] for moment, wanted in counting.SETTLED.items()}
    assert names == {moment: [*wanted] for moment, wanted in live_postgresql.SETTLED.items()}


def test_what_is_read_together_is_what_is_read_alone(life: dict[str, Any], tiket: Ticket) -> None:
    today = timezone.now().astimezone(tiket.agency.zone).date()
    asked = Asked(agencies=[tiket.agency], first=today - 2 * DAY, last=today)
    together, now = Figures(asked, now=timezone.now()), timezone.now()
    together.read(("service_id", "assignee_id"), ("day",))
    for names in (("day",), ("service_id",), ("assignee_id",), ()):
        assert together.by(*names) == Figures(asked, now=now).by(*names)
    assert together.total == Figures(asked, now=now).total
    assert together.total["arrived"] > 20


def test_the_same_columns_asked_for_twice_are_counted_once(
    life: dict[str, Any], tiket: Ticket
) -> None:
    today = timezone.now().astimezone(tiket.agency.zone).date()
    asked = Asked(agencies=[tiket.agency], first=today - 2 * DAY, last=today)
    figures, alone = (Figures(asked, now=timezone.now()) for _ in range(2))
    figures.read(("day", "kind"), ("kind",), ("kind", "day"), ("kind",))
    expected = {(day, kind): counts for (kind, day), counts in alone.by("kind", "day").items()}
    assert expected
    assert figures.by("day", "kind") == expected
    assert figures.by("kind", "day") == alone.by("kind", "day")
    assert figures.by("kind") == alone.by("kind")


GROUPS = [(), ("day",), ("kind",), ("source", "day"), ("agency_id", "assignee_id")]


def test_of_offices_in_several_zones_each_group_is_what_all_columns_add_up_to(
    life: dict[str, Any], tiket: Ticket, dinas_wita: Agency, petugas: Staff
) -> None:
    """Midnight is not at the same moment there: one ticket counts on two days, by its office."""
    midnight = timezone.now().replace(hour=16, minute=30) - 2 * DAY
    for office in (tiket.agency, dinas_wita):
        ticket = factories.TicketFactory(
            agency=office,
            citizen=factories.CitizenFactory(agency=office),
            conversation=None,
            channel=None,
            service=None,
            assignee=petugas,
            source="walk_in",
            received_at=midnight,
            first_responded_at=midnight + HOUR,
            due_at=midnight + HOUR,
            resolved_at=midnight + 2 * HOUR,
            state="closed",
            outcome="answered",
        )
        ticket.events.create(verb="resolved", actor=petugas, at=midnight)
    today = timezone.now().astimezone(tiket.agency.zone).date()
    asked = Asked(agencies=[tiket.agency, dinas_wita], first=today - 2 * DAY, last=today)
    now = timezone.now()
    together, whole = (Figures(asked, now=now) for _ in range(2))
    together.read(*GROUPS)
    together.read_spreads(tuple(Measure), *GROUPS)
    every, lengths = whole.by(*counting.SLICE), whole.spreads(tuple(Measure), *counting.SLICE)
    assert len({key[:2] for key in every if key[4] == "walk_in" and every[key]["resolved"]}) > 1
    for names in GROUPS:
        assert _some(together.by(*names)) == _some(_folded(every, names))
        for measure, spread in together.spreads(tuple(Measure), *names).items():
            assert {key: +count for key, count in spread.items() if +count} == {
                key: +Counter(count)
                for key, count in _folded(lengths[measure], names).items()
                if +Counter(count)
            }
    narrow, wide = ("agency_id", "day", "assignee_id"), acts_of(asked.spans)
    acts = {key: one.counts["resolved"] for key, one in acts_of(asked.spans, names=narrow).items()}
    resolved = {key: {"resolved": one.counts["resolved"]} for key, one in wide.items()}
    assert acts == {
        key: counts.get("resolved", 0) for key, counts in _folded(resolved, narrow).items()
    }
    assert sum(acts.values()) == 2


def _some(found: dict[Any, Any]) -> dict[Any, dict[str, Any]]:
    """Only what there is."""
    told = {key: {name: one for name, one in each.items() if one} for key, each in found.items()}
    return {key: counts for key, counts in told.items() if counts}
