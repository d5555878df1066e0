"""A supervisor teaches the bot a sentence, and the next citizen is understood."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.office import Writer

TAUGHT = "pengen gelang biru buat putu"


def test_the_next_citizen_is_understood(
    writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    writer("KIA", TAUGHT, name="Warga Pertama").hears("Selamat datang")
    page = log_in("penyelia.dkkpg", "/kelola/kalimat/")
    sentence = page.locator("form.sentence", has=page.locator(f'input[value*="{TAUGHT}"]'))
    sentence.get_by_label("Artinya").select_option(label="Kartu Identitas Anak (KIA)")
    sentence.get_by_role("button", name="Jadikan contoh").click()
    expect(page.get_by_text("sekarang contoh untuk Kartu Identitas Anak (KIA)")).to_be_visible()

    page.locator("#content").get_by_role("link", name="Coba kalimat").click()
    page.locator("#id_channel option", has_text="KIA dan akta").wait_for(state="attached")
    page.get_by_label("Kalimat").fill("kepengen gelang biru buat putu kulo")
    page.get_by_role("button", name="Coba", exact=True).click()
    expect(page.locator(".why")).to_contain_text("Kartu Identitas Anak (KIA)")

    writer("KIA", "mau gelang biru untuk putu saya", name="Warga Kedua").hears(
        "*Kartu Identitas Anak"
    )
