"""A routine ticket takes at most six keys after reading: the keys are counted in the page."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.office import Office, Writer
from tests.browser.work import open_ticket, take

COUNT = """() => {
    window.keyCount = 0;
    const held = ["Shift", "Control", "Alt", "Meta"];
    addEventListener("keydown", (event) => { if (!held.includes(event.key)) window.keyCount += 1; }, true);
}"""


def test_a_routine_ticket_takes_six_keys(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas4.dkkpg")
    citizen = writer("Surat pindah")
    register = citizen.hands_over()
    open_ticket(page, office, register)
    take(page)
    page.evaluate(COUNT)
    keys = page.keyboard
    keys.press("r")
    expect(page.locator("#id_text")).to_be_focused()
    keys.press("/")
    keys.press("s")
    expect(page.locator("#quick-replies button").first).to_contain_text("/s")
    keys.press("Enter")
    expect(page.locator("#id_text")).not_to_have_value("/s")
    assert page.evaluate("window.keyCount") == 4
    keys.press("Control+Shift+Enter")  # the fifth: sent, resolved, and the next ticket opens
    page.wait_for_url(lambda url: register not in url)
    citizen.hears("selesai")
    open_ticket(page, office, register)
    expect(page.locator(".case-head__state")).to_contain_text("Selesai")
    # "Kembali" resends nothing, and what was sent is no draft.
    expect(
        page.locator("#thread .bubble--out", has_text="Selamat datang, Bapak/Ibu")
    ).to_have_count(1)
