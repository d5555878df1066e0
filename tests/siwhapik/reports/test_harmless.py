"""What a spreadsheet would calculate is text in CSV."""

import pytest

from siwhapik.reports.files import csv_lines, harmless


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+62811", "'+62811"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\t1", "'\t1"),
        (" =1+1", "' =1+1"),
        ("\u00a0\u200b =1+1", "'\u00a0\u200b =1+1"),
        ("\ufeff@SUM(A1)", "'\ufeff@SUM(A1)"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("-", "-"),
        (" Jalan = 1", " Jalan = 1"),
        ("Jalan = 1", "Jalan = 1"),
        ("", ""),
    ],
)
def test_no_cell_is_calculated(text: str, cell: str) -> None:
    assert harmless(text) == cell


def test_no_head_is_calculated() -> None:
    *_, head = csv_lines(["Nama", "=1+1"], [])
    assert head == "Nama;'=1+1\r\n"
