"""The four dimensions of a service by electronic means stand in the report, each with its indicators."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Staff
from siwhapik.evaluation.dimensions import availability
from tests.reading import flat
from tests.siwhapik.evaluation.conftest import JUNI
from tickets.models import Outage, Ticket

BEGINS = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SPAN = (BEGINS, BEGINS + 10 * DAY)
Login = Callable[[Staff], Client]


def out(first: float, last: float | None) -> Outage:
    """From one day of the span to another."""
    ends = None if last is None else BEGINS + last * DAY
    return Outage(starts_at=BEGINS + first * DAY, ends_at=ends)


@pytest.mark.parametrize(
    ("outages", "tenths"),
    [
        ([], 10),
        ([out(2, 3)], 9),
        ([out(2, 3), out(2.5, 3)], 9),
        ([out(2, 4), out(3, 5)], 7),
        ([out(3, 5), out(2, 4), out(6, 7)], 6),
        ([out(-1, 1)], 9),
        ([out(9, 11)], 9),
        ([out(8, None)], 8),
        ([out(-1, 11)], 0),
        ([out(2, 2)], 10),
    ],
)
def test_the_share_of_the_span_without_an_outage(outages: list[Outage], tenths: int) -> None:
    assert availability(outages, within=SPAN) == Fraction(tenths, 10)
    assert availability(reversed(outages), within=SPAN) == Fraction(tenths, 10)


def test_of_no_time_nothing_is_said() -> None:
    assert availability([], within=(BEGINS, BEGINS)) is None


@pytest.mark.django_db
def test_they_stand_in_the_report(
    juli: list[Ticket], penyelia: Staff, masuk: Login, dinas: Agency, clock: Any
) -> None:
    client = masuk(penyelia)
    page = flat(client.get(f"{JUNI}naskah/"))
    for words in (
        "Empat dimensi layanan elektronik", "Efisiensi", "Pemenuhan", "Ketersediaan", "Privasi",
        "Waktu tanpa gangguan",
    ):  # fmt: skip
        assert words in page
    assert "100,0 %" in page
    starts = BEGINS - dt.timedelta(hours=7) + DAY  # midnight at the office
    Outage.objects.create(
        agency=dinas, kind="internet", starts_at=starts, ends_at=starts + 3 * DAY, form_key="a",
        recorded_by=penyelia, recorded_at=starts,
    )  # fmt: skip
    clock.move_to(dt.datetime(2026, 7, 2, 3, 5, tzinfo=dt.UTC))
    assert "90,0 %" in flat(client.get(f"{JUNI}naskah/"))
