"""An answer that waits until a day is sent by keys alone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.office import Office, Writer
from tests.browser.work import open_ticket, take


def test_an_answer_waits_until_a_day(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas4.dkkpg")
    citizen = writer("Surat pindah")
    open_ticket(page, office, citizen.hands_over())
    take(page)
    keys, dialog = page.keyboard, page.locator("#verb")
    keys.press("r")
    keys.type("Mohon kirim foto KK.")
    keys.press("Alt+Shift+Enter")
    expect(dialog.locator("[data-until]").first).to_be_focused()
    assert findings(page) == []
    keys.press("Escape")  # nothing is sent, nothing is lost
    expect(dialog).to_be_hidden()
    expect(page.locator("#id_text")).to_have_value("Mohon kirim foto KK.")
    page.locator("#id_text").focus()
    keys.press("Alt+Shift+Enter")
    expect(dialog.locator("[data-until]").first).to_be_focused()
    keys.press("2")
    expect(page.locator(".case-head__clock")).to_contain_text("menunggu pemohon sampai")
    citizen.hears("Mohon kirim foto KK.")
    # An answer without a day asks for none, and the earlier day is not sent again.
    page.locator("#id_text").fill("Terima kasih.")
    keys.press("Control+Enter")
    citizen.hears("Terima kasih.")
    assert page.locator("#reply-form [name=until]").input_value() == ""
    citizen.says("Ini fotonya.")
    expect(page.locator(".case-head__state")).to_contain_text("Dikerjakan")
