"""A service asks for a second pair of eyes: written by one, let go by another with one key."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.office import Writer
from tests.browser.phone import SLOW

OPERATOR, SUPERVISOR, ADMIN = "petugas1.dkkpg", "penyelia.dkkpg", "admin.dkkpg"
SERVICE = "Akta kematian"


def asks(page: Page, *, on: bool) -> None:
    """Switch it in the configuration, as the office's admin."""
    page.goto(f"{page.url.split('/kelola/')[0]}/kelola/services/service/?q=kematian")
    page.locator("#result_list tbody a").first.click()
    page.get_by_label("Balasan diperiksa penyelia dahulu").set_checked(on)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("berhasil")).to_be_visible()


def test_an_answer_waits_comes_back_and_goes_out(
    log_in: Callable[..., Page], writer: Callable[..., Writer]
) -> None:
    admin = log_in(ADMIN, "/kelola/services/service/")
    asks(admin, on=True)
    try:
        citizen = writer("KIA", name="Warga Diperiksa")
        register = citizen.hands_over(service=SERVICE)
        one, other = (log_in(name, f"/tiket/{register}/") for name in (OPERATOR, SUPERVISOR))
        expect(one.locator("#reply-form").get_by_text("Diperiksa penyelia dahulu")).to_be_visible()
        one.locator("#id_text").fill("Mohon maaf, belum dapat kami penuhi.")
        one.locator("#id_text").press("Control+Enter")
        held = other.locator("#held")
        expect(one.locator("#held")).to_contain_text("Tulisan Anda menunggu persetujuan")
        expect(held).to_contain_text("Mohon maaf, belum dapat", timeout=SLOW)
        assert findings(other) == []

        held.get_by_text("Kembalikan dengan catatan").click()
        other.get_by_label("Apa yang perlu diperbaiki").fill("Sebutkan dasarnya.")
        other.get_by_label("Apa yang perlu diperbaiki").press("Control+Enter")
        expect(one.locator("#held")).to_contain_text("Sebutkan dasarnya.", timeout=SLOW)
        expect(one.locator("#id_text")).to_have_value("Mohon maaf, belum dapat kami penuhi.")
        one.locator("#id_text").fill("Mohon maaf, menurut pasal 7 belum dapat kami penuhi.")
        one.locator("#id_text").press("Control+Enter")

        expect(held).to_contain_text("pasal 7", timeout=SLOW)
        assert not any("maaf" in str(said) for said in citizen.told())
        other.locator("body").press("p")
        citizen.hears("pasal 7")
        expect(held).to_have_text("", timeout=SLOW)
        expect(one.locator("#held")).to_have_text("", timeout=SLOW)
    finally:
        asks(admin, on=False)
