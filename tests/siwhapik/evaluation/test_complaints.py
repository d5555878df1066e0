"""How complaints ended: each number leads to as many tickets."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from services.models import Staff
from tests.siwhapik.evaluation.conftest import JUNI
from tests.siwhapik.evaluation.tools import tables_of
from tickets.models import Ticket

Login = Callable[[Staff], Client]
JUNE = dt.datetime(2026, 6, 5, 3, tzinfo=dt.UTC)


@pytest.mark.parametrize("who", ["penyelia", "kepala"])
def test_each_outcome_leads_to_its_complaints(
    who: str, juli: list[Ticket], masuk: Login, request: pytest.FixtureRequest
) -> None:
    for ticket, outcome in zip(
        juli, ("fulfilled", "answered", "answered", "forwarded"), strict=False
    ):
        Ticket.objects.filter(pk=ticket.pk).update(
            kind="complaint", outcome=outcome, resolved_at=JUNE, state="closed"
        )
    client = masuk(request.getfixturevalue(who))
    (table,) = (
        one for one in tables_of(client.get(f"{JUNI}naskah/pengaduan/")) if one.code == "pengaduan"
    )
    rows = {row[0].words: row[1] for row in (*table.rows, table.total)}
    assert [cell.value for cell in rows.values()] == [1, 2, 1, 4]
    for name, cell in rows.items():
        found = client.get(cell.url).context
        assert len(found["rows"]) == cell.value > 0, name
        if name != "Selesai":
            assert f"Hasil: {name}" in found["narrowed"]
