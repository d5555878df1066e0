"""The office's place and a contact are sent from the ticket, by key and by menu; refused outside the window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW, WIDE
from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.work import open_ticket, take

PLACE, CARD = "Dinas Kependudukan", "Validasi NIK"


def _choose(page: Page, words: str) -> None:
    what = page.get_by_role("dialog").get_by_label("Yang dikirim")
    label = what.locator("option", has_text=words).first.inner_text()
    what.select_option(label=label)


def test_by_key_and_the_phone_shows_them(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page, citizen = log_in("petugas1.dkkpg"), writer("KIA", name="Warga Mencari")
    open_ticket(page, office, citizen.hands_over())
    take(page)
    page.locator("#id_text").fill("Silakan datang ke sini.")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Kirim lokasi atau kontak")).to_be_visible()
    assert findings(page) == []
    _choose(page, PLACE)
    dialog.get_by_role("button", name="Kirim").click()
    pin = page.locator(".bubble--out .bubble__place", has_text=PLACE)
    expect(pin).to_contain_text("-10.177200,123.607000", timeout=SLOW)
    expect(page.locator("#id_text")).to_have_value("Silakan datang ke sini.")
    assert citizen.hears("-10.1772")["location"]["name"].startswith(PLACE)
    page.locator("body").press("c")
    _choose(page, CARD)
    dialog.get_by_role("button", name="Kirim").click()
    expect(page.locator(".bubble--out", has_text=CARD)).to_contain_text("+62", timeout=SLOW)
    [card] = citizen.hears("phones")["contacts"]
    assert card["phones"][0].startswith("+62")
    page.locator("body").press("?")
    expect(page.locator("#shortcuts")).to_contain_text("Kirim lokasi kantor")


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_dialog_and_what_was_sent_fit_and_can_be_read(
    office: Office,
    writer: Callable[..., Writer],
    log_in: Callable[..., Page],
    viewport: dict[str, int],
    scheme: str,
) -> None:
    page = log_in("petugas1.dkkpg", viewport=viewport, color_scheme=scheme)
    open_ticket(page, office, writer("KIA").hands_over())
    take(page)
    page.locator("#reply-form").get_by_role("link", name="Lokasi, kontak").click()
    expect(page.get_by_role("dialog").get_by_label("Yang dikirim")).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    _choose(page, PLACE)
    page.get_by_role("dialog").get_by_role("button", name="Kirim").click()
    expect(page.locator(".bubble--out .bubble__place")).to_be_visible(timeout=SLOW)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
