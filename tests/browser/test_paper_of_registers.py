"""Registers have more columns than most lists: on paper all of them stand on the sheet, and the head signs below."""

from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page

EDGE = 25  # points: less than the margin of a sheet


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("buku", "Selesai"),
        ("pengaduan", "Ketepatan"),
        ("informasi", "Ketepatan"),
        ("sp4n", "selesai"),
    ],
)
def test_no_column_is_cut_off_and_the_head_signs_on_the_last_sheet(
    log_in: Callable[..., Page], code: str, last: str
) -> None:
    page = log_in("penyelia.kober", f"/laporan/{code}/?rentang=30&cetak=1")
    sheets = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    width = sheets[0].get_width()
    words = sheets[0].get_textpage()
    at, count = words.search(last, match_case=True).get_next()
    assert max(words.get_charbox(at + n)[2] for n in range(count)) < width - EDGE
    assert "Mengetahui" in sheets[len(sheets) - 1].get_textpage().get_text_range()


@pytest.mark.parametrize("code", ["janji", "daring", "jam", "jenis", "beban"])
@pytest.mark.parametrize("span", ["30", "90", "2026-10"])
def test_the_head_signs_no_sheet_with_nothing_else_on_it(
    log_in: Callable[..., Page], code: str, span: str
) -> None:
    page = log_in("penyelia.kober", f"/laporan/{code}/?rentang={span}")
    sheets = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    last = sheets[len(sheets) - 1].get_textpage().get_text_range()
    assert "Mengetahui" in last
    assert "dihitung" in last.casefold()  # of what the last table is
