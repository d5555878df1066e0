"""A citizen at the counter is in the same register and the same queue."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.office import Office


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
