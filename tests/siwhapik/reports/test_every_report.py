"""What holds for each report of the catalogue: chart, table, print, files, explanation, and where numbers lead."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from services.models import Staff
from siwhapik.reports.catalogue import BOOKS, FIGURES
from siwhapik.reports.forms import ReportForm
from tests.reading import flat
from tests.siwhapik.reports.conftest import JUNE
from tests.siwhapik.reports.every_report import Page, fill, in_csv, in_xlsx
from tests.siwhapik.reports.test_figures import MONTH
from tickets.figures.counting import MOMENTS
from tickets.models import Ticket

Login = Callable[[Staff], Client]
# Lists of tickets, or of what happened to one; test_taken.py has the other.
OF_TICKETS = [code for code in BOOKS if code != "ekspor"]
# Counted in a book at the counter: no tickets of the product are behind it.
BY_HAND = "Loket di luar Si Whapik"
# Each of these counts something else than tickets; it leads to those in which that happened.
NOT_TICKETS = {
    "Orang", "Pesan", "Catatan", "Berkas dikirim", "Berkas dibuka", "Menyelesaikan", "Jam kerja",
    "Di luar jam layanan", "Dari petugas", "Loket di luar Si Whapik",
}  # fmt: skip
# The sum of the officers' work: one ticket counts for each who worked on it.
SUM_OF_PEOPLE = "Semua"
# Trips beside hours, and hours beside weekdays, whose bars stand in the tables beside it.
NO_CHART = {"hemat", "jam-hari"}


@pytest.fixture
def penuh(juni: list[Ticket], petugas: Staff, penyelia: Staff) -> list[Ticket]:
    fill(juni, petugas=petugas, penyelia=penyelia)
    return juni


@pytest.mark.parametrize("code", FIGURES)
def test_each_table_has_a_chart_an_explanation_and_files(
    penuh: list[Ticket], penyelia: Staff, masuk: Login, code: str
) -> None:
    client = masuk(penyelia)
    answer = client.get(f"/laporan/{code}/?{MONTH}")
    html = answer.content.decode()
    page, tables = Page(html), answer.context["tables"]
    assert page.charts == {table.code: 1 for table in tables if table.code not in NO_CHART}
    for table in tables:
        assert (table.chart is None) is (table.code in NO_CHART)
        bars = (*table.chart.first, *table.chart.second) if table.chart else ()
        assert any(bar.height and bar.width for bar in bars) or not table.chart
        assert "ihitung dari" in table.explained
        assert table.explained.replace("&", "&amp;") in html
        assert len({*table.head}) == len(table.head)  # a phone and a file know a column by its name
    for _, url in answer.context["csv"]:
        assert client.get(f"/laporan/{code}/{url}")["Content-Type"] == "text/csv; charset=utf-8"
    assert client.get(f"/laporan/{code}/{answer.context['xlsx']}").status_code == 200


@pytest.mark.parametrize("code", FIGURES)
def test_each_number_leads_to_its_tickets(
    penuh: list[Ticket], penyelia: Staff, masuk: Login, code: str
) -> None:
    client = masuk(penyelia)
    for table in client.get(f"/laporan/{code}/?{MONTH}").context["tables"]:
        for row in filter(None, (*table.rows, table.total)):
            for name, cell in list(zip(table.head, row, strict=True))[1:]:
                where = (code, table.code, row[0].words, name)
                if not isinstance(cell.value, int) or not cell.value or name == BY_HAND:
                    continue
                if not cell.url and table.code == "hemat":
                    continue  # a product of what the first row leads to
                if not cell.url:
                    assert _holds_a_book(table, row) or row[0].words == SUM_OF_PEOPLE, where
                    continue
                listed = client.get(cell.url).context["rows"]
                if name == "Orang":
                    assert len({row["cells"][1] for row in listed}) == cell.value, where
                of_tickets = name not in NOT_TICKETS and table.code != "pesan"
                assert len(listed) == cell.value if of_tickets else listed, where


def _holds_a_book(table: Any, row: Any) -> bool:
    return BY_HAND in table.head and bool(row[table.head.index(BY_HAND)].value)


@pytest.mark.parametrize("code", OF_TICKETS)
def test_each_list_has_rows_that_lead_to_tickets_and_says_what_it_lists(
    penuh: list[Ticket], penyelia: Staff, masuk: Login, code: str
) -> None:
    client = masuk(penyelia)
    answer = client.get(f"/laporan/{code}/?{MONTH}")
    assert answer.context["rows"]
    assert BOOKS[code].explained in answer.content.decode()
    for row in answer.context["rows"]:
        assert client.get(row["url"]).status_code == 200
    printed = client.get(f"/laporan/{code}/{answer.context['print_url']}")
    assert len(printed.context["rows"]) == len(answer.context["rows"])


@pytest.mark.parametrize("code", [*FIGURES, *BOOKS])
def test_on_paper_stand_the_office_the_span_and_the_day(
    penuh: list[Ticket], penyelia: Staff, masuk: Login, code: str
) -> None:
    html = flat(masuk(penyelia).get(f"/laporan/{code}/?{MONTH}"))
    for words in (penuh[0].agency.name, "1 Juni 2026 sampai 9 Juni 2026"):
        assert words in html
    assert "Dicetak Selasa, 9 Juni 2026" in html
    assert "css/reports.css" in html  # the page's size and its numbers


@pytest.mark.parametrize("span", ["2026-06", "2026-T2", "2026"])
@pytest.mark.parametrize("code", [*FIGURES, *OF_TICKETS])
def test_page_csv_and_xlsx_say_the_same(
    penuh: list[Ticket], penyelia: Staff, masuk: Login, code: str, span: str
) -> None:
    client, asked = masuk(penyelia), f"/laporan/{code}/?rentang={span}"
    answer = client.get(asked)
    page = [_blank(table) for table in Page(answer.content.decode()).tables]
    csvs = [client.get(f"/laporan/{code}/{url}") for _, url in answer.context["csv"]]
    assert [_blank(in_csv(one)) for one in csvs] == page
    assert [_blank(one) for one in in_xlsx(client.get(f"{asked}&bentuk=xlsx"))] == page
    assert len(page[0]) > 1


def _blank(rows: list[list[str]]) -> list[list[str]]:
    """Nothing is "-" on the page, and an empty cell in a sheet."""
    return [["" if cell == "-" else " ".join(cell.split()) for cell in row] for row in rows]


@pytest.mark.parametrize("code", FIGURES)
def test_a_report_needs_no_moments_beside_those_that_it_names(
    penuh: list[Ticket], penyelia: Staff, code: str
) -> None:
    """Days that are not made are counted by these alone: what it does not name would stand there as none."""
    report, agency = FIGURES[code], penuh[0].agency
    form = ReportForm({"rentang": "2026-06"}, agencies=[agency], today=JUNE.date())
    own = report.asked(penyelia, form, now=timezone.now())
    assert report.tables(own) == report.tables(replace(own, moments=MOMENTS))
