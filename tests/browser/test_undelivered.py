"""A first answer that WhatsApp refuses: seen, counted as owed, sent again once."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.work import open_ticket, take


def test_a_refused_answer_is_owed_until_it_is_sent_again(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("Surat pindah", name="Warga Gagal")
    page = log_in("petugas4.dkkpg")
    open_ticket(page, office, citizen.hands_over())
    take(page)
    office.ask("faults", {"kind": "error", "code": 131026, "count": 1})
    page.locator("#id_text").fill("Jawaban yang ditolak.")
    page.locator("#reply-form").get_by_role("button", name="Kirim").click()
    again = page.locator("#thread").get_by_role("button", name="Kirim ulang")
    expect(again).to_be_visible(timeout=SLOW)
    # The sweep looks every 15 seconds; the page every few.
    first = page.locator(".case__clock", has_text="Balasan pertama")
    expect(first).to_contain_text("paling lambat", timeout=SLOW * 2)

    again.click()  # its focus must not keep the old bubble as it was
    expect(page.locator("#thread")).to_contain_text("Sudah dikirim ulang", timeout=SLOW)
    expect(again).to_have_count(0)
    citizen.hears("Jawaban yang ditolak")
    expect(first).to_contain_text("Tepat waktu", timeout=SLOW)
