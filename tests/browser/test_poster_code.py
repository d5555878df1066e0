"""The code of a poster, read as a telephone's camera reads it: from paper, from a distance and from a screen."""

import io
from collections.abc import Callable
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW
from tests.browser.office import Office
from tests.browser.test_open_survey import LINKS, address_of

# Dots an inch of what the camera gets: a sheet before one's nose, and one across the room.
NEAR, FAR = 150, 50


def read(picture: Image.Image) -> str:
    """What the one code in it says; dark on light, as weak cameras want it."""
    (found,) = zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False
    )
    assert found.valid
    return str(found.text)


@pytest.fixture
def poster(log_in: Callable[..., Page]) -> Page:
    """The poster of an office's open survey."""
    page = log_in("admin.dkkpg", LINKS)
    address_of(page, "Lihat formulir")
    page.get_by_role("link", name="Cetak poster").first.click()
    return page


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_the_code_on_paper_leads_to_the_survey_that_runs(
    office: Office, poster: Page, new_context: Callable[..., BrowserContext], paper: str
) -> None:
    if paper != "A4":
        poster.get_by_role("link", name=f"Ganti ke {paper}").click()
    printed = poster.locator(".poster__address").inner_text()
    (sheet,) = pypdfium2.PdfDocument(poster.pdf(prefer_css_page_size=True))
    for dots in (NEAR, FAR):
        said = read(sheet.render(scale=dots / 72).to_pil())
        assert said.split("://", 1)[1] == printed
    phone = new_context(viewport=NARROW).new_page()
    phone.goto(f"{office.url}{urlsplit(said).path}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Bagaimana pelayanan kami?")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_from_a_screen_too(poster: Page, scheme: str) -> None:
    poster.emulate_media(color_scheme=scheme)
    shown = Image.open(io.BytesIO(poster.locator(".poster").screenshot()))
    printed = poster.locator(".poster__address").inner_text()
    assert read(shown).split("://", 1)[1] == printed
