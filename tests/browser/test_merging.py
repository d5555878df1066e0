"""Tickets about the same: a request that came twice, and one lamp that several citizens report."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW, WIDE
from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.work import open_ticket, take


def fits(page: Page) -> None:
    """Nothing sticks out on a phone, and axe finds nothing serious."""
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert findings(page) == []
    page.set_viewport_size(WIDE)
    assert findings(page) == []


def menu(page: Page, name: str) -> None:
    """A verb of the ticket's menu; its form lies over the page."""
    page.locator("details.menu summary", has_text="Lainnya").click()
    page.get_by_role("link", name=name).click()


def test_a_request_that_came_twice_goes_on_under_one_number(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("KIA")
    first = citizen.hands_over(service="KIA", text="Mohon KIA untuk anak saya (contoh).")
    page = log_in("penyelia.dkkpg")
    open_ticket(page, office, first)
    take(page)
    citizen.says("Saya ulangi: mohon KIA untuk anak saya (contoh).")
    thread = page.locator("#thread")
    expect(thread).to_contain_text("Saya ulangi", timeout=SLOW)
    menu(page, "Pisahkan menjadi tiket baru")
    dialog = page.locator("#verb")
    dialog.get_by_label("Saya ulangi").check()
    dialog.get_by_role("button", name="Pisahkan").click()
    expect(thread).to_contain_text("menjadi tiket", timeout=SLOW)
    citizen.hears("Kami catat tersendiri")
    menu(page, "Gabungkan dengan tiket lain")
    own = dialog.get_by_label("pemohon yang sama")
    expect(own).to_have_count(1)
    own.check()
    fits(page)
    dialog.get_by_role("button", name="Gabungkan").click()
    expect(thread).to_contain_text("ke tiket ini dan memberi tahu pemohon", timeout=SLOW)
    expect(thread).to_contain_text("Saya ulangi")
    told = citizen.hears("jadi kami lanjutkan dengan nomor")["text"]
    assert told.count(first) == 2
    page.locator(".case__list a", has_text="-").first.click()
    expect(page.locator(".case-head__asked")).to_contain_text("Nomor ini sudah berakhir")
    fits(page)
    page.get_by_role("button", name="Batal gabung").click()
    expect(page.locator("#thread")).to_contain_text("Saya ulangi", timeout=SLOW)
    citizen.hears("kami kerjakan tersendiri lagi")
    expect(page.get_by_role("button", name="Batal gabung")).to_have_count(0)


def test_several_citizens_are_told_of_one_lamp(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    said = "Lampu jalan Kenanga raya padam gelap (contoh)."
    people = [writer("KIA") for _ in range(3)]
    numbers = [one.hands_over(service="KIA", text=said) for one in people]
    page = log_in("penyelia.dkkpg")
    open_ticket(page, office, numbers[0])
    take(page)
    menu(page, "Gabungkan dengan tiket lain")
    dialog = page.locator("#verb")
    for number in numbers[1:]:
        dialog.get_by_label(number).check()
    fits(page)
    dialog.get_by_role("button", name="Gabungkan").click()
    expect(page.locator("#thread")).to_contain_text("mengikutkan tiket", timeout=SLOW)
    fits(page)
    page.get_by_role("link", name="Selesaikan").click()
    dialog.locator("input[name=outcome][value=fulfilled]").check()
    dialog.get_by_label("Hasil dalam satu kalimat").fill("Lampu sudah diganti (contoh).")
    dialog.get_by_label("Selesaikan juga 2 tiket itu").check()
    fits(page)
    dialog.get_by_role("button", name="Selesaikan").click()
    expect(page.get_by_role("heading", name="Selesaikan pengikut: 2 tiket")).to_be_visible(
        timeout=SLOW
    )
    expect(page.locator("[data-part=bulk]")).to_contain_text("2 berhasil", timeout=SLOW)
    fits(page)
    for one, number in zip(people, numbers, strict=True):
        assert number in one.hears("Lampu sudah diganti")["text"]
        assert sum("Lampu sudah diganti" in str(each) for each in one.told()) == 1
