"""The open survey on a telephone, and at a counter that many visitors use one after the other."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW, WIDE
from tests.browser.office import Office

LINKS = "/dasbor/ikm/tautan/"


def address_of(admin: Page, kind: str) -> str:
    """Make a link of that kind if there is none, and return where it leads."""
    button = admin.get_by_role("link", name=kind)
    if not button.count():
        if kind == "Buka layar loket":
            admin.get_by_label("Layar di loket").check()
        admin.get_by_role("button", name="Buat", exact=True).click()
    return str(button.first.get_attribute("href"))


def fill(page: Page) -> None:
    page.get_by_label("Layanan yang Bapak/Ibu terima").select_option(index=1)
    for question in page.locator(".survey__question").all():
        question.locator("input[type=radio]").nth(2).check()


def test_a_telephone_answers_by_the_posters_address(
    office: Office, log_in: Callable[..., Page], new_context: Callable[..., BrowserContext]
) -> None:
    admin = log_in("admin.dkkpg", LINKS)
    address = address_of(admin, "Lihat formulir")
    assert findings(admin) == []
    page = new_context(viewport=NARROW).new_page()
    page.goto(f"{office.url}{address}")
    assert findings(page) == []
    page.goto(f"{office.url}{address}?tampil=semua")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page).to_have_title("Belum terkirim: Survei kepuasan · Si Whapik")
    expect(page.get_by_role("alert")).to_be_focused()
    fill(page)
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Terima kasih")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bagaimana pelayanan kami?")


def test_all_on_one_page_is_offered_only_where_it_is_not_so(
    office: Office, log_in: Callable[..., Page], new_context: Callable[..., BrowserContext]
) -> None:
    address = address_of(log_in("admin.dkkpg", LINKS), "Lihat formulir")
    page = new_context(viewport=NARROW).new_page()
    page.goto(f"{office.url}{address}")
    offered = page.get_by_role("link", name="Semua pertanyaan di satu halaman")
    expect(offered).to_be_visible()
    page.set_viewport_size(WIDE)
    expect(offered).to_be_hidden()


def test_a_telephone_goes_on_where_it_was_left_and_at_what_has_to_be_mended(
    office: Office, log_in: Callable[..., Page], new_context: Callable[..., BrowserContext]
) -> None:
    address = address_of(log_in("admin.dkkpg", LINKS), "Lihat formulir")
    context = new_context(viewport=NARROW)
    page = context.new_page()
    page.goto(f"{office.url}{address}")
    page.get_by_label("Layanan yang Bapak/Ibu terima").select_option(index=1)
    shown = page.locator(".survey__question:visible")
    for _ in range(3):
        page.get_by_role("link", name="Lanjut").locator("visible=true").click()
        expect(shown).to_be_focused()
        assert findings(page) == []
        shown.locator("input[type=radio]").nth(2).check()
    page.close()
    page = context.new_page()
    page.goto(f"{office.url}{address}")
    shown = page.locator(".survey__question:visible")
    expect(shown).to_contain_text("4.")
    page.goto(f"{office.url}{address}#akhir")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title("Belum terkirim: Survei kepuasan · Si Whapik")
    expect(shown).to_contain_text("4.")
    assert findings(page) == []
    page.get_by_role("alert").get_by_role("link").last.click()
    expect(shown).to_contain_text("9.")


def test_a_counter_is_empty_again_after_a_silence_and_after_the_thanks(
    office: Office, log_in: Callable[..., Page], new_context: Callable[..., BrowserContext]
) -> None:
    address = address_of(log_in("admin.dkkpg", LINKS), "Buka layar loket")
    page = new_context().new_page()
    page.clock.install()
    page.goto(f"{office.url}{address}")
    chosen, warning = page.locator("input[type=radio]:checked"), page.locator("[data-warning]")
    page.locator("input[type=radio]").first.check()
    page.clock.run_for(50_000)
    expect(warning).to_be_visible()
    page.mouse.click(2, 2)
    expect(warning).to_be_hidden()
    page.clock.run_for(50_000)
    expect(chosen).to_have_count(1)
    page.clock.run_for(15_000)
    expect(chosen).to_have_count(0)

    fill(page)
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Terima kasih")
    page.clock.run_for(12_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bagaimana pelayanan kami?")
    expect(chosen).to_have_count(0)


def test_without_scripts_the_counter_has_buttons(
    office: Office, log_in: Callable[..., Page], new_context: Callable[..., BrowserContext]
) -> None:
    address = address_of(log_in("admin.dkkpg", LINKS), "Buka layar loket")
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{office.url}{address}")
    page.locator("input[type=radio]").first.check()
    page.get_by_role("link", name="Hapus jawaban dan mulai dari awal").click()
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    fill(page)
    page.get_by_role("button", name="Kirim jawaban").click()
    page.get_by_role("link", name="Selesai").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bagaimana pelayanan kami?")
