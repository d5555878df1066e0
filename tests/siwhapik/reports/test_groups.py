"""Reports by group of services."""

import pytest

from services.models import Staff
from tests import factories
from tests.siwhapik.reports.test_figures import MONTH, Login, marked, tables, words
from tickets.models import Ticket


def test_a_month_by_group_of_services_and_each_number_leads_to_its_tickets(
    bulan: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    other = factories.ServiceFactory(agency=bulan[0].agency, group="complaint")
    Ticket.objects.filter(pk__in=[one.pk for one in bulan if one.kind == "complaint"]).update(
        service=other
    )
    for ticket in bulan:
        marked(ticket)
    client = masuk(penyelia)
    _, table = tables(client, "jenis")
    assert [words(row) for row in table.rows] == [
        ["Pelayanan umum", "5", "4"],
        ["Pusat informasi", "0", "0"],
        ["Pengaduan", "2", "0"],
    ]
    assert words(table.total) == ["Jumlah", "7", "4"]
    for row in (*table.rows, table.total):
        for cell in row[1:]:
            page = client.get(cell.url).content.decode()
            assert sum(one.register_number in page for one in bulan) == cell.value, cell.url


@pytest.mark.parametrize("code", ["jenis", "daring", "janji", "jam", "beban"])
def test_a_group_of_services_narrows_each_report_and_the_register(
    bulan: list[Ticket], penyelia: Staff, masuk: Login, code: str
) -> None:
    other = factories.ServiceFactory(agency=bulan[0].agency, group="complaint")
    complaints = [one for one in bulan if one.kind == "complaint"]
    Ticket.objects.filter(pk__in=[one.pk for one in complaints]).update(service=other)
    for ticket in bulan:
        marked(ticket)
    client = masuk(penyelia)
    assert client.get(f"/laporan/{code}/?{MONTH}&kelompok=complaint").status_code == 200
    assert client.get(f"/laporan/{code}/?{MONTH}&kelompok=burung").status_code == 200
    table, _ = tables(client, "jenis", f"{MONTH}&kelompok=complaint")
    assert words(table.total)[-2] == "2"
    empty, _ = tables(client, "jenis", f"{MONTH}&kelompok=information")
    assert words(empty.total)[-2] == "0"
    page = client.get(f"/laporan/buku/?{MONTH}&kelompok=complaint").content.decode()
    for ticket in bulan:
        assert (ticket.register_number in page) is (ticket in complaints)
    assert "Kelompok layanan: Pengaduan" in page
