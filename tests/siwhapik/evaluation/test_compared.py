"""What the report says of a span beside the one before."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Staff
from tests.siwhapik.evaluation.conftest import JUNI
from tests.siwhapik.evaluation.tools import tables_of
from tickets.models import Baseline, Ticket

PAGE = f"{JUNI}naskah/"
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
    assert head(client) == ["Juni 2026"]
    Ticket.objects.filter(pk=juli[0].pk).update(received_at=dt.datetime(2026, 5, 31, tzinfo=dt.UTC))
    assert head(client) == ["Juni 2026", "Mei 2026", "Selisih"]


def test_a_year_that_the_office_counted_by_hand_stays_beside_it(
    penyelia: Staff, dinas: Agency, masuk: Any
) -> None:
    told = {"agency": dinas, "entered_by": penyelia, "entered_at": dt.datetime.now(dt.UTC)}
    Baseline.objects.create(year=2025, visits=120, **told)
    assert head(masuk(penyelia)) == ["Juni 2026", "Juni 2025"]
