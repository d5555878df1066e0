"""The first sheet of an XLSX file as text, whatever wrote it; nothing else."""

import datetime as dt
import io
import zipfile

import pytest
import xlsxwriter

from surveys.workbooks import BadWorkbook, is_workbook, rows_of


def workbook(rows: list[list[object]], *, in_memory: bool = True) -> bytes:
    """An XLSX file with these rows on its first sheet, and another sheet after it."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": in_memory})
    sheet = book.add_worksheet("Isian")
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(line, column, value)
    book.add_worksheet("Lain").write(0, 0, "bukan ini")
    book.close()
    return data.getvalue()


def changed(data: bytes, name: str, content: bytes) -> bytes:
    """The file with one of its parts replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return made.getvalue()


def test_cells_come_as_text_in_their_places() -> None:
    data = workbook([["U1", "Saran", None, "U2"], [], [4, "Rapi & bersih", None, 3.0], [None, 1.5]])
    assert is_workbook(data)
    rows = [(line, cells) for line, cells in rows_of(data) if any(cells)]
    assert rows == [
        (1, ["U1", "Saran", "", "U2"]),
        (3, ["4", "Rapi & bersih", "", "3"]),
        (4, ["", "1.5"]),
    ]


def test_a_date_comes_as_a_date() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        shown = book.add_format({"num_format": "dd/mm/yyyy"})
        book.add_worksheet().write_datetime(0, 0, dt.date(2026, 12, 31), shown)
    assert list(rows_of(data.getvalue())) == [(1, ["2026-12-31"])]


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    ("part", "content"),
    [
        (SHEET, b"<worksheet"),
        (SHEET, f"{ENTITY}<worksheet>&a;</worksheet>".encode()),
        (SHEET, f'<?xml version="1.0" encoding="utf-16"?>{ENTITY}<worksheet/>'.encode("utf-16")),
        (TEXTS, f"{ENTITY}<sst>&a;</sst>".encode()),
        (
            SHEET,
            b"<worksheet %s><sheetData><row r='1048576'><c><v>1</v></c></row></sheetData></worksheet>"
            % MAIN,
        ),
        (SHEET, b"<worksheet %s><row><c t='s'><v>99</v></c></row></worksheet>" % MAIN),
        (SHEET, b"<worksheet %s><row><c r='ZZZ1'><v>1</v></c></row></worksheet>" % MAIN),
        ("xl/workbook.xml", b"<workbook/>"),
        (TEXTS, b"x" * 20_000_001),
    ],
)
def test_what_is_damaged_or_meant_to_harm_is_refused(part: str, content: bytes) -> None:
    with pytest.raises(BadWorkbook):
        list(rows_of(changed(workbook([["U1"], [4]]), part, content)))


def test_a_torn_file_is_refused() -> None:
    with pytest.raises(BadWorkbook):
        list(rows_of(workbook([["U1"], [4]])[:300]))


def test_a_text_is_no_workbook() -> None:
    assert not is_workbook(b"U1;U2\n4;4\n")
