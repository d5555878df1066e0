"""The promise beside that of the span before: shown to who asks for it."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from services.models import Staff
from siwhapik.periods import Period, asked_for, before
from siwhapik.reports.changes import grown
from siwhapik.reports.sheets import Value
from tests import factories
from tests.siwhapik.reports.conftest import JUNE
from tests.siwhapik.reports.every_report import in_csv
from tests.siwhapik.reports.test_figures import marked, words
from tickets.models import Ticket

Login = Callable[[Staff], Client]
TODAY = dt.date(2026, 7, 20)


def earlier(like: Ticket, *, answered: dt.timedelta) -> None:
    """A matter of May, resolved after four hours."""
    received = JUNE - dt.timedelta(days=20)
    made = factories.TicketFactory(
        conversation=like.conversation,
        service=like.service,
        received_at=received,
        first_responded_at=received + answered,
        resolved_at=received + dt.timedelta(hours=4),
        state="closed",
        outcome="answered",
    )
    marked(made)


def compared(client: Client, query: str = "rentang=2026-06") -> Any:
    *_, last = client.get(f"/laporan/janji/?{query}&banding=ya").context["tables"]
    return last


def test_one_click_sets_a_month_beside_the_month_before(
    bulan: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    earlier(bulan[0], answered=dt.timedelta(hours=30))
    client = masuk(penyelia)
    page = client.get("/laporan/janji/?rentang=2026-06")
    assert "Bandingkan dengan Mei 2026" in page.content.decode()
    assert [table.code for table in page.context["tables"]] == ["layanan", "petugas"]
    table = compared(client)
    assert table.head == ("Ukuran", "Juni 2026", "Mei 2026", "Selisih")
    rows = {name: rest for name, *rest in map(words, table.rows)}
    assert rows["Masuk"] == ["7", "1", "naik 6"]
    assert rows["Jatuh tempo dan dinilai"][2] == "naik 6"
    share, past, change = rows["Bagian respons pertama tepat waktu"]
    assert (past, change.split()[0], change.split()[-1]) == ("0,0 %", "naik", "poin"), share
    assert rows["Median selesai"][1].startswith("3 jam 55")  # of a bucket


def test_its_numbers_lead_to_the_tickets_of_their_own_span(
    bulan: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    earlier(bulan[0], answered=dt.timedelta(hours=1))
    client = masuk(penyelia)
    for name, *cells in compared(client, "rentang=2026-06&jenis=application").rows:
        for cell in cells:
            if isinstance(cell.value, int):
                listed = client.get(cell.url).context["rows"]
                assert len(listed) == cell.value, name


def test_a_file_of_it_says_the_same(bulan: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    earlier(bulan[0], answered=dt.timedelta(hours=1))
    client = masuk(penyelia)
    shown = [list(compared(client).head), *map(words, compared(client).rows)]
    answer = client.get("/laporan/janji/?rentang=2026-06&banding=ya&bentuk=csv&tabel=sebelumnya")
    assert in_csv(answer) == shown


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026-03", "2026-02-01", "2026-02-28"),
        ("2026-01", "2025-12-01", "2025-12-31"),
        ("2026-07", "2026-06-01", "2026-06-30"),
        ("2026-T1", "2025-10-01", "2025-12-31"),
        ("2026-T3", "2026-04-01", "2026-06-30"),
        ("2026", "2025-01-01", "2025-12-31"),
        ("7", "2026-07-07", "2026-07-13"),
    ],
)
def test_what_comes_before(code: str, first: str, last: str) -> None:
    period = asked_for(code, today=TODAY)
    assert period
    found = before(period)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "starts", "ends"),
    [
        ("2026-03-01", "2026-03-01", "2026-02-28", "2026-02-28"),
        ("2026-03-02", "2026-03-31", "2026-01-31", "2026-03-01"),
        ("2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"),
        ("2026-01-01", "2026-02-28", "2025-11-01", "2025-12-31"),
        ("2024-07-01", "2026-06-30", "2022-07-01", "2024-06-30"),
    ],
)
def test_before_an_own_span_lie_as_many_whole_months_or_days(
    first: str, last: str, starts: str, ends: str
) -> None:
    one = Period("sendiri", "", dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    found = before(one)
    assert (found.first.isoformat(), found.last.isoformat()) == (starts, ends)


def test_before_the_last_days_lie_as_many_also_where_they_are_a_month() -> None:
    found = asked_for("30", today=dt.date(2026, 6, 30))
    assert found
    assert len(before(found).days) == 30


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (7, 1, "naik 6"),
        (1, 7, "turun 6"),
        (3, 3, "tetap"),
        (Fraction(1, 2), Fraction(1, 2), "tetap"),
        (Fraction(50004, 100000), Fraction(1, 2), "tetap"),
        (Fraction(3, 4), Fraction(1, 2), "naik 25,0 poin"),
        (dt.timedelta(hours=2), dt.timedelta(hours=3), "turun 1 jam"),
        (dt.timedelta(hours=2), None, ""),
        (None, None, ""),
    ],
)
def test_how_much_it_grew(now: Value, then: Value, words: str) -> None:
    assert grown(now, then) == words
