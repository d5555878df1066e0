"""Each number of an officer's work leads to the tickets to which it was done."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from services.models import Staff
from tests.siwhapik.reports.test_figures import MONTH, tables
from tests.siwhapik.reports.test_workload import WEDNESDAY, Verb, did, wrote
from tickets.models import AccessLog, Attachment, Ticket

_IN_JUNE = "masuk_dari=2026-06-01&masuk_sampai=2026-06-30"
Login = Callable[[Staff], Client]


@pytest.fixture
def worked(juni: list[Ticket], petugas: Staff) -> list[Ticket]:
    """Another ticket for each of what an officer does, and one that was only moved on."""
    replied, noted, sent, opened, resolved, moved, *_ = juni
    wrote(replied, petugas, WEDNESDAY)
    wrote(replied, petugas, WEDNESDAY)
    wrote(noted, petugas, WEDNESDAY, direction="note", status="received")
    message = wrote(sent, petugas, WEDNESDAY)
    file = Attachment.objects.create(message=message, filename="contoh.pdf")
    AccessLog.objects.create(staff=petugas, ticket=opened, attachment=file, action="file")
    AccessLog.objects.update(at=WEDNESDAY)
    did(resolved, petugas, WEDNESDAY, Verb.RESOLVED)
    did(moved, petugas, WEDNESDAY, Verb.TAKEN)
    did(moved, petugas, WEDNESDAY - dt.timedelta(days=40), Verb.RESOLVED)  # in April
    return [replied, noted, sent, opened, resolved, moved]


def test_each_number_of_an_officer_leads_to_what_it_counts(
    worked: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    replied, noted, sent, opened, resolved, _ = (one.register_number for one in worked)
    client = masuk(penyelia)
    table = tables(client, "beban")[0]
    listed = {
        name: {row["number"] for row in client.get(cell.url).context["rows"]}
        for name, cell in zip(table.head, table.rows[0], strict=True)
        if cell.url
    }
    assert listed["Pesan"] == {replied, sent}
    assert listed["Catatan"] == {noted}
    assert listed["Berkas dikirim"] == {sent}
    assert listed["Berkas dibuka"] == {opened}
    assert listed["Menyelesaikan"] == {resolved}
    assert len(listed["Tiket"]) == table.rows[0][1].value


def test_the_list_says_what_was_done(worked: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    client = masuk(penyelia)
    cell = tables(client, "beban")[0].rows[0][6]
    assert "Yang dilakukan: Menyelesaikan" in client.get(cell.url).context["narrowed"]


def test_who_opened_files_is_told_only_to_readers_of_the_log(
    worked: list[Ticket], petugas: Staff, petugas_lain: Staff, masuk: Login
) -> None:
    span = f"dikerjakan={petugas.pk}&kerja_dari=2026-06-01&kerja_sampai=2026-06-09"
    client = masuk(petugas_lain)
    assert client.get(f"/laporan/buku/?{MONTH}&{span}&perbuatan=buka").context["rows"] == []


@pytest.mark.parametrize("days", ["", "&kerja_dari=2026-06-01", "&kerja_dari=x&kerja_sampai=y"])
def test_without_days_or_officer_nothing_is_listed(
    worked: list[Ticket], penyelia: Staff, masuk: Login, days: str
) -> None:
    client = masuk(penyelia)
    assert client.get(f"/laporan/buku/?{MONTH}&perbuatan=selesai{days}").context["rows"] == []


def test_nought_leads_nowhere(juni: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    """A report of one kind has no tickets of others, though a list of these could be shown."""
    page = masuk(penyelia).get(f"/laporan/jenis/?{MONTH}&jenis=complaint").text
    assert "jenis=complaint" in page
    assert "jenis=application" not in page
    assert ">0</a>" not in page


def test_a_register_says_how_many_it_lists(
    bulan: list[Ticket], penyelia: Staff, masuk: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, many = masuk(penyelia), f"{len(bulan)} tiket"
    assert client.get(f"/laporan/buku/?{MONTH}").context["counted"] == many
    monkeypatch.setattr("siwhapik.reports.views.PAGE", 2)
    first = client.get(f"/laporan/buku/?{MONTH}&sumber=whatsapp")
    assert (len(first.context["rows"]), first.context["counted"]) == (2, many)
    second = client.get(f"/laporan/buku/{first.context['more_url']}")
    assert second.context["counted"] == many


def test_a_list_that_no_figures_count_is_counted_as_far_as_it_is_printed(
    juni: list[Ticket], penyelia: Staff, masuk: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("siwhapik.reports.books.MOST_PRINTED", 3)
    client = masuk(penyelia)
    assert client.get(f"/laporan/buku/?{MONTH}").context["counted"] == f"{len(juni)} tiket"
    by_answer = client.get(f"/laporan/buku/?{MONTH}&balasan=tepat&dinilai=")
    assert by_answer.context["counted"] == "Lebih dari 3 tiket"


@pytest.mark.parametrize("book", ["buku", "pengaduan", "informasi", "sp4n"])
@pytest.mark.parametrize(
    "narrowed",
    [
        "", "sumber=whatsapp", "sumber=phone", "sumber=tidak-ada", "jenis=complaint", "jenis=information", "jenis=",
        "layanan=belum", "layanan={service}", "layanan=999999", "petugas=belum", "petugas=x", "nomor={channel}",
        "kelompok=other", "instansi={agency}", "instansi=999999", "sumber=phone&sumber=whatsapp", "n=3",
    ],
)  # fmt: skip
def test_a_list_holds_the_same_whether_figures_count_it_or_not(
    narrowed: str, book: str, bulan: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    one = bulan[0]
    narrowed = narrowed.format(service=one.service_id, channel=one.channel_id, agency=one.agency_id)
    client = masuk(penyelia)
    counted = client.get(f"/laporan/{book}/?{MONTH}&{narrowed}").context
    by_days = client.get(f"/laporan/{book}/?{MONTH}&{narrowed}&{_IN_JUNE}").context
    assert counted["rows"] == by_days["rows"]
    assert counted["counted"] == by_days["counted"] == f"{len(counted['rows'])} tiket"
