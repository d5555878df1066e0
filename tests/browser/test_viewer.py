"""Photos and PDF files are looked at beside the composer, by keys alone, and on a telephone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW
from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.work import open_ticket, take
from tests.processes.servers import wait_until


def _with_files(citizen: Writer, page: Page, office: Office) -> None:
    """A photo, a PDF and another photo in a ticket that is mine."""
    open_ticket(page, office, citizen.hands_over())
    take(page)
    for kind in ("image", "document", "image"):
        citizen.sends(type=kind)
    expect(page.locator("#thread a[data-view]")).to_have_count(3, timeout=SLOW)


def test_beside_the_composer_by_keys(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas1.dkkpg")
    _with_files(writer("KIA"), page, office)
    viewer, place = page.locator("#viewer"), page.locator("#viewer-place")
    first = page.locator("#thread a[data-view]").first
    first.focus()
    page.keyboard.press("Enter")
    expect(place).to_have_text("1 dari 3")
    photo = viewer.locator("img")
    expect(photo).to_be_visible()
    expect(photo).to_have_attribute("style", re.compile(r"rotate\(0deg\)"), timeout=SLOW)
    wide = photo.evaluate("it => it.getBoundingClientRect().width")
    page.keyboard.press("+")
    assert photo.evaluate("it => it.getBoundingClientRect().width") > wide
    page.keyboard.press("0")
    page.keyboard.press("t")
    assert "rotate(90deg)" in str(photo.get_attribute("style"))
    assert findings(page) == []
    # What is seen is answered in the same place.
    page.keyboard.press("r")
    page.keyboard.type("Fotonya jelas, terima kasih.")
    expect(page.locator("#id_text")).to_have_value("Fotonya jelas, terima kasih.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#thread")).to_contain_text("Fotonya jelas", timeout=SLOW)
    expect(viewer).to_be_visible()
    page.keyboard.press("Escape")  # leaves the composer
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("2 dari 3")
    shown = viewer.locator("iframe")
    expect(shown).to_be_visible()
    wait_until(lambda: _has_pdf(page), seconds=20, what="the browser shows the PDF")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(page.locator("#thread a[data-view]").nth(1)).to_be_focused()


def _has_pdf(page: Page) -> bool:
    page.wait_for_timeout(200)  # lets Playwright hear of new frames
    return any("mhjfbmdgcfjbbpaeojofohoefgiehjai" in frame.url for frame in page.frames)


def test_over_the_page_on_a_telephone(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas1.dkkpg", viewport=NARROW)
    _with_files(writer("KIA"), page, office)
    page.locator("#thread .file__picture").first.click()
    viewer = page.locator("#viewer")
    expect(viewer.locator("img")).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    viewer.get_by_role("button", name="Berikutnya").click()
    expect(page.locator("#viewer-place")).to_have_text("2 dari 3")
    viewer.get_by_role("button", name="Tutup (Esc)").click()
    expect(viewer).to_be_hidden()


def test_without_javascript_the_link_opens_the_file(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    live = log_in("petugas1.dkkpg")
    _with_files(writer("KIA"), live, office)
    plain = log_in("petugas1.dkkpg", java_script_enabled=False)
    plain.goto(live.url)
    with plain.context.expect_page() as opened:
        plain.locator("#thread a[data-view=image]").first.click()
    assert "/berkas/" in opened.value.url
