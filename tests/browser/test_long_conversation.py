"""A long conversation in a real browser: older messages on demand, and on paper all of it."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW
from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.test_paper_and_narrow import printed
from tests.browser.work import open_ticket

COUNT, OLDER = 70, 15


def say(citizen: Writer) -> None:
    """WhatsApp's times are whole seconds, and a page begins with a whole second."""
    for number in range(COUNT):
        citizen.says(f"Kalimat ke-{number}.")
        if number == OLDER:
            time.sleep(1.5)


def test_older_messages_come_on_demand_and_the_reading_place_stays(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("Surat pindah")
    register = citizen.hands_over()
    say(citizen)
    desk = log_in("penyelia.dkkpg")
    open_ticket(desk, office, register)
    expect(desk.locator("#thread")).to_contain_text(f"Kalimat ke-{COUNT - 1}.", timeout=SLOW)
    desk.reload()
    link = desk.get_by_role("link", name="Tampilkan pesan sebelumnya")
    first = desk.locator("#thread .bubble").first
    expect(link).to_have_count(1)
    expect(desk.locator("#thread")).not_to_contain_text("Kalimat ke-0.")
    words = first.inner_text()
    name = first.get_attribute("id")
    link.focus()
    top = desk.locator(f"#{name}").bounding_box()
    desk.keyboard.press("Enter")
    expect(desk.locator("#thread")).to_contain_text("Kalimat ke-0.", timeout=SLOW)
    same = desk.locator(f"#{name}")
    expect(same).to_be_focused()
    now = same.bounding_box()
    assert top is not None
    assert now is not None
    assert abs(now["y"] - top["y"]) < 3, (words, top, now)
    citizen.says("Kabar terbaru.")
    expect(desk.locator("#thread")).to_contain_text("Kabar terbaru.", timeout=SLOW)
    expect(desk.locator("#thread")).to_contain_text("Kalimat ke-0.")
    desk.set_viewport_size(NARROW)
    assert desk.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_paper_holds_the_whole_conversation(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("Surat pindah")
    register = citizen.hands_over()
    say(citizen)
    desk = log_in("penyelia.dkkpg")
    open_ticket(desk, office, register)
    expect(desk.locator("#thread")).to_contain_text(f"Kalimat ke-{COUNT - 1}.", timeout=SLOW)
    desk.reload()
    expect(desk.get_by_role("link", name="Tampilkan pesan sebelumnya")).to_have_count(1)
    paper = "".join(printed(desk))
    assert set(re.findall(r"Kalimatke-(\d+)\.", paper)) >= {str(n) for n in range(COUNT)}
