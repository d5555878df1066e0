"""Hours beside weekdays: the same tickets as apart, and where most of them came."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Staff
from siwhapik.reports.hours import busiest
from tests.reading import flat
from tests.siwhapik.evaluation.tools import body, sheets_of
from tests.siwhapik.reports.test_figures import tables, words
from tickets.models import Ticket

Login = Callable[[Staff], Client]
PAGE = "/laporan/jam/?rentang=2026-06"


def came(ticket: Ticket, day: int, hour: int) -> None:
    """In June, by the office's clock (WIB)."""
    at = dt.datetime(2026, 6, day, hour, 30, tzinfo=dt.UTC) - dt.timedelta(hours=7)
    Ticket.objects.filter(pk=ticket.pk).update(received_at=at)


@pytest.fixture
def tersebar(clock: Any, juni: list[Ticket]) -> list[Ticket]:
    """Four on Mondays at nine, two on a Wednesday at seven, and one on a Sunday at eleven; June is over."""
    clock.move_to(dt.datetime(2026, 7, 2, 3, 0, tzinfo=dt.UTC))
    at = [(1, 9), (8, 9), (15, 9), (22, 9), (3, 7), (3, 7), (7, 11)]
    for ticket, (day, hour) in zip(juni, at, strict=True):
        came(ticket, day, hour)
    return juni


def test_hours_beside_weekdays(tersebar: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    hours, both, days = tables(masuk(penyelia), "jam")
    assert both.head[1:8] == ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
    assert [words(row) for row in both.rows] == [
        ["07.00-07.59", "0", "0", "2", "0", "0", "0", "0", "2", "-"],
        ["08.00-08.59", "0", "0", "0", "0", "0", "0", "0", "0", "-"],
        ["09.00-09.59", "4", "0", "0", "0", "0", "0", "0", "4", "Senin"],
        ["10.00-10.59", "0", "0", "0", "0", "0", "0", "0", "0", "-"],
        ["11.00-11.59", "0", "0", "0", "0", "0", "0", "1", "1", "-"],
    ]
    assert words(both.total) == ["Jumlah", "4", "0", "2", "0", "0", "0", "1", "7", "-"]
    assert [row[8].value for row in both.rows] == [row[3].value for row in hours.rows[7:12]]
    assert [cell.value for cell in both.total[1:8]] == [row[1].value for row in days.rows]


def test_the_busiest_are_framed_and_named(
    tersebar: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    _, both, _ = tables(client, "jam")
    assert [cell.value for row in both.rows for cell in row if cell.stands_out] == [4]
    page = flat(client.get(PAGE))
    assert page.count('<strong class="standing-out">') == 1
    assert (
        "jam_masuk=9&amp;hari_masuk=0" in page.partition('<strong class="standing-out">')[2][:300]
    )


def test_files_hold_it_too(tersebar: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    client = masuk(penyelia)
    raw = body(client.get(f"{PAGE}&bentuk=csv&tabel=jam-hari")).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(raw), delimiter=";" if ";" in raw else ","))
    assert lines[3] == ["09.00-09.59", "4", "0", "0", "0", "0", "0", "0", "4", "Senin"]
    sheet: list[tuple[Any, ...]] = sheets_of(body(client.get(f"{PAGE}&bentuk=xlsx")))[
        "Jam dan hari masuk"
    ]
    assert sheet[3] == ("09.00-09.59", 4, 0, 0, 0, 0, 0, 0, 4, "Senin")
    assert sheet[-1][:9] == ("Jumlah", 4, 0, 2, 0, 0, 0, 1, 7)


def test_without_tickets_it_says_so(juni: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    _, both, _ = tables(masuk(penyelia), "jam", "rentang=2026-05")
    assert not both.rows
    assert both.empty in flat(masuk(penyelia).get("/laporan/jam/?rentang=2026-05"))


@pytest.mark.parametrize(
    ("came", "found"),
    [
        ({}, set()),
        ({(9, 0): 1, (10, 0): 1}, set()),
        ({(9, 0): 2, (10, 0): 1}, {(9, 0)}),
        ({(9, 0): 4, (10, 0): 3, (11, 0): 2}, {(9, 0), (10, 0)}),
        ({(9, 0): 100, (10, 6): 75, (11, 6): 74}, {(9, 0), (10, 6)}),
    ],
)
def test_where_most_came(came: dict[tuple[int, int], int], found: set[tuple[int, int]]) -> None:
    assert busiest(came) == found
