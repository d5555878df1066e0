"""The report of kinds by WhatsApp number, where an office has several."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Agency, Staff
from tests import factories
from tests.asked import texts
from tests.siwhapik.reports.every_report import in_csv
from tests.siwhapik.reports.test_figures import MONTH, Login, marked, tables, words
from tickets.models import Channel, Ticket

PAGE = f"/laporan/jenis/?{MONTH}"


@pytest.fixture
def dua(bulan: list[Ticket], dinas: Agency) -> Channel:
    """A second number: the complaints came to it, and one of the others by no number."""
    line = factories.ChannelFactory(
        agency=dinas, name="Aduan", display_phone_number="+62 811-0000-0009"
    )
    for ticket in bulan:
        if ticket.kind == "complaint":
            Ticket.objects.filter(pk=ticket.pk).update(channel=line)
    Ticket.objects.filter(pk=bulan[0].pk).update(channel=None)
    for ticket in bulan:
        marked(ticket)
    return line


def codes(client: Any, query: str = MONTH) -> list[str]:
    return [table.code for table in tables(client, "jenis", query)]


def test_each_number_says_what_came_and_leads_to_its_tickets(
    dua: Channel, bulan: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    *_, table = tables(client, "jenis")
    assert table.title == "Menurut nomor WhatsApp"
    assert [words(row) for row in table.rows] == [
        ["Aduan (+62 811-0000-0009)", "2", "0"],
        ["Nomor utama (+62 811-0000-0001)", "4", "3"],
        ["Tanpa nomor", "1", "1"],
    ]
    assert words(table.total) == ["Jumlah", "7", "4"]
    for row in (*table.rows, table.total):
        for cell in row[1:]:
            page = client.get(cell.url).content.decode()
            assert sum(one.register_number in page for one in bulan) == cell.value, cell.url
    file = in_csv(client.get(f"{PAGE}&bentuk=csv&tabel=nomor"))
    assert file[1:] == [[*words(row)] for row in (*table.rows, table.total)]


def test_a_number_to_which_nobody_wrote_is_told_with_none(
    juni: list[Ticket], dinas: Agency, penyelia: Staff, masuk: Login
) -> None:
    factories.ChannelFactory(agency=dinas, name="Sepi", display_phone_number="+62 811-0000-0009")
    *_, table = tables(masuk(penyelia), "jenis")
    assert [words(row)[1:] for row in table.rows] == [["7", "4"], ["0", "0"]]


def test_a_matter_of_another_offices_number_is_counted_and_leads_nowhere(
    dua: Channel, bulan: list[Ticket], dinas_wita: Agency, penyelia: Staff, masuk: Login
) -> None:
    Ticket.objects.filter(pk=bulan[0].pk).update(
        channel=factories.ChannelFactory(agency=dinas_wita)
    )
    marked(bulan[0])
    *_, table = tables(masuk(penyelia), "jenis")
    assert words(table.rows[-1]) == ["Nomor instansi lain", "1", "1"]
    assert not any(cell.url for cell in table.rows[-1])
    assert words(table.total) == ["Jumlah", "7", "4"]


def test_who_asks_for_one_number_reads_no_table_of_numbers(
    dua: Channel, penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    assert codes(client)[-1] == "nomor"
    assert "nomor" not in codes(client, f"{MONTH}&nomor={dua.pk}")


def test_an_office_with_one_number_is_asked_no_more(
    bulan: list[Ticket], dinas_wita: Agency, penyelia: Staff, masuk: Login
) -> None:
    factories.ChannelFactory(agency=dinas_wita)  # another office's
    client = masuk(penyelia)
    with CaptureQueriesContext(connection) as asked:
        assert codes(client) == ["jenis", "kelompok"]
    assert not [sql for sql in texts(asked) if "channel_id, SUM" in sql]
    of_numbers = [sql for sql in texts(asked) if "tickets_channel WHERE" in sql]
    assert len(of_numbers) == 1
