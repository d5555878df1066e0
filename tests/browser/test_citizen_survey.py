"""The survey on a small telephone, without scripts."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW
from tests.browser.office import Office, Writer
from tests.browser.work import survey_link

TELEPHONE = {"viewport": NARROW, "java_script_enabled": False}


def test_errors_keep_what_was_chosen_and_a_used_link_is_polite(
    office: Office,
    writer: Callable[..., Writer],
    log_in: Callable[..., Page],
    new_context: Callable[..., BrowserContext],
) -> None:
    link = survey_link(log_in("petugas2.dkkpg"), office, writer("Pengaduan"))
    page = new_context(**TELEPHONE).new_page()
    page.goto(f"{link}?tampil=semua")
    questions = page.locator(".survey__question")
    expect(questions).to_have_count(9)
    for number in (0, 4, 8):
        questions.nth(number).locator("input[type=radio]").nth(2).check()
    page.locator("textarea").fill("Pelayanan sudah ramah (contoh).")
    page.get_by_role("button", name="Kirim jawaban").click()

    expect(page.get_by_role("alert")).to_contain_text("masih tersimpan")
    expect(page.locator(".survey__question--error")).to_have_count(6)
    for number in (0, 4, 8):
        expect(questions.nth(number).locator("input[type=radio]").nth(2)).to_be_checked()
    expect(page.locator("textarea")).to_have_value("Pelayanan sudah ramah (contoh).")

    for question in questions.all():
        question.locator("input[type=radio]").nth(3).check()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Terima kasih")
    again = page.goto(link)
    assert again
    assert again.status == 200
    expect(page.get_by_role("heading", level=1)).to_have_text("Terima kasih")
    expect(questions).to_have_count(0)


def test_one_question_a_screen_goes_forward_and_back_without_scripts(
    office: Office,
    writer: Callable[..., Writer],
    log_in: Callable[..., Page],
    new_context: Callable[..., BrowserContext],
) -> None:
    link = survey_link(log_in("petugas2.dkkpg"), office, writer("Pengaduan"))
    page = new_context(**TELEPHONE).new_page()
    page.goto(link)
    shown = page.locator(".survey__question:visible")
    for number in range(9):
        expect(shown).to_have_count(1)
        shown.locator("input[type=radio]").nth(3 if number else 1).check()
        if number != 4:
            page.get_by_role("link", name="Lanjut").locator("visible=true").click()
            continue
        page.go_back()
        page.go_forward()
        expect(shown.locator("input[type=radio]").nth(3)).to_be_checked()
        page.get_by_role("link", name="Lanjut").locator("visible=true").click()
    expect(shown).to_have_count(0)
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Terima kasih")


def test_an_unknown_link_is_explained(
    office: Office, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(**TELEPHONE).new_page()
    answer = page.goto(f"{office.url}/survei/{'x' * 32}/")
    assert answer
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_contain_text("tidak ditemukan")
    expect(page.locator("main")).to_contain_text("WhatsApp")
