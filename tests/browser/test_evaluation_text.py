"""The evaluation report's own text is kept while it is written, and never over a colleague's."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.office import Office

LIST = "/laporan/evaluasi/"
HEAD, ADMIN = "kepala.kober", "admin.kober"


def _opened(page: Page) -> Page:
    page.locator("a[href$='/naskah/']").first.click()
    expect(page.get_by_label("Ringkasan")).to_be_visible()
    return page


def test_what_is_typed_is_kept_without_the_button(log_in: Callable[..., Page]) -> None:
    page = _opened(log_in(HEAD, LIST))
    page.get_by_label("Ringkasan").fill("Bulan yang tenang (contoh).")
    said = page.locator("[data-autosave-state]")
    expect(said).to_have_text(re.compile("Tersimpan"))
    page.reload()
    expect(page.get_by_label("Ringkasan")).to_have_value("Bulan yang tenang (contoh).")
    colleague = _opened(log_in(ADMIN, LIST))
    colleague.get_by_label("Ringkasan").fill("Dari rekan (contoh).")
    # Without the name of who saved before: of this saving.
    theirs = re.compile(r"^\s*Tersimpan .* WIB\s*$")
    expect(colleague.locator("[data-autosave-state]")).to_have_text(theirs)
    page.get_by_label("Ringkasan").fill("Ketikan saya (contoh).")
    expect(said).to_have_text(re.compile("menyimpan naskah lain"))
    page.get_by_role("button", name="Simpan naskah").click()
    expect(page.get_by_role("alert")).to_contain_text("Dari rekan (contoh).")
    expect(page.get_by_label("Ringkasan")).to_have_value("Ketikan saya (contoh).")


def test_it_is_kept_after_logging_in_again_where_the_session_ended(
    office: Office, log_in: Callable[..., Page]
) -> None:
    page = _opened(log_in("kepala.dinsos", LIST))
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Ringkasan").fill("Ditulis lama sekali (contoh).")
    said = page.locator("[data-autosave-state]")
    expect(said).to_contain_text("sesi Anda berakhir")
    with page.context.expect_page() as opened:
        said.get_by_role("link", name="Masuk lagi di tab baru").click()
    tab = opened.value
    tab.get_by_label("Nama pengguna").fill("kepala.dinsos")
    tab.get_by_label("Kata sandi").fill(office.passwords["kepala.dinsos"])
    tab.get_by_role("button", name="Masuk", exact=True).click()
    tab.wait_for_url(re.compile("/laporan/evaluasi/"))
    tab.close()
    expect(said).to_have_text(re.compile("Tersimpan"))  # by itself
    page.reload()
    expect(page.get_by_label("Ringkasan")).to_have_value("Ditulis lama sekali (contoh).")


def test_it_is_kept_by_the_button_where_no_script_runs(
    log_in: Callable[..., Page],
) -> None:
    page = _opened(log_in("kepala.sogaten", LIST))
    page.route("**/js/autosave*.js", lambda route: route.abort())
    page.reload()
    page.get_by_label("Ringkasan").fill("Dengan tombol (contoh).")
    page.get_by_role("button", name="Simpan naskah").click()
    expect(page.get_by_text("Naskah tersimpan.")).to_be_visible()


def test_a_refused_field_is_told_and_the_rest_goes_on_being_kept(
    log_in: Callable[..., Page],
) -> None:
    page = _opened(log_in("kepala.rejasari", LIST))
    page.goto(f"{page.url}semua/")
    said, summary = page.locator("[data-autosave-state]"), page.get_by_label("Ringkasan")
    summary.fill("x" * 10_001)
    expect(said).to_have_text(re.compile("perbaiki dahulu"))
    expect(summary).to_have_accessible_description(re.compile("Paling panjang 10.000 huruf"))
    page.get_by_label("Kendala").fill("Listrik padam (contoh).")
    expect(said).to_have_text(re.compile("Tersimpan .*, kecuali “Ringkasan”"))
    page.get_by_role("button", name="Simpan naskah").click()
    expect(page.get_by_text("Belum tersimpan. Periksa kembali")).to_be_visible()
    page.get_by_label("Rencana").fill("Genset (contoh).")
    expect(said).to_have_text(re.compile("kecuali “Ringkasan”"))
    summary.fill("Pendek (contoh).")
    expect(said).to_have_text(re.compile("^Tersimpan (?!.*kecuali)"))
    expect(page.get_by_text("Paling panjang")).to_have_count(0)
    expect(page.get_by_text("Belum tersimpan. Periksa kembali")).to_have_count(0)
    page.goto(page.url)  # a reload would send the refused form again
    for label, words in (("Ringkasan", "Pendek"), ("Kendala", "Listrik"), ("Rencana", "Genset")):
        expect(page.get_by_label(label)).to_have_value(re.compile(words))
