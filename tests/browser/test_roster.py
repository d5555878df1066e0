"""A supervisor's week: a gap is found and filled, and an ill officer's tickets go to colleagues."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW
from tests.browser.office import Office, Writer
from tests.browser.work import open_ticket

SUPERVISOR, OFFICER = "penyelia.dkkpg", "petugas2.dkkpg"


def open_next_week(page: Page) -> None:
    """The second week of the example data: this one, if the week has turned since they were made."""
    page.get_by_role("link", name="Minggu berikutnya").click()
    page.wait_for_url(re.compile("minggu="))
    if not page.locator("[data-shift]").count():
        page.get_by_role("link", name="Minggu sebelumnya").click()
    expect(page.locator("[data-shift]").first).to_be_visible()


def test_a_gap_of_next_week_is_found_and_filled(log_in: Callable[..., Page]) -> None:
    page = log_in("penyelia.sogaten", "/piket/")
    open_next_week(page)
    gaps = page.locator(".roster__gap")
    expect(gaps).to_have_count(1)
    expect(page.locator(".roster__sum")).to_contain_text("1 waktu buka belum ada petugas piketnya")
    gap = gaps.get_by_role("link")
    gap.focus()
    page.keyboard.press("Enter")
    choice = page.get_by_label("Petugas")
    expect(choice).to_be_visible()
    choice.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Tambahkan").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".roster__sum")).to_contain_text("Semua waktu buka ada petugas piketnya")
    expect(gaps).to_have_count(0)


def test_a_shift_is_dragged_to_another_day(log_in: Callable[..., Page]) -> None:
    page = log_in("penyelia.kober", "/piket/")
    open_next_week(page)
    days = page.locator(".roster__day")
    shift = days.locator("[data-shift]").first
    name = shift.locator("strong").inner_text()
    count = days.nth(5).locator("[data-shift]").count()
    shift.drag_to(days.nth(5))
    expect(page.locator(".alert")).to_contain_text(f"Piket {name} pindah ke Sabtu")
    expect(days.nth(5).locator("[data-shift]")).to_have_count(count + 1)


def test_ten_tickets_of_an_ill_officer_are_passed_on_in_under_ten_keys(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    registers = [writer("Surat pindah").hands_over() for _ in range(10)]
    officer = log_in(OFFICER)
    for register in registers:
        open_ticket(officer, office, register)
        officer.keyboard.press("a")
        expect(officer.locator(".case-head__state")).to_contain_text("Tugas Anda")
    page, pressed = log_in(SUPERVISOR, "/piket/"), 0
    page.get_by_role("link", name="Catat tidak bertugas").click()
    expect(page.get_by_label("Petugas")).to_be_focused()
    name = officer.locator(".rail__name").inner_text()
    # Who; the reason, "Sakit"; Enter in the date, which is today already; Enter on the button.
    for key in [*name[:3], "Tab", "s", "Tab", "Enter"]:
        page.keyboard.press(key)
        pressed += 1
    expect(page.locator(".page-head")).to_contain_text(f"{name} tidak bertugas sampai")
    expect(page.locator(".relief__row").nth(9)).to_be_visible()
    expect(page.locator(".relief button[type=submit]")).to_be_focused()
    page.keyboard.press("Enter")
    pressed += 1
    expect(page.locator(".alert").first).to_contain_text("tiket dialihkan")
    assert pressed < 10
    open_ticket(officer, office, registers[0])
    expect(officer.locator(".case-head__state")).not_to_contain_text("Tugas Anda")


@pytest.mark.parametrize("path", ["/piket/", "/piket/alihkan/"])
def test_nothing_is_cut_off_on_a_phone(log_in: Callable[..., Page], path: str) -> None:
    page = log_in("penyelia.dinsos", path, viewport=NARROW)
    wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    assert not wide
