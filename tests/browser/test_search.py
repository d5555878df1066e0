"""Finding a ticket by what was said, at the keyboard; the address tells nothing of it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW
from tests.browser.office import Office, Writer
from tests.browser.work import open_ticket


def test_what_a_citizen_wrote_is_found_and_the_way_back_stays(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("Surat pindah")
    register = citizen.hands_over()
    desk = log_in("petugas1.dkkpg")
    open_ticket(desk, office, register)
    citizen.says("Berkasnya basah kehujanan di terminal")
    expect(desk.locator("#thread")).to_contain_text("kehujanan", timeout=30_000)
    desk.goto(f"{office.url}/antrean/")
    desk.keyboard.press("/")
    desk.keyboard.type("kehujanan berkas")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/antrean/?*cari=*")
    assert "kehujanan" not in desk.url
    row = desk.locator(".found .row", has_text=register)
    expect(desk.get_by_role("heading", name="Percakapan")).to_be_visible()
    expect(row.locator("mark")).to_have_text(["Berkasnya", "kehujanan"])
    expect(desk.locator("#id_q")).to_have_value("kehujanan berkas")

    address = desk.url
    desk.keyboard.press("j")
    desk.keyboard.press("o")
    desk.wait_for_url(f"**/tiket/{register}/")
    desk.go_back()
    assert desk.url == address
    expect(row).to_be_visible()
    desk.reload()
    expect(row).to_be_visible()

    desk.set_viewport_size(NARROW)
    expect(row.locator("mark").first).to_be_visible()
    width = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0

    desk.locator("#id_q").fill("tidakpernahditulis")
    desk.keyboard.press("Enter")
    expect(desk.locator("#queue-list")).to_contain_text("Yang dapat dicari")
