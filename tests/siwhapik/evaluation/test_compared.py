"""What the report says of a span beside the one before."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Staff
from tests.siwhapik.evaluation.conftest import JUNI
from tests.siwhapik.evaluation.tools import tables_of
from tickets.models import Baseline

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
