"""A ticket with quotes, places, contacts and what was merged into it, on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.test_merging import menu
from tests.browser.test_paper_and_narrow import printed
from tests.browser.test_quoting import _choose as choose_message
from tests.browser.test_sharing import _choose as choose_shared
from tests.browser.work import open_ticket, take

ASKED = "Berapa biayanya, ya? (contoh)"
AGAIN = "Saya ulangi: mohon KIA untuk anak saya (contoh)."


@pytest.fixture
def desk(office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]) -> Page:
    """A ticket of mine in which all of that was said."""
    citizen, page = writer("KIA"), log_in("penyelia.dkkpg")
    register = citizen.hands_over(service="KIA", text="Mohon KIA untuk anak saya (contoh).")
    open_ticket(page, office, register)
    take(page)
    thread, dialog = page.locator("#thread"), page.locator("#verb")
    for words in (ASKED, AGAIN):
        citizen.says(words)
        expect(thread).to_contain_text(words, timeout=SLOW)
    choose_message(page, ASKED)
    page.keyboard.press("b")
    page.keyboard.type("Gratis, Bu (contoh).")
    page.locator("#id_text").press("Control+Enter")
    expect(thread.locator(".bubble__quote")).to_have_count(1, timeout=SLOW)
    page.keyboard.press("Escape")
    for words in ("Dinas Kependudukan", "Validasi NIK"):
        page.locator("body").press("c")
        choose_shared(page, words)
        dialog.get_by_role("button", name="Kirim").click()
        expect(thread.locator(".bubble--out:not(.bubble--bot)", has_text=words)).to_be_visible(
            timeout=SLOW
        )
        expect(page.get_by_role("dialog")).to_have_count(0)
    citizen.sends(type="location", latitude=-10.17, longitude=123.6, name="Rumah contoh")
    menu(page, "Pisahkan menjadi tiket baru")
    dialog.get_by_label("Saya ulangi").check()
    dialog.get_by_role("button", name="Pisahkan").click()
    expect(thread).to_contain_text("menjadi tiket", timeout=SLOW)
    menu(page, "Gabungkan dengan tiket lain")
    dialog.get_by_label("pemohon yang sama").check()
    dialog.get_by_role("button", name="Gabungkan").click()
    expect(thread).to_contain_text("ke tiket ini dan memberi tahu pemohon", timeout=SLOW)
    page.reload()
    return page


def test_on_paper_each_stands_whole_and_nothing_to_press(desk: Page) -> None:
    said = "".join(printed(desk))
    for words in (ASKED, "Gratis, Bu (contoh).", AGAIN, "-10.177200,123.607000", "ValidasiNIK"):
        assert "".join(words.split()) in said
    assert "DigabungkankesiniDKKPG" in said
    assert "\u22ef" not in said  # the menu of a message
    assert "Riwayat" not in said  # closed, so it would be a title over nothing
    desk.get_by_text("Riwayat", exact=True).click()
    assert "Riwayat" in "".join(printed(desk))


def test_on_paper_an_officers_words_are_in_a_box_and_within_the_sheet(desk: Page) -> None:
    desk.emulate_media(media="print")
    boxes = desk.locator(".bubble__box")
    assert boxes.count() > 6
    for box in boxes.all():
        style = "el => [getComputedStyle(el).borderTopColor, el.scrollWidth - el.clientWidth]"
        assert box.evaluate(style) == ["rgb(153, 153, 153)", 0]
