"""Who waits for a reply, and the bar of a clock, in a browser."""

from collections.abc import Callable
from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW
from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.work import open_ticket, take

OWED = "Belum dibalas"


def test_reading_leaves_it_owed_and_a_button_clears_it(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("Surat pindah", name="Warga Menunggu")
    register = citizen.hands_over()
    desk = log_in("petugas1.dkkpg")
    desk.set_viewport_size(NARROW)
    open_ticket(desk, office, register)
    take(desk)
    state = desk.locator(".case-head__state")
    expect(state).to_contain_text(OWED)
    width = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0

    # The officer comes back to it later: it stands out in the queue again.
    desk.locator(".case-head__verbs summary").click()
    desk.get_by_role("button", name="Tandai belum dibaca").click()
    desk.wait_for_url("**/antrean/")
    desk.goto(f"{office.url}/antrean/?tampilan=belum-dibalas")
    row = desk.locator(".row", has_text=register)
    further = desk.locator(".pager a[rel=next]")
    for _page in range(20):  # the longest wait stands first
        if row.count() or not further.count():
            break
        desk.goto(urljoin(desk.url, further.get_attribute("href")))
    expect(row).to_contain_text(OWED)
    expect(row.locator(".count--new")).to_have_count(1)

    open_ticket(desk, office, register)
    desk.get_by_role("button", name="Tidak perlu dibalas").click()
    expect(state).not_to_contain_text(OWED, timeout=SLOW)
    expect(desk.locator("#thread")).to_contain_text("tidak perlu dibalas", timeout=SLOW)
    # A question that the bot cannot answer: one about hours it would.
    citizen.says("Maaf, satu hal lagi: nama anak saya salah huruf.")
    expect(state).to_contain_text(OWED, timeout=SLOW)


def test_the_bar_and_the_colour_follow_what_the_server_said_of_the_promise(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    register = writer("Surat pindah").hands_over()
    desk = log_in("petugas1.dkkpg")
    open_ticket(desk, office, register)
    clock = desk.locator(".case-head__clock .clock")
    used, *colours = clock.evaluate(
        """clock => {
          const hour = 3600000, at = (hours) => new Date(Date.now() + hours * hour).toISOString();
          clock.dataset.from = at(-6);
          clock.dataset.due = at(18);
          window.tickClocks();
          const width = clock.querySelector("rect").getAttribute("width");
          const colour = (soon) => {
            clock.dataset.soon = soon;
            window.tickClocks();
            return clock.className;
          };
          return [width, colour(clock.dataset.soon), colour(19 * 3600)];
        }"""
    )
    assert used == "25"
    assert colours == ["clock clock--ok", "clock clock--soon"]
