"""However many badges a ticket has, its citizen's name can be read."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW

BADGES = '<span class="badge badge--warn">Tentang petugas</span>' * 5
# Whether all of an element's words are inside it, and none of its neighbours lies over them.
IN_FULL = """el => {
  const box = el.getBoundingClientRect();
  const over = document.elementFromPoint(box.right - 3, box.top + box.height / 2);
  return el.scrollWidth <= el.clientWidth && el.scrollHeight <= el.clientHeight + 1
    && el.clientWidth > 60
    && (el.contains(over) || over.contains(el));
}"""


@pytest.mark.parametrize("width", [1366, 1280, 1024, 360])
def test_the_name_stands_beside_many_badges(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page], width: int
) -> None:
    citizen = writer("KIA")
    register = citizen.hands_over(service="KIA", text="Mohon KIA untuk anak saya (contoh).")
    page = log_in("penyelia.dkkpg", f"/tiket/{register}/")
    page.set_viewport_size({"width": width, "height": 768})
    state = page.locator(".case-head__state")
    expect(state).to_be_visible(timeout=SLOW)
    state.evaluate("(el, badges) => el.insertAdjacentHTML('beforeend', badges)", BADGES)
    assert page.locator("#ticket-head h1").evaluate(IN_FULL)
    page.goto(f"{office.url}/antrean/?q={register}")
    row = page.locator(".row", has_text=register).first
    row.locator(".row__state").evaluate(
        "(el, badges) => el.insertAdjacentHTML('beforeend', badges)", BADGES
    )
    name = row.locator(".row__name")
    name.evaluate("el => el.textContent = 'Siti Nurhaliza Contoh'")
    assert name.evaluate("el => el.scrollHeight <= el.clientHeight")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1920, 1366, 1024])
def test_the_buttons_stay_where_they_are_when_the_name_needs_a_second_line(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page], width: int
) -> None:
    """As when a ticket is taken: its state then is longer, and the second click must not go astray."""
    register = writer("KIA").hands_over(service="KIA", text="Mohon KIA untuk anak saya (contoh).")
    page = log_in("penyelia.dkkpg", f"/tiket/{register}/")
    page.set_viewport_size({"width": width, "height": 768})
    head = page.locator("#ticket-head")
    expect(head.locator(".case-head__verbs")).to_be_visible(timeout=SLOW)
    tops, heights = head.evaluate("""head => {
        const [name, verbs] = [head.querySelector("h1"), head.querySelector(".case-head__verbs")];
        const measured = [];
        for (let letters = 5; letters < 180; letters += 1) {
            name.textContent = "Contoh Sari ".repeat(15).slice(0, letters);
            measured.push([verbs.getBoundingClientRect().top, name.clientHeight]);
        }
        return [0, 1].map((index) => [...new Set(measured.map((one) => one[index]))]);
    }""")
    assert len(heights) == 2, "one line, and two"
    assert max(tops) - min(tops) < 1
    assert page.evaluate("document.documentElement.scrollHeight") == 768


def test_beside_a_ticket_names_and_times_lie_on_no_other(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    register = writer("KIA").hands_over(service="KIA", text="Mohon KIA untuk anak saya (contoh).")
    page = log_in("penyelia.dkkpg", f"/tiket/{register}/")
    page.set_viewport_size({"width": 1366, "height": 768})
    row = page.locator(".beside .row").first
    expect(row).to_be_visible(timeout=SLOW)
    row.locator(".row__at").evaluate("el => el.textContent = 'kemarin'")
    row.locator(".clock__words").first.evaluate("el => el.textContent = 'Lewat 17 jam 41 menit'")
    row.locator(".row__name").evaluate("el => el.textContent = 'Slamet Hariadi Contoh'")
    boxes = [row.locator(part).bounding_box() for part in (".row__clock", ".row__at")]
    clock, at = boxes
    assert clock["x"] + clock["width"] <= at["x"] + 0.5
    assert row.locator(".row__clock").evaluate("el => el.scrollWidth <= el.clientWidth")
    assert row.locator(".row__name").evaluate("el => el.scrollWidth <= el.clientWidth")
