"""An officer answers one message of the citizen: by keys alone, by its menu, and on a telephone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW
from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.work import open_ticket, take

ASKED = "Berapa biayanya, ya?"


@pytest.fixture
def citizen(writer: Callable[..., Writer]) -> Writer:
    return writer("KIA", name="Warga Bertanya")


def _asked(page: Page, office: Office, citizen: Writer) -> None:
    """A ticket of mine in which the citizen asked two things."""
    open_ticket(page, office, citizen.hands_over())
    take(page)
    for words in (ASKED, "Bisa diwakilkan?"):
        citizen.says(words)
        expect(page.locator("#thread")).to_contain_text(words, timeout=SLOW)


def _choose(page: Page, words: str) -> None:
    """With k from the newest message upwards."""
    page.locator("body").press("k")
    for _ in range(20):
        if words in page.evaluate("document.activeElement.innerText"):
            return
        page.keyboard.press("k")
    raise AssertionError(f"no message says {words}")


def _send_knowing(page: Page) -> None:
    """Send what was typed before the citizen changed something, having read that."""
    page.locator("#id_text").press("Control+Enter")
    page.locator("#reply-errors [name=confirmed]").check(timeout=SLOW)
    page.locator("#id_text").press("Control+Enter")


def test_by_keys_alone_and_the_citizen_sees_what_is_answered(
    office: Office, citizen: Writer, log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas1.dkkpg")
    _asked(page, office, citizen)
    quoted, text = page.locator("#quoted"), page.locator("#id_text")
    _choose(page, ASKED)
    page.keyboard.press("b")
    expect(quoted).to_contain_text(ASKED)
    expect(text).to_be_focused()
    assert findings(page) == []
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # takes it off
    expect(quoted).to_be_hidden()
    page.keyboard.press("Escape")
    _choose(page, ASKED)
    page.keyboard.press("b")
    page.keyboard.type("Gratis, Bu.")
    expect(page.locator("#draft-state")).to_have_text("Draf tersimpan")
    page.reload()
    expect(quoted).to_contain_text(ASKED)
    expect(text).to_have_value("Gratis, Bu.")
    text.press("Control+Enter")
    said = page.locator(".bubble--out", has_text="Gratis, Bu.")
    expect(said.locator(".bubble__quote")).to_contain_text(ASKED, timeout=SLOW)
    expect(quoted).to_be_hidden()
    heard = citizen.hears("Gratis, Bu.")
    asked = next(one for one in citizen.messages() if one["text"] == ASKED)
    assert heard["quoted"] == asked["wamid"]
    page.keyboard.press("Escape")
    page.locator("body").press("?")
    expect(page.locator("#shortcuts")).to_contain_text("Balas dengan mengutip pesan")


def test_by_the_menu_of_the_message_on_a_telephone(
    office: Office, citizen: Writer, log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas1.dkkpg", viewport=NARROW)
    _asked(page, office, citizen)
    page.locator(".bubble--in", has_text=ASKED).locator(".bubble__info").click()
    page.get_by_role("dialog").get_by_role("link", name="Balas pesan ini").click()
    quoted = page.locator("#quoted")
    expect(quoted).to_contain_text(ASKED)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert findings(page) == []


def test_what_was_taken_back_is_refused_and_nothing_is_lost(
    office: Office, citizen: Writer, log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas1.dkkpg")
    _asked(page, office, citizen)
    _choose(page, "Bisa diwakilkan?")
    page.keyboard.press("b")
    page.keyboard.type("Bisa, dengan surat kuasa.")
    wamid = next(one["wamid"] for one in citizen.messages() if one["text"] == "Bisa diwakilkan?")
    citizen.sends(type="revoke", message_id=wamid)
    expect(page.locator(".bubble--in", has_text="ditarik pemohon")).to_be_visible(timeout=SLOW)
    text = page.locator("#id_text")
    _send_knowing(page)
    errors = page.locator("#reply-errors")
    expect(errors).to_contain_text("sudah ditarik pemohon. Lepas kutipannya", timeout=SLOW)
    expect(text).to_have_value("Bisa, dengan surat kuasa.")
    page.get_by_role("link", name="Batal kutip").click()
    _send_knowing(page)
    assert not citizen.hears("surat kuasa")["quoted"]
