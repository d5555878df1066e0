"""Two officers at one ticket: each sees that the other is there, and that they type."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser.axe import findings
from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW

FIRST, SECOND = "petugas1.dkkpg", "petugas2.dkkpg"


def name_of(page: Page) -> str:
    return page.locator(".rail__name").inner_text()


def test_who_is_there_and_types_is_seen_and_nothing_moves(
    log_in: Callable[..., Page], writer: Callable[..., Writer], office: Office
) -> None:
    register = writer("KIA", name="Warga Berdua").hands_over(service="KIA")
    one, other = (log_in(name, f"/tiket/{register}/") for name in (FIRST, SECOND))
    line = one.locator("#together")
    expect(line).to_have_text(f"{name_of(other)} juga membuka tiket ini", timeout=SLOW)
    expect(other.locator("#together")).to_have_text(f"{name_of(one)} juga membuka tiket ini")

    box = one.locator("#id_text").bounding_box()
    other.locator("#id_text").press_sequentially("Selamat pagi, ")
    expect(line).to_have_text(f"{name_of(other)} sedang menulis balasan…", timeout=SLOW)
    assert one.locator("#id_text").bounding_box() == box
    other.locator("#id_text").fill("")
    expect(line).to_have_text(f"{name_of(other)} juga membuka tiket ini", timeout=SLOW)

    beside = one.context.new_page()  # oneself in a second tab
    beside.goto(one.url)
    expect(beside.locator("#together")).to_have_text(f"{name_of(other)} juga membuka tiket ini")
    beside.close()
    expect(other.locator("#together")).to_have_text(f"{name_of(one)} juga membuka tiket ini")

    other.goto(f"{office.url}/antrean/")
    expect(line).to_have_text("", timeout=SLOW)
    assert one.locator("#id_text").bounding_box() == box


def test_a_draft_of_a_colleague_who_left_is_taken_over(
    log_in: Callable[..., Page], writer: Callable[..., Writer], office: Office
) -> None:
    register = writer("KIA", name="Warga Draf").hands_over(service="KIA")
    one, other = (log_in(name, f"/tiket/{register}/") for name in (FIRST, SECOND))
    other.locator("#id_text").fill("Selamat pagi,\nberkas sudah lengkap.")
    expect(other.locator("#draft-state")).to_have_text("Draf tersimpan")
    name = name_of(other)
    other.goto(f"{office.url}/antrean/")
    offered = one.locator(".colleague-draft")
    expect(offered).to_contain_text(f"Draf {name}: Selamat pagi, berkas", timeout=SLOW)

    assert findings(one) == []
    one.locator("#id_text").fill("Mohon maaf menunggu.")
    offered.get_by_role("button", name="Pakai draf ini").press("Enter")
    whole = "Mohon maaf menunggu.\n\nSelamat pagi,\nberkas sudah lengkap."
    expect(one.locator("#id_text")).to_have_value(whole)
    expect(one.locator("#id_text")).to_be_focused()
    expect(offered).to_have_count(0, timeout=SLOW)
    expect(one.locator("#thread")).to_contain_text(f"memakai draf balasan {name}")
    one.reload()
    expect(one.locator("#id_text")).to_have_value(whole)

    other.goto(f"{office.url}/tiket/{register}/")
    expect(other.locator("#id_text")).to_have_value("Selamat pagi,\nberkas sudah lengkap.")
    other.goto(f"{office.url}/pemberitahuan/")
    told = other.locator(".reminder", has_text="memakai draf balasan Anda")
    expect(told.filter(has_text=register)).to_be_visible()


def test_a_draft_that_is_being_taken_over_survives_news_of_the_page(
    log_in: Callable[..., Page], writer: Callable[..., Writer], office: Office
) -> None:
    register = writer("KIA", name="Warga Lambat").hands_over(service="KIA")
    one, other = (log_in(name, f"/tiket/{register}/") for name in (FIRST, SECOND))
    other.locator("#id_text").fill("Berkas sudah lengkap.")
    expect(other.locator("#draft-state")).to_have_text("Draf tersimpan")
    other.goto(f"{office.url}/antrean/")
    offered = one.locator(".colleague-draft")
    expect(offered).to_be_visible(timeout=SLOW)
    expect(one.locator("#together")).to_have_text("", timeout=SLOW)

    held: list[Route] = []
    one.route("**/draf/pakai/", lambda route: held.append(route))
    offered.get_by_role("button", name="Pakai draf ini").click()
    other.goto(f"{office.url}/tiket/{register}/")
    expect(one.locator("#together")).to_contain_text("juga membuka tiket ini")
    held[0].continue_()
    expect(one.locator("#id_text")).to_have_value("Berkas sudah lengkap.")
    expect(offered).to_have_count(0, timeout=SLOW)
