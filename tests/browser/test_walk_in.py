"""A citizen at the counter is in the same register and the same queue."""

import re
from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office

MM = 72 / 25.4  # points


def sheets(page: Page) -> tuple[int, int, int]:
    """How many, and how wide and high in millimetres they are, as the page itself asks for."""
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    width, height = paper[0].get_size()
    return len(paper), round(width / MM), round(height / MM)


def test_a_visitor_is_registered_once_and_queued(
    office: Office, log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas3.dkkpg", "/antrean/")
    page.get_by_role("link", name="Catat permohonan").click()
    page.get_by_role("button", name="Catat", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_visible()

    page.get_by_label("Nama pemohon").fill("Tamu Loket (contoh)")
    page.get_by_label("Keperluan").fill("Bertanya syarat surat pindah.")
    page.get_by_role("button", name="Catat", exact=True).click()
    register = page.locator(".case-head__meta .mono")
    expect(register).to_have_text(re.compile(r"^DKKPG-\d{4}-\d+$"))
    number = register.inner_text()
    page.goto(f"{office.url}/antrean/?q={number}")
    row = page.locator("#queue-list .row", has_text=number)
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Tamu Loket (contoh)")


def test_its_receipt_is_one_sheet_of_a4_or_a_strip_of_a_roll(log_in: Callable[..., Page]) -> None:
    page = log_in("petugas3.dkkpg", "/antrean/")
    page.get_by_role("link", name="Catat permohonan").click()
    page.get_by_label("Nama pemohon").fill("Tamu Cetak (contoh)")
    page.get_by_label("Keperluan").fill("Bertanya syarat surat pindah.")
    page.get_by_role("button", name="Catat", exact=True).click()
    page.get_by_role("link", name="Tanda terima").click()
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Cetak di A4").click()
    assert sheets(page) == (1, 210, 297)
    page.get_by_role("button", name="Cetak di gulungan 80 mm").click()
    assert sheets(page) == (1, 80, 297)


@pytest.mark.parametrize("path", ["/antrean/", "/dasbor/", "/layanan/", "/lacak/", "/privasi/"])
def test_other_pages_ask_for_a4(log_in: Callable[..., Page], path: str) -> None:
    _, *size = sheets(log_in("penyelia.dkkpg", path))
    assert size == [210, 297]
