"""What the reports of figures say, on the page and in files, and where each number leads."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from services.models import Agency, Staff
from siwhapik.reports.catalogue import FIGURES
from tests import factories
from tests.reading import flat
from tests.siwhapik.reports.conftest import JUNE
from tickets.models import Baseline, Export, FigureChange, Ticket, TicketEvent

Login = Callable[[Staff], Client]
MONTH = "rentang=2026-06"


def marked(ticket: Ticket) -> None:
    """As a verb does that changes a ticket of days that are over."""
    moments = filter(None, (ticket.received_at, ticket.due_at, ticket.resolved_at))
    FigureChange.objects.bulk_create(FigureChange(agency=ticket.agency, at=at) for at in moments)


def tables(client: Client, code: str, query: str = MONTH) -> Any:
    return client.get(f"/laporan/{code}/?{query}").context["tables"]


def words(row: Any) -> list[str]:
    return [cell.words for cell in row]


def test_a_month_by_kind_and_people(bulan: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    table, _ = tables(masuk(penyelia), "jenis")
    assert table.head == (
        "Bulan", "Permohonan dokumen", "Permintaan informasi", "Pengaduan", "Konsultasi", "Jumlah", "Orang",
    )  # fmt: skip
    assert [words(row) for row in table.rows] == [["Juni 2026", "3", "2", "2", "0", "7", "5"]]
    assert table.facts == [
        "3 permohonan dokumen, 2 permintaan informasi, 2 pengaduan = 7 tiket, dari 5 orang."
    ]


def test_people_of_two_months_are_not_added_up(
    bulan: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    again = bulan[0]
    earlier = factories.TicketFactory(
        conversation=again.conversation,
        service=again.service,
        kind="application",
        received_at=dt.datetime(2026, 5, 4, 3, 0, tzinfo=dt.UTC),
    )
    marked(earlier)
    table, _ = tables(masuk(penyelia), "jenis", "rentang=2026-T2")
    assert [words(row)[-2:] for row in table.rows] == [["0", "0"], ["1", "1"], ["7", "5"]]
    assert words(table.total)[-2:] == ["8", "5"]


def test_online_against_the_counter_of_the_book(
    bulan: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    for month in range(1, 7):
        form = {"tahun": 2026, "bulan": month, "jumlah": 175, "sumber": "buku register"}
        client.post("/laporan/loket/", form)
    clock_of_july = "rentang=sendiri&dari=2026-06-01&sampai=2026-06-30"
    table, *_ = tables(client, "daring", clock_of_july)
    # Nine days of June are over: nine thirtieths of 175.
    assert words(table.total) == ["Seluruh rentang", "7", "0", "0", "0", "53", "60", "11,8 %"]


def test_seven_of_182_is_3_8_per_cent(
    clock: Any, juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    clock.move_to(dt.datetime(2026, 7, 2, 3, 0, tzinfo=dt.UTC))
    client = masuk(penyelia)
    client.post("/laporan/loket/", {"tahun": 2026, "bulan": 6, "jumlah": 175})
    table, *_ = tables(client, "daring")
    assert words(table.rows[0]) == ["Juni 2026", "7", "0", "0", "0", "175", "182", "3,8 %"]
    assert table.facts == ["7 dari 182 = 3,8 % lewat daring."]


def test_a_year_of_the_book_is_a_twelfth_for_each_month(
    clock: Any, juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    clock.move_to(dt.datetime(2026, 7, 2, 3, 0, tzinfo=dt.UTC))
    client = masuk(penyelia)
    client.post("/laporan/loket/", {"tahun": 2026, "jumlah": 2102})
    assert ">2.102<" in client.get("/laporan/loket/").content.decode()
    table, *_ = tables(client, "daring")
    assert words(table.rows[0])[5:] == ["175", "182", "3,8 %"]
    # Months take the place of the sum of their year.
    client.post("/laporan/loket/", {"tahun": 2026, "bulan": 6, "jumlah": 93})
    assert words(tables(client, "daring")[0].rows[0])[5:] == ["93", "100", "7,0 %"]
    client.post("/laporan/loket/", {"tahun": 2026, "bulan": 6, "jumlah": ""})
    assert Baseline.objects.get().visits == 2102


def test_the_promise_by_service_and_officer(
    bulan: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    by_service, by_officer = tables(masuk(penyelia), "janji")
    (row,) = by_service.rows
    # Seven came; all first responses are due, three never came; one of four was resolved late.
    assert words(row)[:5] == ["Surat Keterangan Contoh", "7", "7", "4", "57,1 %"]
    assert words(row)[7:10] == ["7", "3", "42,9 %"]
    median, most = (row[index].value for index in (10, 11))
    hour = dt.timedelta(hours=1)
    assert 3.2 * hour < median < 4.8 * hour
    assert 24 * hour < most < 36 * hour
    assert [row[12].value, row[13].value] == [median, most]  # nothing stood still
    assert [words(one)[0] for one in by_officer.rows] == ["Belum diambil"]


def test_officers_come_by_name_and_not_by_what_they_hold(
    bulan: list[Ticket], petugas: Staff, petugas_lain: Staff, penyelia: Staff, masuk: Login
) -> None:
    Staff.objects.filter(pk=petugas.pk).update(full_name="zaki contoh")
    Staff.objects.filter(pk=petugas_lain.pk).update(full_name="Ani Contoh")
    for number, ticket in enumerate(bulan[:5]):
        holder = petugas if number else petugas_lain
        Ticket.objects.filter(pk=ticket.pk).update(assignee=holder)
        marked(ticket)
    _, by_officer = tables(masuk(penyelia), "janji")
    names = [words(one)[0] for one in by_officer.rows]
    assert names == ["Ani Contoh", "zaki contoh", "Belum diambil"]


def test_when_they_come(bulan: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    hours, _, days = tables(masuk(penyelia), "jam")
    # From ten in the morning to four in the afternoon of a Wednesday; the break is closed.
    assert [words(row)[1:] for row in hours.rows[9:17]] == [
        ["0", "0", "0"],
        ["1", "0", "1"],
        ["1", "0", "1"],
        ["0", "1", "1"],
        ["1", "0", "1"],
        ["1", "0", "1"],
        ["1", "0", "1"],
        ["0", "1", "1"],
    ]
    assert hours.facts == ["2 dari 7 = 28,6 % masuk di luar jam layanan."]
    assert words(days.rows[2]) == ["Rabu", "7", "7,00"]


@pytest.mark.parametrize("code", ["jenis", "daring", "janji", "jam"])
def test_each_number_is_as_long_as_the_list_that_it_leads_to(
    bulan: list[Ticket], penyelia: Staff, masuk: Login, code: str
) -> None:
    Ticket.objects.filter(pk=bulan[0].pk).update(service=None)
    marked(bulan[0])
    client, looked = masuk(penyelia), 0
    for table in tables(client, code):
        for row in (*table.rows, table.total):
            for name, cell in zip(table.head, row, strict=True):
                if cell.url and name != "Orang":
                    looked += 1
                    listed = client.get(cell.url).context["rows"]
                    assert len(listed) == cell.value, (table.title, row[0].words, name)
    assert looked


def test_filters_narrow_the_figures(bulan: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    client = masuk(penyelia)
    assert words(tables(client, "jenis", f"{MONTH}&jenis=complaint")[0].total)[-2:] == ["2", "2"]
    assert words(tables(client, "jenis", f"{MONTH}&layanan=belum")[0].total)[-2:] == ["0", "0"]
    assert words(tables(client, "jenis", f"{MONTH}&petugas=999999")[0].total)[-2:] == ["7", "5"]
    assert words(tables(client, "jenis", f"{MONTH}&sumber=walk_in")[0].total)[-2:] == ["0", "0"]


class Cells(HTMLParser):
    """The rows of the tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._in = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._in = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._in = self._in and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._in:
            self.rows[-1][-1] += " ".join(data.split())


