"""An officer's day by what stands on the pages alone, on a desk and on a telephone.

The twelfth task, twenty similar tickets, is in test_many.py; by keys all of them are in test_keyboard.py and
test_few_keys.py.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.office import Office, Writer
from tests.browser.papers import letter
from tests.browser.phone import SLOW
from tests.browser.test_accessibility import check
from tests.browser.work import open_ticket

OFFICER, COLLEAGUE = "petugas1.dkkpg", "petugas2.dkkpg"
STATE = ".case-head__state"


@pytest.fixture(params=[WIDE, NARROW], ids=["desk", "telephone"])
def page(request: pytest.FixtureRequest, log_in: Callable[..., Page]) -> Page:
    """The officer's, without a keyboard's help on a telephone."""
    return log_in(OFFICER, "/antrean/", viewport=request.param, has_touch=request.param == NARROW)


def menu(page: Page) -> Locator:
    """The further verbs of a ticket, opened."""
    page.locator(".case-head").get_by_text("Lainnya", exact=True).click()
    return page.locator(".case-head .menu__items")


def test_the_most_urgent_is_on_top(page: Page, writer: Callable[..., Writer]) -> None:
    citizen = writer("Pengaduan", "Tolong, ada kebakaran di belakang kantor camat sekarang")
    rows = page.locator("#queue-list .row")
    mine = rows.filter(has_text=citizen.name)
    expect(mine).to_contain_text("Darurat", timeout=SLOW)
    above = rows.all_inner_texts()[:5]
    place = next(n for n, text in enumerate(above) if citizen.name in text)
    assert all("Darurat" in text for text in above[:place])
    mine.locator("a").first.click()
    expect(page.locator(STATE)).to_contain_text("Darurat")
    page.get_by_role("button", name="Ambil").click()
    expect(page.locator(STATE)).to_contain_text("Tugas Anda", timeout=SLOW)


def test_from_a_word_of_the_citizen_to_the_survey(
    page: Page,
    writer: Callable[..., Writer],
    log_in: Callable[..., Page],
    tmp_path: Path,
) -> None:
    word = f"lumbung{tmp_path.name[-8:].translate(str.maketrans('0123456789-_', 'abcdefghijkl'))}"
    citizen = writer("KIA", name="Maria Hari")
    citizen.hands_over(service="KIA", text=f"Saya perlu KIA untuk anak, aktanya di {word}.")
    # Found by a word the citizen wrote, and taken.
    page.get_by_placeholder("Cari").fill(word)
    page.get_by_role("button", name="Cari").click()
    page.locator(".found .row", has_text=citizen.name).locator("a").first.click()
    page.get_by_role("button", name="Ambil").click()
    expect(page.locator(STATE)).to_contain_text("Tugas Anda")
    # What is missing stands on the page, and less of it once a part has come.
    lacks = page.locator(".case", has=page.get_by_role("heading", name="Berkas yang masih kurang"))
    expect(lacks).to_contain_text("Kutipan akta kelahiran")
    citizen.sends(type="image", caption="kutipan akta kelahiran")
    expect(lacks).not_to_contain_text("Kutipan akta kelahiran", timeout=SLOW)
    expect(lacks).to_contain_text("KK")
    # A quick reply with the name, and a PDF.
    page.locator("#composer").get_by_role("link", name="Balasan cepat").first.click()
    expect(page.get_by_role("link", name="Atur balasan cepat")).to_be_visible()
    check(page)
    page.get_by_role("option").filter(has_text="/salam").click()
    text = page.get_by_label("Balasan untuk pemohon")
    expect(text).to_have_value(
        f"Selamat datang, Bapak/Ibu {citizen.name}. Saya bantu prosesnya, mohon ditunggu."
    )
    page.locator("#id_files").set_input_files(letter(tmp_path / "formulir-contoh.pdf", "Formulir"))
    page.locator("#reply-form").get_by_role("button", name="Kirim", exact=True).click()
    citizen.hears("formulir-contoh.pdf")
    # Ask, and wait until Monday or whatever the next working day is.
    text.fill("Mohon kirim foto KK, Ibu.")
    page.locator("#reply-form").get_by_label("Balas sekaligus").click()
    after = page.locator("#reply-form .menu__items")
    assert all(one.bounding_box()["height"] < 50 for one in after.get_by_role("button").all())  # type: ignore[index]  # they are visible
    after.get_by_role("button", name="Kirim, lalu tunggu sampai").click()
    page.get_by_role("dialog").locator("[data-until]").first.click()  # "Besok" before a working day
    expect(page.locator(".case-head__clock")).to_contain_text(
        "menunggu pemohon sampai", timeout=SLOW
    )
    citizen.hears("foto KK")
    # A note that a colleague notices.
    colleague = log_in(COLLEAGUE, "/antrean/")
    name = colleague.locator(".rail__name").inner_text()
    page.get_by_role("link", name="Catatan").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Catatan internal").fill("Mohon dicek tanggal lahirnya.")
    dialog.get_by_label(name).check()
    dialog.get_by_role("button", name="Simpan catatan").click()
    expect(page.locator(".bubble--note").last).to_contain_text(f"untuk {name}")
    colleague.locator(".rail__link[href='/pemberitahuan/']").click()
    told = colleague.get_by_role("dialog").locator(".reminder").first
    expect(told).to_contain_text("menyebut Anda di catatan.")
    # Closed, with the survey.
    page.get_by_role("link", name="Selesaikan").click()
    dialog.get_by_label("Dipenuhi").check()
    dialog.get_by_role("button", name="Selesaikan").click()
    expect(page.locator(STATE)).to_contain_text("Selesai", timeout=SLOW)
    citizen.hears("/survei/")


def test_a_matter_of_another_line_is_transferred(
    page: Page, office: Office, writer: Callable[..., Writer]
) -> None:
    register = writer("KIA", name="Yosef Salah").hands_over(service="KIA")
    open_ticket(page, office, register)
    menu(page).get_by_role("link", name="Teruskan").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Layanan tujuan").select_option(label="Akta kematian")
    dialog.get_by_label("Alasan").fill("Yang diminta akta kematian.")
    dialog.get_by_role("button", name="Teruskan").click()
    page.wait_for_url("**/antrean/**")
    expect(page.locator("body")).to_contain_text("Tiket diteruskan. Nomor registernya tetap.")
    open_ticket(page, office, register)
    expect(page.locator(".case-head__meta")).to_contain_text("Akta kematian")
