"""A draft of the evaluation report is read, written and printed chapter by chapter."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_paper_and_narrow import printed

LIST = "/laporan/evaluasi/"
WHOLE = "Seluruh laporan dalam satu halaman"


def opened(page: Page) -> Page:
    """The draft of the newest span that is over."""
    page.locator("a[href$='/naskah/']").first.click()
    expect(page.get_by_role("heading", level=2, name="Ringkasan")).to_be_visible()
    return page


def contents(page: Page) -> Any:
    """The table of contents, unfolded where it is folded."""
    found = page.get_by_role("navigation", name="Daftar isi")
    summary = found.locator("summary")
    if summary.is_visible() and found.locator("details:not([open])").count():
        summary.click()
    return found


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_chapters_are_read_one_after_another(log_in: Callable[..., Page], viewport: Any) -> None:
    page = opened(log_in("penyelia.dinsos", LIST, viewport=viewport))
    titles = contents(page).get_by_role("link").all_inner_texts()
    assert titles[-1] == WHOLE
    if viewport is NARROW:
        assert page.locator("h2", has_text="Ringkasan").bounding_box()["y"] < 2 * NARROW["height"]
    for title, after in pairwise(titles[:-1]):
        expect(page.get_by_role("heading", level=2, name=title, exact=True)).to_be_visible()
        here = contents(page).locator("[aria-current=page]")
        expect(here).to_have_text(title)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("link", name=f"Berikutnya: {after}").click()
    expect(page.get_by_role("heading", level=2, name=titles[-2], exact=True)).to_be_visible()
    contents(page).get_by_role("link", name=WHOLE).click()
    expect(page.get_by_label("Ringkasan", exact=True)).to_be_visible()
    expect(page.get_by_label("Rencana", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_contents_are_used_by_keys_and_without_scripts(
    log_in: Callable[..., Page],
) -> None:
    page = opened(log_in("penyelia.dinsos", LIST, viewport=NARROW))
    page.route("**/*.js", lambda route: route.abort())
    page.reload()
    page.locator("summary", has_text="Daftar isi").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Kedatangan")).to_be_visible()


def test_what_is_typed_is_kept_before_the_next_chapter_opens(log_in: Callable[..., Page]) -> None:
    page = opened(log_in("kepala.dinsos", LIST))
    page.get_by_label("Ringkasan", exact=True).fill("Bulan yang ramai (contoh).")
    contents(page).get_by_role("link", name="Evaluasi dan rencana").click()
    page.get_by_label("Kendala").fill("Listrik padam (contoh).")
    page.get_by_role("link", name="Sebelumnya").click()
    expect(page.get_by_role("heading", level=2, name="Manfaat bagi pemohon")).to_be_visible()
    contents(page).get_by_role("link", name=WHOLE).click()
    for label, words in (("Ringkasan", "ramai"), ("Kendala", "padam")):
        expect(page.get_by_label(label, exact=True)).to_have_value(re.compile(words))


def test_two_chapters_in_two_tabs_hinder_each_other_not(log_in: Callable[..., Page]) -> None:
    page = opened(log_in("penyelia.dkkpg", LIST))
    other = page.context.new_page()
    other.goto(f"{page.url}rencana/")
    saved = re.compile("^\\s*Tersimpan ")
    page.get_by_label("Ringkasan", exact=True).fill("Satu (contoh).")
    expect(page.locator("[data-autosave-state]")).to_have_text(saved)
    other.get_by_label("Rencana", exact=True).fill("Dua (contoh).")
    expect(other.locator("[data-autosave-state]")).to_have_text(saved)
    page.get_by_label("Ringkasan", exact=True).fill("Tiga (contoh).")
    page.get_by_role("button", name="Simpan naskah").click()
    expect(page.get_by_text("Naskah tersimpan.")).to_be_visible()
    expect(page.get_by_label("Ringkasan", exact=True)).to_have_value("Tiga (contoh).")


def test_a_chapter_and_the_whole_are_printed(log_in: Callable[..., Page]) -> None:
    page = opened(log_in("penyelia.dinsos", LIST))
    lines = [f"Baris {number} (contoh)." for number in range(1, 31)]
    page.get_by_label("Ringkasan", exact=True).fill("\n".join(lines))
    first = "".join(printed(page))
    assert "Baris30(contoh)." in first
    assert "Apayangmenonjol" not in first
    assert "Angkapokok" in first
    assert "Menurutpetugas" not in first
    for words in ("Daftarisi", "Berikutnya", "Simpannaskah"):
        assert words not in first
    page.goto(f"{page.url}semua/")
    whole = "".join(printed(page))
    assert "Angkapokok" in whole
    assert "Menurutpetugas" in whole
    assert "Daftarisi" not in whole
