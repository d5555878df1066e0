"""A workbook on paper: long words are read to their end, and pages say which they are."""

import openpyxl

from siwhapik.reports.files import workbook


def test_long_words_are_wrapped_and_pages_are_numbered() -> None:
    with workbook(
        [("Masuk & keluar", ("Perihal",), [["Saya mau pindah ke kabupaten lain, " * 3]])]
    ) as file:
        sheet = openpyxl.load_workbook(file).active
    assert sheet["A2"].alignment.wrap_text
    assert sheet.oddFooter.right.text == "Halaman &P dari &N"
    assert "Masuk" in sheet.oddFooter.left.text
