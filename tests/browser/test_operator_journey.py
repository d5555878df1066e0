"""A citizen's first word to the index, in Chromium, with the real product."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW
from tests.browser.office import Office
from tests.browser.papers import letter, photo
from tests.browser.phone import SLOW, Phone

NAME = "Ratna Perjalanan"
SERVICE = "Kartu Identitas Anak (KIA)"


def answered(page: Page) -> int:
    """The number of answers on the page of the index."""
    page.reload()
    tile = page.locator(".stat", has=page.get_by_text("Menjawab", exact=True))
    return int(tile.locator(".stat__value").inner_text().replace(".", ""))


def test_a_message_is_registered_answered_closed_and_rated(
    office: Office,
    phone: Phone,
    log_in: Callable[..., Page],
    new_context: Callable[..., BrowserContext],
    tmp_path: Path,
) -> None:
    supervisor = log_in("penyelia.dkkpg", "/dasbor/ikm/")
    before = answered(supervisor)
    desk = log_in("petugas1.dkkpg", "/antrean/?saringan=1")
    # Of this service alone: among all that other journeys left it could stand on the second page.
    chosen = desk.locator("select[name=layanan] option", has_text=SERVICE).get_attribute("value")
    desk.goto(f"{office.url}/antrean/?layanan={chosen}")
    rows = desk.locator(".row", has_text=NAME)
    expect(rows).to_have_count(0)

    # Intake: greeting, service from the list, an album.
    phone.new_citizen(NAME, number="KIA dan akta")
    phone.write("halo")
    expect(phone.from_office("Selamat datang")).to_have_count(1, timeout=SLOW)
    phone.choose("Pilih", "KIA")
    expect(phone.from_office(SERVICE).last).to_be_visible(timeout=SLOW)
    phone.photos(photo(tmp_path / "akta.jpg", "Akta"), photo(tmp_path / "kk.jpg", "KK"))
    expect(phone.page.locator(".bubble.in img")).to_have_count(2, timeout=SLOW)

    # The queue shows it by itself, once.
    expect(rows).to_have_count(1, timeout=SLOW)
    rows.locator("a").click()
    expect(desk.get_by_role("heading", name=re.compile(NAME))).to_be_visible()
    register = desk.locator(".case-head__meta .mono").inner_text()
    expect(desk.locator("#thread .bubble--in .file img")).to_have_count(2, timeout=SLOW)

    # Work: take, answer with a PDF, see that it was read.
    desk.get_by_role("button", name="Ambil").click()
    expect(desk.locator(".case-head__state")).to_contain_text("Tugas Anda")
    desk.get_by_label("Balasan untuk pemohon").fill("Berikut KIA-nya, Ibu. Terima kasih.")
    desk.locator("#id_files").set_input_files(letter(tmp_path / "kia-contoh.pdf", "KIA (contoh)"))
    expect(desk.locator("#file-list")).to_contain_text("kia-contoh.pdf")
    desk.locator("#reply-form").get_by_role("button", name="Kirim").click()
    expect(phone.page.locator(".bubble.out a.file")).to_contain_text("kia-contoh.pdf", timeout=SLOW)
    expect(phone.from_office("Berikut KIA-nya, Ibu.")).to_have_count(1)
    ours = desk.locator("#thread .bubble--out", has_text="kia-contoh.pdf")
    expect(ours.locator(".ticks")).to_have_text("Dibaca", timeout=SLOW)

    # Closing: an outcome, the invitation, the survey without scripts on a small screen.
    desk.get_by_role("link", name="Selesaikan").click()
    dialog = desk.get_by_role("dialog")
    dialog.locator("input[name=outcome][value=fulfilled]").check()
    dialog.get_by_role("button", name="Selesaikan").click()
    expect(desk.locator(".case-head__state")).to_contain_text("Selesai", timeout=SLOW)
    link = phone.page.locator('.bubble.out a[href*="/survei/"]')
    expect(link).to_have_count(1, timeout=SLOW)
    small = new_context(viewport=NARROW, java_script_enabled=False).new_page()
    small.goto(str(link.get_attribute("href")))
    shown = small.locator(".survey__question:visible")
    for _ in small.locator(".survey__question").all():
        shown.locator("input[type=radio]").nth(3).check()
        small.get_by_role("link", name="Lanjut").locator("visible=true").click()
    small.get_by_role("button", name="Kirim jawaban").click()
    expect(small.get_by_role("heading", level=1)).to_contain_text("Terima kasih")

    assert answered(supervisor) == before + 1
    assert rows.count() <= 1
    desk.goto(f"{office.url}/antrean/?q={register}&tampilan=selesai")
    expect(rows).to_have_count(1)
