"""An office that records outages, and the sweep that applies them."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import F

from services.models import Agency, Staff
from tickets import desk
from tickets.models import ClockSpan, Outage, Ticket

H = dt.timedelta(hours=1)
M = dt.timedelta(minutes=1)


def plan(starts_at: dt.datetime, **more: Any) -> desk.OutagePlan:
    return desk.OutagePlan(**{"kind": "siak", "starts_at": starts_at, **more})


@pytest.fixture
def matter(tiket: Ticket, now: dt.datetime) -> Ticket:
    """Received an hour ago, answered, due 24 hours after receipt by the clock."""
    received = now - H
    Ticket.objects.filter(pk=tiket.pk).update(
        received_at=received, due_at=received + 24 * H, first_responded_at=received + M
    )
    tiket.refresh_from_db()
    return tiket


class Office:
    """Records, and lets the sweep run."""

    def __init__(self, agency: Agency, by: Staff) -> None:
        self.agency, self.by, self.keys = agency, by, 0

    def record(self, now: dt.datetime, starts: dt.datetime, **more: Any) -> Outage:
        self.keys += 1
        outage = desk.record_outage(
            self.agency, plan=plan(starts, **more), by=self.by, now=now, form_key=f"k{self.keys}"
        )
        sweep(now)
        return outage

    def end(self, outage: Outage, at: dt.datetime) -> None:
        desk.end_outage(outage, at=at, by=self.by, now=at)
        sweep(at)

    def correct(self, outage: Outage, now: dt.datetime, starts: dt.datetime, **more: Any) -> None:
        desk.correct_outage(outage, plan=plan(starts, **more), by=self.by, now=now)
        sweep(now)

    def withdraw(self, outage: Outage, now: dt.datetime) -> None:
        desk.withdraw_outage(outage, reason="Salah catat", by=self.by, now=now)
        sweep(now)


def sweep(now: dt.datetime) -> None:
    """As often as there is something to do, as the sweeps do."""
    for _ in range(5):
        desk.apply_outages(now)


@pytest.fixture
def office(dinas: Agency, penyelia: Staff) -> Office:
    return Office(dinas, penyelia)


def spans(ticket: Ticket) -> list[tuple[dt.datetime, dt.datetime | None]]:
    found = ClockSpan.objects.filter(ticket=ticket).exclude(starts_at=F("ends_at"))
    return list(found.values_list("starts_at", "ends_at"))


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)
