"""What the report says of a span beside the one before."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Agency, Staff
from tests.siwhapik.evaluation.conftest import JUNI
from tests.siwhapik.evaluation.tools import tables_of
from tickets.models import Baseline, FormerTime, Ticket

PAGE = f"{JUNI}naskah/semua/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("juli")]


def test_a_share_is_compared_only_where_the_counter_was_counted_in_both_spans(
    penyelia: Staff, dinas: Agency, masuk: Any
) -> None:
    client = masuk(penyelia)

    def difference() -> str:
        [table] = [one for one in tables_of(client.get(PAGE)) if one.code == "ringkas"]
        rows = {row[0].words: row for row in table.rows}
        return str(rows["Bagian daring"][4].words)

    told = {"agency": dinas, "year": 2026, "visits": 30, "entered_by": penyelia}
    told["entered_at"] = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    Baseline.objects.create(month=5, **told)
    assert difference() == ""
    Baseline.objects.create(month=6, **told)
    assert difference() == "+18,9 poin"  # 7 of 37, and none of 30


def head(client: Any) -> list[str]:
    [table] = [one for one in tables_of(client.get(PAGE)) if one.code == "ringkas"]
    return list(table.head[2:])


def test_nothing_grew_since_a_month_before_the_first_matter(
    juli: list[Ticket], penyelia: Staff, masuk: Any
) -> None:
    client = masuk(penyelia)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as alone:
        assert head(client) == ["Juni 2026"]
    Ticket.objects.filter(pk=juli[0].pk).update(received_at=dt.datetime(2026, 5, 31, tzinfo=dt.UTC))
    with CaptureQueriesContext(connection) as both:
        assert head(client) == ["Juni 2026", "Mei 2026", "Selisih"]
    assert len(alone) < len(both)  # what is not told is not counted


def test_a_year_that_the_office_counted_by_hand_stays_beside_it(
    penyelia: Staff, dinas: Agency, masuk: Any
) -> None:
    told = {"agency": dinas, "entered_by": penyelia, "entered_at": dt.datetime.now(dt.UTC)}
    Baseline.objects.create(year=2025, visits=120, **told)
    assert head(masuk(penyelia)) == ["Juni 2026", "Juni 2025"]


def rows_of(client: Any) -> dict[str, list[str]]:
    [table] = [one for one in tables_of(client.get(PAGE)) if one.code == "ringkas"]
    return {row[0].words: [cell.words for cell in row[1:]] for row in table.rows}


def test_what_the_office_measured_before_stands_beside_averages_of_the_earlier_year_only(
    penyelia: Staff, dinas: Agency, masuk: Any
) -> None:
    client = masuk(penyelia)
    told = {"agency": dinas, "entered_by": penyelia, "entered_at": dt.datetime.now(dt.UTC)}
    FormerTime.objects.create(year=2025, done_amount=5, done_unit="working_days", **told)
    assert not [name for name in rows_of(client) if name.startswith("Rata-rata")]  # no such year
    Baseline.objects.create(year=2025, visits=120, **told)
    found = rows_of(client)
    assert [name for name in found if name.startswith("Rata-rata")] == ["Rata-rata sampai selesai"]
    assert found["Rata-rata sampai selesai"] == [
        "Kecepatan",
        "11 jam",
        "5 hari kerja (isian kantor)",
    ]
    assert found["Median selesai"][2] == "-"
    FormerTime.objects.update(year=2024)
    assert "Rata-rata sampai selesai" not in rows_of(client)
