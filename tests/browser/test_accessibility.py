"""Every page, light and dark, wide and narrow: no finding of axe, nothing beside the edge."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW, WIDE
from tests.browser.office import Office, Writer
from tests.browser.work import survey_link, take

OPERATOR, SUPERVISOR, ADMIN = "petugas1.dkkpg", "penyelia.dkkpg", "superadmin"
OFFICE = "admin.dkkpg"
PAGES = [
    ("", "/masuk/"),
    ("", "/layanan/"),
    ("", "/lacak/"),
    ("", "/privasi/"),
    (SUPERVISOR, "/kelola/kalimat/"),
    (SUPERVISOR, "/kelola/coba-kalimat/"),
    ("", "/ikm/"),
    ("", "/tidak-ada/"),
    ("", f"/survei/{'y' * 32}/"),
    (OPERATOR, "/antrean/"),
    (OPERATOR, "/antrean/?q=tidak-ada-yang-cocok"),
    ("petugas1.kober", "/antrean/?tampilan=gangguan"),
    (OPERATOR, "/antrean/baru/"),
    (OPERATOR, "/tiket/bersama/"),
    (OPERATOR, "/tiket/bersama/serupa/"),
    (OPERATOR, "/pemberitahuan/"),
    (OPERATOR, "/akun/pemberitahuan/"),
    (OPERATOR, "/akun/kata-sandi/"),
    (OPERATOR, "/akun/keamanan/"),
    (OPERATOR, "/akun/keamanan/totp/activate/"),
    (OPERATOR, "/akun/keamanan/webauthn/add/"),
    (OPERATOR, "/keluar/"),
    (SUPERVISOR, "/dasbor/"),
    (SUPERVISOR, "/piket/"),
    ("penyelia.dinsos", "/piket/alihkan/"),
    (SUPERVISOR, "/dasbor/ikm/"),
    (SUPERVISOR, "/dasbor/ikm/periode/"),
    ("evaluator", "/dasbor/ikm/"),
    ("evaluator", "/dasbor/ikm/perbandingan/"),
    ("evaluator", "/dasbor/ikm/laporan/"),
    (OFFICE, "/dasbor/ikm/hitungan/"),
    (OFFICE, "/dasbor/ikm/kelompok/"),
    (OFFICE, "/dasbor/ikm/tambahan/"),
    (OFFICE, "/dasbor/ikm/saran/"),
    (OFFICE, "/dasbor/ikm/kertas/"),
    (OFFICE, "/dasbor/ikm/kertas/ketik/"),
    (OFFICE, "/dasbor/ikm/kuesioner/"),
    (OFFICE, "/dasbor/ikm/rekomendasi/"),
    (OFFICE, "/laporan/pekppp/"),
    (ADMIN, "/koordinasi/tulis/"),
    ("", "/ikm/dukcapil-kupang/"),
    ("pengamat.dkkpg", "/antrean/"),
    ("pengamat.dkkpg", "/kelola/"),
    (ADMIN, "/kelola/"),
    (ADMIN, "/kelola/services/service/"),
    (ADMIN, "/kelola/services/service/add/"),
]


STILL = """() => Promise.race([
    Promise.all(document.getAnimations().map((one) => one.finished.catch(() => 0))),
    new Promise((done) => setTimeout(done, 800)),
]).then(() => 0)"""


def check(page: Page, *sizes: dict[str, int]) -> None:
    """The page that is open, in both themes and both widths (or these)."""
    found: list[str] = []
    for size in sizes or (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # Playwright's own typed dictionary
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            rules = None if scheme == "light" else ["color-contrast"]
            found += [f"{size['width']} {scheme} {one}" for one in findings(page, rules=rules)]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{size['width']}: the page scrolls sideways")
    assert not found, f"{page.url}\n" + "\n".join(found)


def quiet(new_context: Callable[..., BrowserContext]) -> Page:
    """A page of a visitor who is not logged in."""
    return new_context().new_page()


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_has_no_finding(
    office: Office,
    log_in: Callable[..., Page],
    new_context: Callable[..., BrowserContext],
    who: str,
    path: str,
) -> None:
    if who:
        page = log_in(who, path)
    else:
        page = quiet(new_context)
        page.goto(f"{office.url}{path}")
    check(page)


def test_the_page_of_a_service_has_no_finding(
    office: Office, new_context: Callable[..., BrowserContext]
) -> None:
    page = quiet(new_context)
    page.goto(f"{office.url}/layanan/")
    page.locator('main a[href^="/layanan/"]').first.click()
    page.wait_for_url("**/layanan/*/")
    check(page)


def test_a_ticket_and_its_dialogs_have_no_finding(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("KIA", name="Warga Periksa")
    register = citizen.hands_over(service="KIA")
    citizen.sends(items=[{"type": "image"}, {"type": "document"}, {"type": "voice"}])
    page = log_in(OPERATOR, f"/tiket/{register}/")
    expect(page.locator("#thread .file img").first).to_be_attached()
    check(page)
    take(page)  # its holder may end it
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # Playwright's own typed dictionary
    for key in ("?", "n", "e"):
        page.keyboard.press(key)
        expect(page.locator("dialog[open]")).to_be_visible()
        check(page, WIDE)
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_ticket_whose_window_is_over_has_no_finding(
    office: Office, log_in: Callable[..., Page]
) -> None:
    page = log_in(OPERATOR, "/antrean/?tampilan=selesai")
    page.locator("#queue-list .row a").last.click()
    page.wait_for_url("**/tiket/**")
    check(page)


def test_the_survey_has_no_finding(
    office: Office,
    writer: Callable[..., Writer],
    log_in: Callable[..., Page],
    new_context: Callable[..., BrowserContext],
) -> None:
    link = survey_link(log_in("petugas2.dkkpg"), office, writer("Pengaduan"))
    page = quiet(new_context)
    page.goto(f"{link}?tampil=semua")
    check(page)
    page.goto(link)
    check(page)
    page.goto(f"{link}#akhir")
    check(page)
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page)


def test_the_phone_has_no_finding(
    office: Office, writer: Callable[..., Writer], new_context: Callable[..., BrowserContext]
) -> None:
    citizen = writer("Surat pindah", "halo")
    citizen.hears("Selamat datang")
    page = quiet(new_context)
    page.goto(office.phone_url)
    page.locator("#citizens button", has_text=citizen.name).first.click()
    expect(page.locator(".bubble.out").first).to_be_visible()
    check(page)
