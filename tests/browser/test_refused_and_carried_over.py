"""A refusal leads to the field that it is about, and words survive the end of the 24 hours."""

import contextlib
import sqlite3
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.work import open_ticket, take

WORDS = "Surat pindah Ibu sudah terbit."


def end_the_window(office: Office, register: str) -> None:
    """As after 24 hours without a word of the citizen."""
    over = "SET window_expires_at = '2026-01-01 00:00:00'"
    database = office.product.data_dir / "siwhapik.sqlite3"
    with contextlib.closing(sqlite3.connect(database, timeout=20)) as open_database, open_database:
        conversation = "SELECT conversation_id FROM tickets_ticket WHERE register_number = ?"
        open_database.execute(
            f"UPDATE tickets_conversation {over} WHERE id = ({conversation})",  # both are written here
            [register],
        )
        open_database.execute(
            f"UPDATE tickets_ticket {over}, version = version + 1 WHERE register_number = ?",  # as above
            [register],
        )


def test_a_refused_verb_leads_to_its_field(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas3.dkkpg")
    open_ticket(page, office, writer("Surat pindah").hands_over())
    expect(page.get_by_role("link", name="Selesaikan")).to_have_count(0)
    take(page)
    page.get_by_role("link", name="Selesaikan").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[value=forwarded]").check()
    dialog.get_by_role("button", name="Selesaikan").click()
    summary = dialog.get_by_label("Hasil dalam satu kalimat")
    expect(summary).to_be_focused()
    expect(summary).to_have_attribute("aria-invalid", "true")
    expect(dialog.locator("input[value=forwarded]")).to_be_checked()


def test_a_refused_file_is_marked_until_it_is_taken_out(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas3.dkkpg")
    open_ticket(page, office, writer("Surat pindah").hands_over())
    take(page)
    files, errors = page.locator("#id_files"), page.locator("#reply-errors")
    program = {"name": "contoh.exe", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00" * 32}
    files.set_input_files(program)
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(errors).to_contain_text("contoh.exe")
    expect(files).to_have_attribute("aria-invalid", "true")
    expect(files).to_be_focused()
    expect(page.locator("#id_text")).not_to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Hapus contoh.exe").click()
    expect(errors).to_be_empty()
    expect(files).not_to_have_attribute("aria-invalid", "true")


def test_the_words_go_over_to_the_template_and_stay_a_draft(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("Surat pindah")
    register = citizen.hands_over()
    page = log_in("petugas3.dkkpg")
    open_ticket(page, office, register)
    take(page)
    page.locator("#id_text").fill(WORDS)
    end_the_window(office, register)
    box = page.locator("#template-form [data-words]").first
    expect(box).to_be_visible(timeout=SLOW)
    expect(box).to_have_value(WORDS)
    expect(page.locator(".composer__preview").first).to_contain_text(WORDS)
    expect(page.locator("[data-draft-state]")).to_have_text("Draf tersimpan")
    with page.expect_response("**/draf/"):
        box.fill(f"{WORDS} Silakan ambil.")
    page.reload()
    expect(box).to_have_value(f"{WORDS} Silakan ambil.")
    page.get_by_role("button", name="Kirim templat").click()
    told = str(citizen.hears("Silakan ambil."))
    assert register in told
    expect(page.locator("#template-form [data-words]").first).to_have_value("")


def test_what_whatsapp_refused_comes_back_while_the_page_is_open(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("Surat pindah")
    page = log_in("petugas3.dkkpg")
    open_ticket(page, office, citizen.hands_over())
    take(page)
    page.locator("#id_text").fill(WORDS)
    office.ask("window", {"citizen": citizen.id, "phone_number_id": citizen.number_id})
    page.get_by_role("button", name="Kirim", exact=True).click()
    box = page.locator("#template-form [data-words]").first
    expect(box).to_have_value(WORDS, timeout=SLOW)
    preview = page.locator(".composer__preview").first
    expect(preview).to_contain_text(WORDS)
    box.fill("Sudah di loket 2, $& {{2}}.")
    expect(preview).to_contain_text("Sudah di loket 2, $& {{2}}.")
    box.fill("")
    expect(preview).to_contain_text("[Kabar untuk pemohon]")
    page.wait_for_timeout(9000)  # a poll later it stays as the officer left it
    expect(box).to_have_value("")
