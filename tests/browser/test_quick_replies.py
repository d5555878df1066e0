"""Quick replies by their button, on a phone that has no "/" at hand."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW
from tests.browser.office import Writer
from tests.browser.work import take


def opened(page: Page) -> Locator:
    """The list, opened by the button."""
    page.get_by_role("link", name="Balasan cepat").first.click()
    reply = page.get_by_role("option").filter(has_text="/salam")
    expect(reply).to_be_visible()
    return reply


def test_the_list_changes_nothing_typed_and_a_reply_comes_where_the_caret_is(
    log_in: Callable[..., Page], writer: Callable[..., Writer]
) -> None:
    citizen = writer("KIA", name="Warga Cepat")
    path = f"/tiket/{citizen.hands_over(service='KIA')}/"
    page = log_in("petugas1.dkkpg", path, viewport=NARROW, has_touch=True)
    salam = f"Selamat datang, Bapak/Ibu {citizen.name}. Saya bantu prosesnya, mohon ditunggu."
    take(page)
    text = page.locator("#id_text")
    text.fill("Terima kasih.")
    expect(page.locator("#draft-state")).to_have_text("Draf tersimpan")
    page.reload()

    reply = opened(page)
    expect(text).to_have_value("Terima kasih.")
    text.press("Escape")
    expect(reply).to_be_hidden()
    opened(page).click()
    expect(text).to_have_value(f"Terima kasih. {salam}")

    text.fill("Halo. Terima kasih.")
    text.evaluate("box => box.setSelectionRange(5, 5)")
    opened(page)
    expect(text).to_have_value("Halo. Terima kasih.")
    text.press("Enter")  # the first of the list
    assert text.input_value().startswith("Halo. ")
    assert text.input_value().endswith(" Terima kasih.")
    assert len(text.input_value()) > len("Halo. Terima kasih.")

    text.fill("")
    opened(page).click()
    expect(text).to_have_value(salam)
