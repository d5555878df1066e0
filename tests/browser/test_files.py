"""A citizen's PDF opens in Chromium's own viewer although it is boxed in by `sandbox`."""

from collections.abc import Callable

from playwright.sync_api import Frame, Page, expect

from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.work import open_ticket
from tests.processes.servers import wait_until

VIEWER = "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/"


def _viewer(page: Page) -> Frame | None:
    page.wait_for_timeout(200)  # lets Playwright hear of new frames
    return next((frame for frame in page.frames if VIEWER in frame.url), None)


def test_a_pdf_opens_and_can_be_saved(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("Surat pindah", name="Warga Berkas")
    register = citizen.hands_over()
    citizen.sends(type="document")
    desk = log_in("penyelia.dkkpg")
    open_ticket(desk, office, register)
    link = desk.locator("#thread a.file__name").last
    expect(link).to_be_visible(timeout=SLOW)
    with desk.context.expect_page() as opened:
        link.click(modifiers=["ControlOrMeta"])  # a plain click opens it beside the ticket
    shown = opened.value
    policy = shown.context.request.get(shown.url).headers["content-security-policy"]
    assert policy.startswith("sandbox")
    wait_until(lambda: _viewer(shown) is not None, seconds=20, what="the viewer is there")
    viewer = _viewer(shown)
    assert viewer is not None
    expect(viewer.locator("pdf-viewer")).to_be_attached()
    with shown.expect_download() as saved:
        viewer.locator("cr-icon-button#save").first.click()
    assert saved.value.suggested_filename.endswith(".pdf")
