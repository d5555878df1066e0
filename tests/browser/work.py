"""What officers do again and again on their pages."""

import re

from playwright.sync_api import Page, expect

from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW


def open_ticket(page: Page, office: Office, register: str) -> None:
    """The page of one ticket, live."""
    page.goto(f"{office.url}/tiket/{register}/")
    expect(page.locator(".case-head__meta")).to_contain_text(register)


def take(page: Page) -> None:
    """The ticket that is open becomes mine."""
    page.get_by_role("button", name="Ambil").click()
    expect(page.locator(".case-head__state")).to_contain_text("Tugas Anda", timeout=SLOW)


def resolve(page: Page, outcome: str = "fulfilled") -> None:
    """The ticket that is open is closed with an outcome, told to the citizen in a sentence."""
    page.get_by_role("link", name="Selesaikan").click()
    dialog = page.get_by_role("dialog")
    dialog.locator(f"input[name=outcome][value={outcome}]").check()
    dialog.get_by_label("Hasil dalam satu kalimat").fill("Surat sudah terbit (contoh).")
    dialog.get_by_role("button", name="Selesaikan").click()
    expect(page.locator(".case-head__state")).to_contain_text("Selesai", timeout=SLOW)


def survey_link(page: Page, office: Office, citizen: Writer) -> str:
    """Work a new ticket of this citizen to its end; the address that only the phone gets."""
    open_ticket(page, office, citizen.hands_over())
    take(page)
    resolve(page)
    found = re.search(r"https?://[^\s\"']+/survei/[\w-]+/", str(citizen.hears("/survei/")))
    assert found
    return found.group()
