"""A citizen's second matter is split off from a bubble's own words, and put back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW
from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.work import open_ticket, take


def test_chosen_messages_become_a_ticket_and_come_back(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("KIA")
    register = citizen.hands_over(service="KIA", text="Mohon KIA untuk anak saya.")
    page = log_in("penyelia.dkkpg")
    open_ticket(page, office, register)
    take(page)
    citizen.says("Sekalian, lampu jalan di depan rumah padam (contoh).")
    citizen.sends(type="image")
    thread = page.locator("#thread")
    expect(thread.locator(".file--image")).to_be_visible(timeout=SLOW)
    bubble = thread.locator(".bubble", has_text="lampu jalan")
    bubble.evaluate("it => { it.tabIndex = -1; it.focus() }")  # as j and k do
    page.keyboard.press("i")
    dialog = page.locator("#verb")
    expect(dialog).to_contain_text("Sampai di kantor")
    assert findings(page) == []
    dialog.get_by_role("link", name="Pisahkan menjadi tiket baru").click()
    expect(dialog.get_by_label("lampu jalan")).to_be_checked()
    dialog.get_by_label("Foto").last.check()
    assert findings(page) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    dialog.get_by_role("button", name="Pisahkan").click()
    expect(thread).to_contain_text("memisahkan 2 pesan menjadi tiket", timeout=SLOW)
    expect(thread.locator(".file--image")).to_have_count(0)
    told = citizen.hears("Kami catat tersendiri")["text"]
    assert register in told
    page.get_by_role("button", name="Batal pisah").click()
    expect(thread.locator(".file--image")).to_be_visible(timeout=SLOW)
    citizen.hears("tidak dipakai lagi")
    expect(page.get_by_role("button", name="Batal pisah")).to_have_count(0)
