"""A workbook on paper: its pages say which they are, and no row runs into the next."""

import openpyxl

from siwhapik.reports.files import workbook


def test_pages_are_named_and_numbered() -> None:
    with workbook([("Masuk & keluar", ("Perihal",), [["Saya mau pindah, " * 6]])]) as file:
        sheet = openpyxl.load_workbook(file).active
    assert sheet.oddFooter.right.text == "Halaman &P dari &N"
    assert "Masuk" in sheet.oddFooter.left.text


def test_rows_stay_apart() -> None:
    """LibreOffice gives rows of a streamed sheet one height: wrapped words would lie over the next row."""
    with workbook([("Buku", ("Perihal",), [["Saya mau pindah, " * 6]])]) as file:
        sheet = openpyxl.load_workbook(file).active
    assert not sheet["A2"].alignment.wrap_text
