"""Pages and dialogs of single verbs, light and dark, wide and narrow: no serious finding of axe."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.test_accessibility import check
from tests.browser.test_two_eyes import ADMIN, OPERATOR, SERVICE, SUPERVISOR, asks
from tests.browser.work import open_ticket, take

LOW = {"width": 1280, "height": 600}
# Also the lower edge of it can be pressed.
AT_ITS_FOOT = """(it) => {
    const box = it.getBoundingClientRect();
    return it.contains(document.elementFromPoint(box.x + box.width / 2, box.bottom - 3));
}"""


def _dialog(page: Page, name: str) -> Locator:
    """Open a verb of the ticket's menu; its dialog."""
    page.locator("#ticket-head summary", has_text="Lainnya").click()
    page.locator("#ticket-head").get_by_role("link", name=name, exact=True).click()
    dialog = page.locator("#verb")
    expect(dialog.get_by_role("heading").first).to_be_visible()
    return dialog


def _whole(page: Page, dialog: Locator) -> None:
    """Over the ticket, and as the page that it is without scripts."""
    check(page)
    form = dialog.locator("form").last
    address = str(form.get_attribute("action"))
    page.goto(f"{page.url.split('/tiket/')[0]}{address}")
    check(page)


@pytest.fixture
def counter(office: Office, log_in: Callable[..., Page]) -> Page:
    """A visitor's ticket, in hand of the officer at the counter."""
    page = log_in("petugas3.dkkpg", "/antrean/baru/")
    page.get_by_label("Nama pemohon").fill("Tamu Periksa (contoh)")
    page.get_by_label("Keperluan").fill("Mengganti kartu keluarga yang rusak (contoh).")
    page.get_by_role("button", name="Catat", exact=True).click()
    expect(page.locator(".case-head__meta .mono")).to_have_text(re.compile(r"^DKKPG-"))
    if page.get_by_role("button", name="Ambil", exact=True).count():
        take(page)
    return page


@pytest.fixture
def held(log_in: Callable[..., Page], writer: Callable[..., Writer]) -> Iterator[str]:
    """The number of a ticket on which an operator's words wait."""
    admin = log_in(ADMIN, "/kelola/services/service/")
    asks(admin, on=True)
    try:
        citizen = writer("KIA", name="Warga Ditahan")
        register = citizen.hands_over(service=SERVICE)
        page = log_in(OPERATOR, f"/tiket/{register}/")
        page.locator("#id_text").fill("Mohon maaf, belum dapat kami penuhi. " * 4)
        page.locator("#id_text").press("Control+Enter")
        expect(page.locator("#held")).to_contain_text("menunggu persetujuan", timeout=SLOW)
        yield register
    finally:
        asks(admin, on=False)


def test_macros_their_form_and_their_dialog(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in(OPERATOR, "/makro/")
    check(page)
    page.goto(f"{office.url}/makro/baru/")
    check(page)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    check(page)
    page.get_by_label("Nama", exact=True).fill("Periksa (contoh)")
    page.locator("main textarea").first.fill("Selamat pagi, {nama}. Nomor tiket: {nomor}.")
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.wait_for_url("**/makro/")
    check(page)
    page.get_by_role("link", name="Periksa (contoh)").first.click()
    check(page)
    open_ticket(page, office, writer("KIA").hands_over())
    take(page)
    page.locator("body").press("m")
    expect(page.locator("#verb").get_by_text("Periksa (contoh)").first).to_be_visible()
    check(page)
    page.goto(f"{office.url}/makro/")
    page.get_by_role("link", name="Periksa (contoh)").first.click()
    page.get_by_role("button", name="Hapus makro ini").click()
    expect(page.get_by_role("link", name="Periksa (contoh)")).to_have_count(0)


def test_the_counter_and_its_receipt(counter: Page) -> None:
    check(counter)
    counter.get_by_role("link", name="Tanda terima").click()
    counter.wait_for_url("**/tanda-terima/")
    check(counter)


def test_a_result_that_is_fetched(counter: Page) -> None:
    ticket = counter.url
    _whole(counter, _dialog(counter, "Hasil siap diambil"))
    counter.get_by_label("Tempat mengambil").fill("")
    counter.get_by_role("button", name="Nyatakan siap diambil").click()
    expect(counter.get_by_label("Tempat mengambil")).to_have_attribute("aria-invalid", "true")
    check(counter)
    counter.get_by_label("Tempat mengambil").fill("Loket 2 (contoh)")
    counter.get_by_role("button", name="Nyatakan siap diambil").click()
    counter.wait_for_url(ticket)
    expect(counter.locator(".case-head__state")).to_contain_text("Siap diambil")
    check(counter)
    counter.get_by_role("link", name="Sudah diambil").click()
    expect(counter.locator("#verb").get_by_label("Yang mewakili", exact=True)).to_be_visible()
    _whole(counter, counter.locator("#verb"))


def test_the_form_that_splits(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("KIA")
    page = log_in(SUPERVISOR)
    open_ticket(page, office, citizen.hands_over(service="KIA", text="Mohon KIA (contoh)."))
    take(page)
    citizen.says("Sekalian, lampu jalan padam (contoh).")
    expect(page.locator("#thread")).to_contain_text("lampu jalan", timeout=SLOW)
    _whole(page, _dialog(page, "Pisahkan menjadi tiket baru"))
    page.get_by_role("button", name="Pisahkan").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    check(page)


def test_words_that_wait(held: str, office: Office, log_in: Callable[..., Page]) -> None:
    for name in (OPERATOR, SUPERVISOR):
        page = log_in(name, f"/tiket/{held}/")
        expect(page.locator("#held")).to_contain_text("Mohon maaf")
        expect(page.locator(".case-head__state")).to_contain_text("Diperiksa")
        check(page)
    page.locator("#held").get_by_text("Kembalikan dengan catatan").click()
    expect(page.locator("#verb").get_by_label("Apa yang perlu diperbaiki")).to_be_visible()
    _whole(page, page.locator("#verb"))
    page.goto(f"{office.url}/antrean/?tampilan=perlu-disetujui")
    expect(page.locator("#queue-list .row").first).to_be_visible()
    check(page)


@pytest.mark.parametrize("viewport", [WIDE, LOW, NARROW])
def test_the_menus_of_a_ticket_stay_on_the_screen(
    office: Office,
    writer: Callable[..., Writer],
    log_in: Callable[..., Page],
    viewport: dict[str, int],
) -> None:
    """A low window too: the menu scrolls, and the bar at the foot of a telephone hides none of it."""
    page = log_in(SUPERVISOR, viewport=viewport)
    open_ticket(page, office, writer("KIA").hands_over(service="KIA"))
    summaries = page.locator(":is(#ticket-head, #composer) details.menu > summary:visible")
    assert summaries.count() == 2
    for summary in summaries.all():
        summary.click()
        menu = page.locator("details.menu[open] .menu__items")
        expect(menu).to_be_visible()
        box = menu.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= viewport["width"]
        last = menu.locator("a, button").last
        last.scroll_into_view_if_needed()
        last.click(trial=True)  # nothing lies over it
        assert last.evaluate(AT_ITS_FOOT)
        check(page, viewport)
        page.keyboard.press("Escape")
        expect(menu).to_be_hidden()
