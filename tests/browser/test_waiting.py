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


def test_the_day_is_taken_away_and_set_again_while_it_waits(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas4.dkkpg")
    open_ticket(page, office, writer("Surat pindah").hands_over())
    take(page)
    page.locator("#id_text").fill("Mohon kirim foto KK.")
    page.keyboard.press("Alt+Shift+Enter")
    dialog, clock = page.locator("#verb"), page.locator(".case-head__clock")
    dialog.locator("[data-until]").nth(1).click()
    expect(clock).to_contain_text("menunggu pemohon sampai")
    for choice, words in (
        ("Pemohon menulis, tanpa batas", "menunggu pemohon tanpa batas hari"),
        ("Senin", "menunggu pemohon sampai"),
    ):
        page.get_by_text("Lainnya", exact=True).click()
        page.get_by_role("link", name="Ubah hari tunggu").click()
        dialog.get_by_label(choice).check()
        assert findings(page) == []
        dialog.get_by_role("button", name="Simpan").click()
        expect(dialog).to_be_hidden()
        expect(page.locator("#thread").get_by_text(words).last).to_be_visible()
    expect(clock).to_contain_text("menunggu pemohon sampai")
