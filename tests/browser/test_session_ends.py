"""The session ends while an officer works: it is said where they look, and nothing typed is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office, Writer
from tests.browser.work import open_ticket

NAME = "petugas3.dkkpg"


@pytest.fixture
def page(office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]) -> Page:
    """A ticket of one's own, on which the session has just ended."""
    page = log_in(NAME)
    open_ticket(page, office, writer("Surat pindah").hands_over())
    page.keyboard.press("a")
    expect(page.locator(".case-head__state")).to_contain_text("Tugas Anda")
    return page


def log_in_again(page: Page, office: Office) -> None:
    """By the link that the message offers, in a tab of its own."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Masuk lagi di tab baru").last.click()
    tab = opened.value
    tab.get_by_label("Nama pengguna").fill(NAME)
    tab.get_by_label("Kata sandi").fill(office.passwords[NAME])
    tab.get_by_role("button", name="Masuk", exact=True).click()
    tab.wait_for_url(re.compile("/tiket/"))
    tab.close()


def test_a_reply_is_sent_after_logging_in_again(page: Page, office: Office) -> None:
    box = page.locator("#id_text")
    box.fill("Berkas sudah kami terima.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator("#reply-errors")).to_contain_text("Sesi Anda berakhir")
    log_in_again(page, office)
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator("#thread .bubble--out").last).to_contain_text("Berkas sudah kami terima.")
    expect(box).to_have_value("")
    expect(page.locator("#reply-errors")).to_be_empty()


def test_a_note_is_saved_after_logging_in_again(page: Page, office: Office) -> None:
    dialog = page.locator("#verb")
    page.keyboard.press("n")
    dialog.locator("textarea").fill("Catatan yang lama ditulis")
    page.context.clear_cookies(name="sessionid")
    dialog.get_by_role("button", name="Simpan").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Sesi Anda berakhir")
    expect(dialog.locator("textarea")).to_have_value("Catatan yang lama ditulis")
    log_in_again(page, office)
    dialog.get_by_role("button", name="Simpan").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#thread .bubble--note")).to_contain_text("Catatan yang lama ditulis")


def test_a_button_that_came_to_nothing_says_so(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")
    page.get_by_text("Lainnya").click()
    page.get_by_role("link", name="Menunggu pemohon").click()
    expect(page.get_by_role("alert")).to_contain_text("Sesi Anda berakhir")
    expect(page.locator("#verb")).to_be_hidden()
