"""A survey whose answers the network loses on their way, on a small telephone."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW
from tests.browser.office import Office, Writer
from tests.browser.work import survey_link


def test_what_the_network_lost_is_still_in_the_form(
    office: Office,
    writer: Callable[..., Writer],
    log_in: Callable[..., Page],
    new_context: Callable[..., BrowserContext],
) -> None:
    link = survey_link(log_in("petugas2.dkkpg"), office, writer("Pengaduan"))
    context = new_context(viewport=NARROW)
    page = context.new_page()
    page.goto(link)
    shown = page.locator(".survey__question:visible")
    for _ in range(9):
        shown.locator("input[type=radio]").nth(2).check()
        page.get_by_role("link", name="Lanjut").locator("visible=true").click()
    context.set_offline(True)
    page.get_by_role("button", name="Kirim jawaban").click()
    page.close()

    context.set_offline(False)
    page = context.new_page()
    page.goto(link)
    expect(page.locator("input[type=radio]:checked")).to_have_count(9)
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Terima kasih")
    assert page.evaluate("localStorage.length") == 0
