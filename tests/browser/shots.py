"""The pictures of the documentation: `python -m tests.browser.shots` writes docs/images/*.png.

Starts the product with its example data, plays one citizen, and quantises what Chromium shows.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import ROOT
from tests.browser.conftest import ARGUMENTS, chromium_path, running_office
from tests.browser.office import Office, Writer
from tests.browser.work import resolve, survey_link, take
from tests.processes.product import Product

FOLDER = ROOT / "docs" / "images"
SIZES = {1366: 768, 360: 740}
OPERATOR, SUPERVISOR = "petugas1.dkkpg", "penyelia.dkkpg"


def save(page: Page, name: str) -> None:
    """One picture per width, with few colours so that the repository stays small."""
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(1500)  # pictures and the conversation find their place
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        few = picture.quantize(colors=128, dither=Image.Dither.NONE)
        few.save(FOLDER / f"{name}-{width}.png", optimize=True)


def enter(browser: Browser, office: Office, name: str) -> BrowserContext:
    """A context in which a person is logged in."""
    context = browser.new_context(locale="id-ID")
    page = context.new_page()
    page.goto(f"{office.url}/masuk/")
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Kata sandi").fill(office.passwords[name])
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.close()
    return context


@contextmanager
def an_office() -> Iterator[Office]:
    """One that runs already, or one of our own."""
    if found := running_office():
        yield found
        return
    with tempfile.TemporaryDirectory(prefix="siwhapik-shots-") as folder:
        product = Product(Path(folder) / "data")
        try:
            product.start(seconds=300)
            yield Office(product)
        finally:
            product.stop()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siwhapik.settings")
    with an_office() as office, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        draw(office, browser)
        browser.close()


def draw(office: Office, browser: Browser) -> None:
    """Play one matter from the first word to the survey, with a picture at each station."""
    citizen = Writer(office, office.number("KIA"), "Siti Aminah")
    register = citizen.hands_over(service="KIA", text="Mohon dibuatkan KIA untuk anak saya.")
    citizen.sends(items=[{"type": "image"}, {"type": "image"}])
    desk = enter(browser, office, OPERATOR).new_page()
    desk.goto(f"{office.url}/antrean/")
    save(desk, "queue")
    desk.goto(f"{office.url}/tiket/{register}/")
    take(desk)
    desk.get_by_label("Balasan untuk pemohon").fill(
        "Berkas lengkap, Ibu. KIA kami proses hari ini."
    )
    desk.get_by_role("button", name="Kirim", exact=True).click()
    citizen.hears("Berkas lengkap, Ibu")
    desk.wait_for_timeout(6000)  # ticks
    save(desk, "ticket")
    desk.set_viewport_size({"width": 1366, "height": 768})
    resolve(desk, "fulfilled")
    citizen.hears("/survei/")
    telephone = browser.new_page(locale="id-ID")
    telephone.goto(office.phone_url)
    telephone.locator("#citizens button", has_text=citizen.name).first.click()
    telephone.locator(".bubble.out").first.wait_for()
    save(telephone, "phone")
    other = Writer(office, office.number("Pengaduan"), "Budi Santoso")
    telephone.goto(survey_link(desk, office, other))
    save(telephone, "survey")
    board = enter(browser, office, SUPERVISOR).new_page()
    board.goto(f"{office.url}/dasbor/")
    save(board, "dashboard")


if __name__ == "__main__":
    main()
