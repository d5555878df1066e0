"""A tab stays open while a colleague logs in beside it: it does not act as the colleague."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.office import Office, Writer
from tests.browser.work import open_ticket, take

FIRST, SECOND = "petugas4.dkkpg", "petugas2.dkkpg"
TYPED = "Berkas Ibu sudah lengkap."


def log_in(page: Page, office: Office, name: str) -> str:
    """By the form; the full name that the rail then shows."""
    page.goto(f"{office.url}/masuk/")
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Kata sandi").fill(office.passwords[name])
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk/" not in url)
    return page.locator(".rail__name").inner_text()


@pytest.fixture
def old_tab(
    office: Office, writer: Callable[..., Writer], new_context: Callable[..., BrowserContext]
) -> tuple[Page, str, Writer]:
    """A ticket with an answer half typed, the colleague's name, and the citizen."""
    citizen = writer("Surat pindah")
    register = citizen.hands_over()
    page = new_context().new_page()
    log_in(page, office, FIRST)
    open_ticket(page, office, register)
    take(page)
    page.locator("#id_text").fill(TYPED)
    expect(page.locator("#draft-state")).to_have_text("Draf tersimpan")
    beside = page.context.new_page()
    beside.goto(f"{office.url}/keluar/")
    beside.locator("main").get_by_role("button", name="Keluar").click()
    beside.wait_for_url("**/masuk/")
    return page, log_in(beside, office, SECOND), citizen


def test_an_answer_is_refused_and_its_text_stays(
    office: Office, old_tab: tuple[Page, str, Writer]
) -> None:
    page, name, citizen = old_tab
    said = f"Anda sekarang masuk sebagai {name}. Muat ulang."
    page.bring_to_front()
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator("#reply-errors")).to_contain_text(said)
    expect(page.locator("#id_text")).to_have_value(TYPED)
    page.locator("#id_text").press_sequentially(" Terima kasih.")
    expect(page.locator("#draft-state")).to_contain_text(said)
    expect(page.locator("[data-live-status]")).to_contain_text(said, timeout=15_000)
    assert not any(TYPED in str(one) for one in citizen.told())
    page.reload()
    expect(page.locator("#id_text")).to_have_value("")  # it did not become the colleague's draft
    log_in_again = page.context.new_page()
    log_in_again.goto(f"{office.url}/keluar/")
    log_in_again.locator("main").get_by_role("button", name="Keluar").click()
    log_in_again.wait_for_url("**/masuk/")
    log_in(log_in_again, office, FIRST)
    log_in_again.goto(page.url)
    expect(log_in_again.locator("#id_text")).to_have_value(TYPED)


def test_a_verb_does_not_open_for_the_colleague(old_tab: tuple[Page, str, Writer]) -> None:
    page, name, _ = old_tab
    page.bring_to_front()
    page.get_by_role("link", name="Catatan").click()
    expect(page.get_by_role("alert").last).to_contain_text(f"masuk sebagai {name}. Muat ulang.")
    expect(page.locator("#verb")).to_be_hidden()


def test_without_javascript_the_page_gives_the_typed_words_back(
    old_tab: tuple[Page, str, Writer],
) -> None:
    page, name, _ = old_tab
    page.bring_to_front()
    page.evaluate("document.getElementById('reply-form').submit()")  # as without JavaScript
    expect(page.get_by_role("heading")).to_have_text(
        f"Anda sekarang masuk sebagai {name}. Muat ulang."
    )
    expect(page.locator("textarea")).to_have_value(TYPED)
