"""A workbook by itself: what it is about stands in it and at the edge of its pages, and no row runs into the next."""

import datetime as dt
import io
import itertools
import tracemalloc
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from services.models import Agency, Membership, Staff
from siwhapik.reports.about import About
from siwhapik.reports.catalogue import BOOKS, FIGURES
from siwhapik.reports.workbooks import NOTES, workbook
from tests import factories
from tests.siwhapik.evaluation.tools import body
from tickets.models import Ticket
from tickets.words import long_words

Login = Callable[[Staff], Client]
NOW = dt.datetime(2026, 6, 9, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def tentang() -> About:
    office = Agency(name="Dinas A & B (contoh)", timezone="Asia/Makassar")
    return About(
        title="Buku register", offices=[office], span="Juni 2026", staff=Staff(full_name="Ani"), now=NOW
    )  # fmt: skip


def written(about: About, head: Sequence[str], rows: Any, *, name: str = "Buku") -> Any:
    with workbook([(name, head, rows)], about=about) as file:
        return openpyxl.load_workbook(io.BytesIO(file.read()))


def notes(book: Any) -> list[tuple[str, str]]:
    return list(book[NOTES].iter_rows(min_row=2, values_only=True))


def test_pages_are_named_and_numbered(tentang: About) -> None:
    for sheet in written(tentang, ("Perihal",), [["x"]], name="Masuk & keluar"):
        assert sheet.oddHeader.left.text == "Dinas A && B (contoh)"
        assert sheet.oddHeader.right.text == "Juni 2026"
        assert sheet.oddFooter.left.text == f"Buku register: {sheet.title.replace('&', '&&')}"
        assert sheet.oddFooter.right.text == "Halaman &P dari &N"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage  # its width; as many pages as it takes
        assert sheet.page_setup.fitToHeight == 0


def test_long_names_leave_room_at_the_edge_of_a_page(tentang: About) -> None:
    """Spreadsheets refuse a file with a longer line there than 255 characters."""
    offices = [Agency(name=f"Kantor nomor {n} (contoh)", timezone="Asia/Jakarta") for n in range(40)]  # fmt: skip
    many = About(**{**vars(tentang), "offices": offices, "span": "S" * 200})
    sheet = written(many, ("Perihal",), [["x"]], name="N" * 31)["N" * 31]
    for edge in (sheet.oddHeader, sheet.oddFooter):
        assert len(f"&L{edge.left.text}&R{edge.right.text}") <= 255
    assert "Kantor nomor 39" in dict(notes(written(many, ("Perihal",), [])))["Instansi"]


def test_rows_are_as_high_as_their_words(tentang: About) -> None:
    """No spreadsheet measures the rows of a streamed file: wrapped words would lie over the next row."""
    words = "Saya mau pindah, " * 6
    later = [["pendek"]] * 300
    sheet = written(tentang, ("Perihal",), [[words], ["pendek"], *later, [words], ["satu\ndua"]])
    heights = [sheet["Buku"].row_dimensions[row].height for row in (2, 3, 304, 305)]
    usual = sheet["Buku"].sheet_format.defaultRowHeight
    assert sheet["Buku"]["A2"].alignment.wrap_text
    lines = len(words) / sheet["Buku"].column_dimensions["A"].width
    assert heights[0] == heights[2] > lines * 12
    assert heights[1] is None  # one line
    assert usual < heights[3] < heights[0]


def test_no_row_is_higher_than_spreadsheets_take(tentang: About) -> None:
    sheet = written(tentang, ("Perihal",), [["kata " * 5000]])["Buku"]
    assert 400 < sheet.row_dimensions[2].height <= 409


def test_numbers_stand_under_their_names_and_dates_apart_from_the_next_column(
    tentang: About,
) -> None:
    row = ["Ani", 3, Fraction(1, 2), dt.timedelta(hours=2), dt.date(2026, 6, 1)]
    sheet = written(tentang, ("Nama", "Tiket", "Bagian", "Lama", "Hari"), [row])["Buku"]
    heads = [cell.alignment.horizontal for cell in sheet[1]]
    assert heads == ["left", "right", "right", "right", "left"]
    assert sheet["D2"].alignment.horizontal == "right"
    assert sheet["E2"].alignment.horizontal == "left"
    apart = [[cell.alignment.indent for cell in line] for line in sheet]
    assert apart == [[0, 0, 0, 0, 1]] * 2


def test_rows_are_not_held(tentang: About) -> None:
    rows = (["Saya mau pindah", number] for number in itertools.count())
    tracemalloc.start()
    written_rows = itertools.islice(rows, 20_000)
    workbook([("Buku", ("Perihal", "Nomor"), written_rows)], about=tentang).close()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_500_000  # the heights of as many rows alone are 4 MB


_FILTERS = (("Saringan", "Sumber: WhatsApp"), ("Saringan", "Jenis: Pengaduan"))


@pytest.mark.parametrize("code", [*FIGURES, *BOOKS])
def test_each_file_says_what_it_is(
    juni: list[Ticket], penyelia: Staff, masuk: Login, dinas: Agency, code: str
) -> None:
    dinas.parent = factories.AgencyFactory(name="Kabupaten Contoh")
    dinas.save(update_fields=["parent"])
    answer = masuk(penyelia).get(
        f"/laporan/{code}/?rentang=2026-06&sumber=whatsapp&jenis=complaint&bentuk=xlsx"
    )
    book = openpyxl.load_workbook(io.BytesIO(body(answer)))
    assert book.sheetnames[-1] == NOTES
    said = notes(book)
    title = (FIGURES.get(code) or BOOKS[code]).title
    expected = {
        ("Judul", title),
        ("Instansi", dinas.name),
        ("Instansi di atasnya", "Kabupaten Contoh"),
        ("Rentang", "Juni 2026: 1 Juni 2026 sampai 9 Juni 2026"),
        *([] if code == "ekspor" else _FILTERS),  # what left has no source and kind
        ("Diambil", f"{long_words(timezone.now(), dinas.zone)}, oleh {penyelia.full_name}"),
    }
    assert expected - set(said) == set()
    explained = " ".join(words for name, words in said if name.startswith("Tentang "))
    assert "ihitung dari" in explained if code in FIGURES else BOOKS[code].explained in explained
    for sheet in book:
        assert sheet.oddHeader.left.text == dinas.name
        assert sheet["A1"].value  # a table begins in the first row


def test_the_file_of_several_offices_names_each(
    juni: list[Ticket], penyelia: Staff, masuk: Login, dinas: Agency
) -> None:
    other = factories.AgencyFactory(name="Kecamatan Contoh")
    Membership.objects.create(staff=penyelia, agency=other, role="supervisor")
    answer = masuk(penyelia).get("/laporan/jenis/?rentang=2026-06&bentuk=xlsx")
    said = dict(notes(openpyxl.load_workbook(io.BytesIO(body(answer)))))
    assert said["Instansi"] == f"{dinas.name}, Kecamatan Contoh"
    assert "Instansi di atasnya" not in said
    assert said["Saringan"].startswith("Tidak ada")
