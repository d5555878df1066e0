"""What the dashboard's figures count, and how they are written."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from services.models import ServiceStandard
from siwhapik.dashboard import figures, tiles
from siwhapik.dashboard.charts import paired_bars
from tickets.models import Ticket

HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("fields", "judged"),
    [
        ({"paused_since": -30}, 0),  # it stands still, and its due time will move
        ({"due_at": 400}, 0),  # not due in these days
        ({"due_at": -400}, 0),
        ({"due_at": 5}, 0),  # due today, and still time
        ({}, 1),
        ({"state": "closed", "resolved_at": -30}, 1),
        ({"state": "resolved", "resolved_at": -1}, 1),
        ({"state": "intake"}, 1),
    ],
)
def test_only_what_fell_due_is_judged(
    clock: Any, tiket: Ticket, fields: dict[str, Any], judged: int
) -> None:
    now = timezone.now()
    values: dict[str, Any] = {"due_at": -20, "received_at": -50} | fields
    moments = {name: now + at * HOUR for name, at in values.items() if name != "state"}
    Ticket.objects.update(**moments, state=fields.get("state", "in_progress"))
    dates = figures.last_days(7, zone=tiket.agency.zone, now=now)
    found = figures.promises(Ticket.objects.all(), dates=dates, now=now)["completion"]
    assert found["judged"] == judged


def test_nothing_falls_due_before_the_files_are_complete(
    clock: Any, tiket: Ticket, standar: Any
) -> None:
    now = timezone.now()
    ServiceStandard.objects.update(clock_start="complete")
    Ticket.objects.update(state="resolved", resolved_at=now, due_at=now - HOUR)
    dates = figures.last_days(7, zone=tiket.agency.zone, now=now)
    found = figures.promises(Ticket.objects.all(), dates=dates, now=now)["completion"]
    assert found["judged"] == 0
    Ticket.objects.update(completed_files_at=now - HOUR)
    found = figures.promises(Ticket.objects.all(), dates=dates, now=now)["completion"]
    assert (found["judged"], found["met"]) == (1, 0)


def test_a_day_begins_at_midnight_of_the_office(tiket: Ticket) -> None:
    late = dt.datetime(2026, 6, 8, 17, 30, tzinfo=dt.UTC)  # 00.30 WIB on the ninth
    Ticket.objects.update(received_at=late)
    dates = figures.last_days(2, zone=tiket.agency.zone, now=late)
    rows = figures.per_day(Ticket.objects.all(), dates=dates)
    assert [(row["day"].day, row["in"]) for row in rows] == [(8, 0), (9, 1)]


def test_per_cent_is_rounded_half_up() -> None:
    assert tiles.percent(1, 3) == "33,3 %"
    assert tiles.percent(1, 16) == "6,3 %"
    assert tiles.percent(2, 2) == "100,0 %"


def test_bars_fit_the_picture() -> None:
    chart = paired_bars(["a", "b"], [0, 37], [5, 1], names=("masuk", "selesai"))
    assert chart.lines[-1][1] == 40
    assert all(bar.y >= 0 and bar.y + bar.height <= chart.height for bar in chart.first)
