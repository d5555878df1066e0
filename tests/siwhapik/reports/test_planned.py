"""PostgreSQL plans figures once for a connection, but what is narrowed for its values (docs/decisions/0124)."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.models import Service, Staff
from tests.asked import prepared
from tickets.models import Ticket

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite is asked one by one, and plans fast"
)
PAGES = ["janji", "jenis", "daring", "jam", "beban", "buku"]
NARROWED = (
    r"(service_id|assignee_id|source|kind|author_id|actor_id|staff_id)( \+ 0\))? (=|IN) \(?\$"
)


@pytest.mark.parametrize("page", PAGES)
def test_one_plan_for_all_values_is_made_of_nothing_narrowed(
    page: str,
    bulan: list[Ticket],
    layanan: Service,
    petugas: Staff,
    penyelia: Staff,
    masuk: Callable[[Staff], Client],
) -> None:
    client = masuk(penyelia)
    filters = (
        f"layanan={layanan.pk}",
        f"petugas={petugas.pk}",
        "sumber=whatsapp",
        "jenis=complaint",
    )
    with CaptureQueriesContext(connection) as asked:
        for narrowed in filters:
            assert client.get(f"/laporan/{page}/?rentang=2026-06&{narrowed}").status_code == 200
    named = {name for one in asked for name in re.findall(r"EXECUTE (\w+)", one["sql"])}
    planned = [text for name, text in prepared().items() if name in named]
    assert planned
    assert [text for text in planned if re.search(NARROWED, text)] == []
    # An index of services beside that of days: each ticket that the service ever had.
    aside = r"ticket\.(service_id|assignee_id|channel_id) (=|IN) "
    assert [one["sql"] for one in asked if re.search(aside, one["sql"])] == []