def sheets(answer: Any) -> list[list[list[str]]]:
    """The cells of a workbook's tables, as its file says them."""
    book = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = []
    for part in sorted(one for one in book.namelist() if "worksheets/sheet" in one):
        tree = ElementTree.fromstring(book.read(part))  # noqa: S314  # our own file
        found.append(
            [
                ["".join(cell.itertext()) for cell in row.iter(f"{name}c")]
                for row in tree.iter(f"{name}row")
            ]
        )
        assert not list(tree.iter(f"{name}f"))  # no formula
    return found[:-1]  # the last sheet says what the file is about


def lines(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize("code", FIGURES)
def test_page_and_files_say_the_same(
    bulan: list[Ticket], penyelia: Staff, masuk: Login, code: str
) -> None:
    TicketEvent.objects.create(ticket=bulan[0], verb="noted", at=JUNE, actor=penyelia)
    factories.MessageFactory(
        conversation=bulan[0].conversation, ticket=bulan[0], direction="in", occurred_at=JUNE
    )
    FigureChange.objects.create(agency=bulan[0].agency, at=JUNE)  # as no verb did it
    client = masuk(penyelia)
    page = Cells()
    page.feed(client.get(f"/laporan/{code}/?{MONTH}").content.decode())
    asked = tables(client, code)
    files = [
        client.get(f"/laporan/{code}/?{MONTH}&bentuk=csv&tabel={table.code}") for table in asked
    ]
    assert [row for file in files for row in lines(file)] == page.rows
    assert len({file["Content-Disposition"] for file in files}) == len(asked)
    in_xlsx = [
        row
        for sheet in sheets(client.get(f"/laporan/{code}/?{MONTH}&bentuk=xlsx"))
        for row in sheet
    ]
    assert [row[0] for row in in_xlsx] == [row[0] for row in page.rows]
    assert len(Export.objects.all()) == len(asked) + 1


def test_who_took_what_is_written_down(
    juni: list[Ticket], penyelia: Staff, masuk: Login, dinas: Agency
) -> None:
    client = masuk(penyelia)
    client.get(f"/laporan/jenis/?{MONTH}&bentuk=xlsx&jenis=complaint")
    row = Export.objects.get()
    assert (row.staff, row.agency, row.report, row.form, row.rows) == (
        penyelia, dinas, "jenis", "xlsx", 6,  # two sheets
    )  # fmt: skip
    assert row.asked["jenis"] == "complaint"
    assert (row.asked["dari"], row.asked["sampai"]) == ("2026-06-01", "2026-06-09")
    assert "orang, 1 Juni 2026 sampai 9 Juni 2026" in flat(client.get("/laporan/"))


@pytest.mark.parametrize(
    "query", ["rentang=x", "instansi=x", "layanan=x&petugas=-1", "dari=x", "jenis=%00"]
)
def test_odd_questions_are_as_usual(
    juni: list[Ticket], penyelia: Staff, masuk: Login, query: str
) -> None:
    answer = masuk(penyelia).get(f"/laporan/jenis/?{query}")
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert answer.context["period"].code == "2026-06"


@pytest.mark.parametrize("code", FIGURES)
def test_a_report_costs_the_same_for_many(
    juni: list[Ticket],
    penyelia: Staff,
    masuk: Login,
    code: str,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    client, counts = masuk(penyelia), []
    client.get(f"/laporan/{code}/?{MONTH}")  # what is read once for a process
    for _ in range(2):
        with django_assert_max_num_queries(21) as captured:
            client.get(f"/laporan/{code}/?{MONTH}")
        counts.append(len(captured))
        for _ in range(50):
            factories.TicketFactory(
                conversation=juni[0].conversation,
                service=juni[0].service,
                assignee=factories.StaffFactory(),
                received_at=juni[0].received_at,
            )
    assert counts[0] == counts[1]
