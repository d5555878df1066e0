"""A wide screen shows the queue beside the ticket; a narrower one shows the ticket alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.axe import findings
from tests.browser.office import Office, Writer
from tests.browser.work import open_ticket

VERY_WIDE = {"width": 1920, "height": 1000}
WIDE_ENOUGH = {"width": 1280, "height": 720}
NARROWER = {"width": 1279, "height": 720}


@pytest.mark.parametrize("viewport", [VERY_WIDE, WIDE_ENOUGH])
def test_the_list_one_came_from_stands_beside_the_ticket(
    log_in: Callable[..., Page], viewport: dict[str, int]
) -> None:
    page = log_in("petugas4.dkkpg", "/antrean/?tampilan=bebas", viewport=viewport)
    rows = page.locator("#queue-list [data-key]")
    expect(rows.nth(1)).to_be_visible()
    keys = [row.get_attribute("data-key") for row in rows.all()]
    rows.nth(0).locator("a").click()
    beside = page.locator("#beside [data-key]")
    expect(beside).to_have_count(len(keys))
    expect(page.locator("#beside [aria-current=page]")).to_have_count(1)
    assert [row.get_attribute("data-key") for row in beside.all()] == keys
    first = page.url
    page.keyboard.press("Shift+J")
    page.wait_for_url(lambda url: url != first)
    expect(page.locator("#beside .row--current")).to_have_attribute("data-key", str(keys[1]))
    assert findings(page) == []
    page.get_by_role("link", name="Buka antrean").click()
    expect(page).to_have_url(re.compile("tampilan=bebas"))


def test_nothing_moves_when_the_list_arrives(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas4.dkkpg", viewport={"width": 1366, "height": 768})
    held: list[Route] = []
    page.route(re.compile("/antrean/perubahan/"), lambda route: held.append(route))
    pk = writer("Surat pindah", name="Warga Diam").hands_over()
    with page.expect_request(re.compile("/antrean/perubahan/")):
        open_ticket(page, office, pk)
    take = page.get_by_role("button", name="Ambil", exact=True)
    expect(take).to_be_visible()
    before = take.bounding_box()
    assert held
    for route in held:
        route.continue_()
    expect(page.locator("#beside [data-key]").first).to_be_visible()
    assert before is not None
    assert take.bounding_box() == before


def test_a_narrower_screen_asks_for_no_list(log_in: Callable[..., Page]) -> None:
    page = log_in("petugas4.dkkpg", "/antrean/", viewport=NARROWER)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#queue-list [data-key] a").first.click()
    page.wait_for_url("**/tiket/**")
    page.wait_for_load_state("networkidle")
    asked.clear()
    page.reload(wait_until="networkidle")
    expect(page.locator("#beside")).to_be_hidden()
    assert not [url for url in asked if "/antrean/" in url]


def test_the_bar_under_the_answer_is_one_line_beside_the_list(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas4.dkkpg", viewport={"width": 1366, "height": 768})
    open_ticket(page, office, writer("Surat pindah", name="Warga Baris").hands_over())
    bar = page.locator("#reply-form .composer__bar")
    send = page.get_by_role("button", name="Kirim", exact=True)
    for draft in ("", "Mohon kirim KK."):
        page.locator("#id_text").fill(draft)
        expect(page.locator("#draft-state")).to_contain_text("Draf" if draft else "")
        heights = [each.bounding_box() for each in (bar, send)]
        assert heights[0] is not None
        assert heights[1] is not None
        assert heights[0]["height"] <= heights[1]["height"] + 1


@pytest.mark.parametrize("banners", [0, 1, 3])
@pytest.mark.parametrize("viewport", [VERY_WIDE, {"width": 1366, "height": 900}])
def test_notices_above_a_ticket_push_nothing_out_of_sight(
    office: Office,
    writer: Callable[..., Writer],
    log_in: Callable[..., Page],
    viewport: dict[str, int],
    banners: int,
) -> None:
    page = log_in("petugas4.dkkpg", viewport=viewport)
    open_ticket(page, office, writer("Surat pindah", name="Warga Terganggu").hands_over())
    expect(page.locator("#beside [data-key]").first).to_be_visible()
    page.evaluate(
        """(count) => {
          document.querySelectorAll(".banner").forEach((one) => one.remove());
          for (let at = 0; at < count; at++) {
            document.querySelector("main").insertAdjacentHTML(
              "beforebegin", '<div class="banner banner--warn"><svg width="20" height="20"></svg><span>Gangguan</span></div>');
          }
        }""",
        banners,
    )
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


@pytest.mark.parametrize("width", [1280, 1366, 1599])
def test_a_tracking_code_of_wide_letters_stays_on_one_line(
    log_in: Callable[..., Page], writer: Callable[..., Writer], width: int
) -> None:
    register = writer("KIA", name="Warga Kode").hands_over()
    page = log_in("petugas4.dkkpg", f"/tiket/{register}/", viewport={"width": width, "height": 768})
    expect(page.locator("#beside [data-key]").first).to_be_visible()
    code, source = (page.locator(f"dt:text-is('{name}') + dd") for name in ("Kode lacak", "Sumber"))
    code.evaluate("at => { at.textContent = 'WMWMWMWMWM'; }")
    one, other = code.bounding_box(), source.bounding_box()
    assert one is not None
    assert other is not None
    assert one["height"] == other["height"]
