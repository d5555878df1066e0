"""The survey form on a small telephone and at the counter: what is refused, the way back, weight, targets."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW
from tests.browser.office import Office, Writer
from tests.browser.test_open_survey import LINKS, address_of
from tests.browser.work import survey_link

ANSWERED = re.compile("Terima kasih")
HEAVIEST = 60_000
SMALL = """(nodes) => nodes
    .filter((node) => node.checkVisibility() && !node.matches(".skip-link, .visually-hidden *"))
    .map((node) => node.closest("label") || node)
    .filter((node) => node.getBoundingClientRect().height < 43.5)
    .map((node) => node.outerHTML.slice(0, 120))"""
PRESSED = "a, button, select, textarea, summary, input:not([type=hidden])"


def weigh(page: Page) -> list[int]:
    """The bytes that come with each answer from now on."""
    sizes: list[int] = []
    page.on("response", lambda one: sizes.append(one.request.sizes()["responseBodySize"]))
    return sizes


def refused_then_sent(page: Page) -> None:
    """Sent empty it is refused with the focus on the summary; then with all answers it is taken."""
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page).to_have_title(re.compile("^Belum terkirim: "))
    expect(page.get_by_role("alert")).to_be_focused()
    service = page.get_by_label("Layanan yang Bapak/Ibu terima")
    if service.count():
        service.select_option(index=1)
    for question in page.locator(".survey__question").all():
        question.locator("input[type=radio]").nth(2).check()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ANSWERED)


@pytest.mark.parametrize("scripts", [True, False])
def test_by_invitation_the_summary_is_read_and_back_leads_to_no_error_page(
    office: Office,
    writer: Callable[..., Writer],
    log_in: Callable[..., Page],
    new_context: Callable[..., BrowserContext],
    scripts: bool,
) -> None:
    link = survey_link(log_in("petugas2.dkkpg"), office, writer("Pengaduan"))
    page = new_context(viewport=NARROW, java_script_enabled=scripts).new_page()
    sizes = weigh(page)
    page.goto(f"{link}?tampil=semua", wait_until="networkidle")
    assert sum(sizes) < HEAVIEST
    if scripts:
        assert page.locator(PRESSED).evaluate_all(SMALL) == []
    refused_then_sent(page)
    page.go_back()
    if not scripts:  # the form that was refused, as this phone kept it
        expect(page).to_have_title(re.compile("^Belum terkirim: "))
        page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ANSWERED)


def test_by_poster_without_scripts_back_shows_the_form(
    office: Office, log_in: Callable[..., Page], new_context: Callable[..., BrowserContext]
) -> None:
    address = address_of(log_in("admin.dkkpg", LINKS), "Lihat formulir")
    page = new_context(viewport=NARROW, java_script_enabled=False).new_page()
    page.goto(f"{office.url}{address}?tampil=semua")
    refused_then_sent(page)
    page.go_back()
    expect(page).to_have_title(re.compile("^Belum terkirim: "))


@pytest.mark.parametrize("scripts", [True, False])
def test_at_the_counter_the_summary_is_read_and_nothing_of_it_is_kept(
    office: Office,
    log_in: Callable[..., Page],
    new_context: Callable[..., BrowserContext],
    scripts: bool,
) -> None:
    admin = log_in("admin.dkkpg", LINKS)
    address = address_of(admin, "Buka layar loket")
    page = new_context(viewport=NARROW, java_script_enabled=scripts).new_page()
    sizes = weigh(page)
    page.goto(f"{office.url}{address}?tampil=semua", wait_until="networkidle")
    assert sum(sizes) < HEAVIEST
    if scripts:
        assert page.locator(PRESSED).evaluate_all(SMALL) == []
        assert findings(page) == []
    refused_then_sent(page)
    if scripts:
        assert findings(page) == []
        page.go_back()
        expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    admin.goto(f"{office.url}{LINKS}")
    address_of(admin, "Lihat formulir")  # a poster, whether or not another test has made one
    admin.locator("a[href$='/poster/']").first.click()
    assert findings(admin) == []
