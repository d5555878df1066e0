"""Many tickets at once: chosen, answered and ended by keys, by touch, and without JavaScript."""

import re
import secrets
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.test_accessibility import check
from tests.processes.servers import wait_until

OPERATOR = "petugas4.dkkpg"


class Keys:
    """Presses keys and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1


def crowd(writer: Callable[..., Writer], size: int, about: str) -> list[Writer]:
    """So many citizens who ask for the same and for an officer."""
    people = [writer("Surat pindah", about, name="Warga Ramai") for _ in range(size)]
    for one in people:
        one.says("petugas")
    for one in people:
        one.hears("nomor register", seconds=90)
    return people


def test_twenty_similar_tickets_are_answered_and_resolved_in_under_thirty_keys(
    writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    word = "kej" + "".join(secrets.choice("aiueo") + secrets.choice("lmnr") for _ in range(2))
    people = crowd(writer, 20, f"Saya perlu bantuan petugas soal pindah ke sekolah {word}")
    page = log_in(OPERATOR, "/antrean/")
    keys = Keys(page)
    keys.press("/", *word, "Enter")
    page.wait_for_url("**/antrean/?cari=*")
    rows = page.locator("#queue-list .row")
    expect(rows.first).to_be_visible()
    keys.press("*")  # this page
    rest = page.locator("[data-bulk-all]")
    expect(rest).to_have_text("Semua 20 yang cocok")
    if rest.is_visible():  # the search shows some of them in two groups
        keys.press("*")
    expect(page.locator("[data-bulk-count]")).to_have_text("20 tiket terpilih")
    keys.press("r")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Balasan cepat")).to_be_focused()
    keys.press("ArrowDown")
    text = dialog.get_by_label("Balasan", exact=True)
    expect(text).not_to_be_empty()
    keys.press("Control+Shift+Enter")
    page.wait_for_url("**/tiket/bersama/*/")
    assert keys.count < 30
    expect(page.locator("#bulk-job")).to_contain_text("20 dari 20", timeout=SLOW)
    expect(page.locator("#bulk-job")).to_contain_text("20 berhasil")
    check(page)
    for one in people:
        one.hears("belum beres")  # the result
    ours = [told["text"] for told in people[3].told()]
    assert len(ours) == len(set(ours))  # nothing is said twice
    page.go_back()
    expect(rows.first).to_be_visible()
    expect(page.locator(".bulk-bar")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_rows_are_chosen_by_keys_and_by_the_mouse(
    writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    crowd(writer, 4, "Saya perlu bantuan petugas soal pindah satu keluarga")
    page = log_in(OPERATOR, "/antrean/?status=new")
    boxes, said = page.locator(".row__pick input"), page.locator("[data-bulk-count]")
    keys = page.keyboard
    for key in "xjjX":
        keys.press(key)
    expect(said).to_have_text("3 tiket terpilih")
    keys.press("x")
    expect(said).to_have_text("2 tiket terpilih")
    check(page, WIDE)
    keys.press("Escape")
    expect(page.locator(".bulk-bar")).to_be_hidden()
    beside = {"position": {"x": 500, "y": 20}}  # not on the name
    rows = page.locator("#queue-list .row")
    rows.nth(0).click(modifiers=["Control"], **beside)  # type: ignore[arg-type]  # Playwright's own typed dictionary
    rows.nth(3).click(modifiers=["Shift"], **beside)  # type: ignore[arg-type]  # as above
    expect(said).to_have_text("4 tiket terpilih")
    boxes.nth(1).click()
    expect(said).to_have_text("3 tiket terpilih")
    keys.press("w")  # also with the cursor on a box
    expect(page.get_by_role("dialog")).to_contain_text("Tandai 3 tiket menunggu")
    check(page, WIDE)
    page.get_by_label("Yang ditunggu").fill("Foto KK")
    keys.press("Escape")
    expect(page.get_by_role("alert").last).to_contain_text("belum dikirim")
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert "/antrean/" in page.url


def test_what_was_taken_by_touch_on_a_phone_is_taken_back(
    writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    crowd(writer, 2, "Mau pindah ke kecamatan sebelah")
    page = log_in(OPERATOR, "/antrean/?tampilan=bebas", viewport=NARROW, has_touch=True)
    for n in (0, 1):
        page.locator(".row__pick").nth(n).tap()
    expect(page.locator("[data-bulk-count]")).to_have_text("2 tiket terpilih")
    check(page, NARROW)
    page.get_by_role("button", name="Ambil").tap()
    page.get_by_role("dialog").get_by_role("button", name="Ambil").tap()
    page.wait_for_url("**/tiket/bersama/*/")
    job = page.locator("#bulk-job")
    expect(job).to_contain_text("2 berhasil", timeout=SLOW)
    page.get_by_role("button", name="Batalkan yang sudah dikerjakan").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Batalkan: 2 tiket")
    expect(job).to_contain_text("2 berhasil", timeout=SLOW)


def test_without_javascript_boxes_and_the_bar_are_a_form(
    office: Office,
    writer: Callable[..., Writer],
    log_in: Callable[..., Page],
    sessions: dict[str, object],
    new_context: Callable[..., BrowserContext],
) -> None:
    crowd(writer, 2, "Saya perlu bantuan petugas soal pindah rumah")
    log_in(OPERATOR)
    plain = new_context(storage_state=sessions[OPERATOR], java_script_enabled=False).new_page()
    plain.goto(f"{office.url}/antrean/?tampilan=bebas")
    for n in (0, 1):
        plain.locator(".row__pick input").nth(n).check()
    plain.get_by_role("button", name="Ambil").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Ambil 2 tiket")
    plain.get_by_role("main").get_by_role("button", name="Ambil").click()
    expect(plain).to_have_url(re.compile("/tiket/bersama/[0-9]+/$"))

    def is_done() -> bool:
        plain.reload()
        return "2 berhasil" in plain.locator("#bulk-job").inner_text()

    wait_until(is_done, seconds=40, what="both are taken")


def test_coming_back_keeps_what_was_chosen_but_not_from_a_job(
    office: Office, log_in: Callable[..., Page]
) -> None:
    page = log_in(OPERATOR, "/antrean/")
    box = page.locator(".row__pick input").first
    bar = page.locator(".bulk-bar")
    box.check()
    page.goto(f"{office.url}/piket/")
    page.go_back()
    expect(page.locator("[data-bulk-count]")).to_have_text("1 tiket terpilih")
    # The job has begun, and the browser keeps the box as it was before.
    page.evaluate(
        """() => {
          const elt = document.createElement("form");
          elt.dataset.bulkForm = "";
          const detail = { xhr: { status: 204 }, elt };
          document.dispatchEvent(new CustomEvent("htmx:afterRequest", { detail }));
          document.querySelector(".row__pick input").checked = true;
        }"""
    )
    page.goto(f"{office.url}/piket/")
    page.go_back()
    expect(page.locator(".row").first).to_be_visible()
    expect(bar).to_be_hidden()
