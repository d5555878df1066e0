"""Two officers at once: one mentions and hands on, the other is told on the page that is open."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.office import Writer
from tests.browser.phone import SLOW
from tests.processes.servers import wait_until

FIRST, SECOND = "petugas1.dkkpg", "petugas2.dkkpg"
THIRD = "petugas4.dkkpg"  # not the one whom another test makes ill
BELL = ".rail__link[href='/pemberitahuan/']"


def unread(page: Page) -> int:
    badge = page.locator(f"{BELL} .count")
    return int(re.sub(r"\D", "", badge.inner_text())) if badge.count() else 0


def test_a_mention_by_keys_is_told_to_the_colleague_who_looks_at_the_queue(
    log_in: Callable[..., Page], writer: Callable[..., Writer]
) -> None:
    register = writer("KIA", name="Warga Sebut").hands_over(service="KIA")
    colleague = log_in(SECOND, "/antrean/")
    colleague.evaluate("document.addEventListener('told:rang', () => (window.rang = true))")
    colleague.locator("h1").click()  # a browser plays no tone before the page was touched
    name, before = colleague.locator(".rail__name").inner_text(), unread(colleague)

    officer = log_in(FIRST, f"/tiket/{register}/")
    officer.keyboard.press("n")
    note = officer.get_by_label("Catatan internal")
    expect(note).to_be_focused()
    officer.keyboard.type(f"Tolong dicek, @{name.split()[0]}")
    expect(officer.get_by_role("option")).to_have_count(1)
    officer.keyboard.press("Escape")  # closes the list, not the note
    expect(officer.get_by_role("option")).to_have_count(0)
    expect(note).to_be_visible()
    officer.keyboard.press("Backspace")
    officer.keyboard.press("Enter")
    expect(note).to_have_value(f"Tolong dicek, @{name} ")
    expect(officer.get_by_role("checkbox", name=name)).to_be_checked()
    officer.keyboard.press("Control+Enter")
    expect(officer.locator(".bubble--note").last).to_contain_text(f"untuk {name}")

    expect(colleague).to_have_title(re.compile(rf"^\({before + 1}\) Antrean"), timeout=SLOW)
    assert unread(colleague) == before + 1
    wait_until(lambda: colleague.evaluate("window.rang === true"), seconds=20, what="the sound")
    colleague.locator(BELL).press("Enter")
    newest = colleague.get_by_role("dialog").locator(".reminder").first
    expect(newest).to_contain_text(f"{register}: ")
    expect(newest).to_contain_text("menyebut Anda di catatan.")
    newest.get_by_role("link").press("Enter")
    colleague.wait_for_url(f"**/tiket/{register}/**")
    expect(colleague.locator(".bubble--note").last).to_be_in_viewport()
    assert unread(colleague) == before


def test_an_assignment_is_told_while_another_ticket_is_open(
    log_in: Callable[..., Page], writer: Callable[..., Writer]
) -> None:
    register = writer("KIA", name="Warga Serah").hands_over(service="KIA")
    elsewhere = writer("KIA", name="Warga Lain").hands_over(service="KIA")
    colleague = log_in(THIRD, f"/tiket/{elsewhere}/")
    name, before = colleague.locator(".rail__name").inner_text(), unread(colleague)
    supervisor = log_in("penyelia.dkkpg", f"/tiket/{register}/tugaskan/")
    choice = supervisor.get_by_label("Petugas", exact=True)
    offered = choice.locator("option").all_inner_texts()  # each with the present load
    choice.select_option(label=next(one for one in offered if one.split(" (")[0] == name))
    supervisor.get_by_role("main").get_by_role("button", name="Tugaskan").click()
    supervisor.wait_for_url(f"**/tiket/{register}/")
    expect(colleague).to_have_title(re.compile(rf"^\({before + 1}\) {elsewhere}"), timeout=SLOW)
    colleague.locator(BELL).click()
    newest = colleague.get_by_role("dialog").locator(".reminder").first
    expect(newest).to_contain_text("menugaskan tiket ini kepada Anda.")
    colleague.get_by_role("button", name="Tandai semua sudah dibaca").click()
    expect(colleague.locator(f"{BELL} .count")).to_have_count(0)
    expect(colleague).to_have_title(re.compile(rf"^{elsewhere}"))


def test_the_citizen_sees_blue_ticks_once_the_officer_who_holds_it_has_read(
    log_in: Callable[..., Page], writer: Callable[..., Writer]
) -> None:
    citizen = writer("KIA", name="Warga Centang")
    register = citizen.hands_over(service="KIA")

    def ticks() -> str:
        return [one for one in citizen.messages() if one["direction"] == "in"][-1]["status"]

    officer = log_in(FIRST, f"/tiket/{register}/")
    assert ticks() == "delivered"  # it is nobody's yet
    officer.get_by_role("button", name="Ambil").click()
    expect(officer.locator(".case-head__state")).to_contain_text("Tugas Anda")
    citizen.says("Ini tambahan dari saya")
    expect(officer.locator("#thread")).to_contain_text("Ini tambahan dari saya", timeout=SLOW)
    wait_until(lambda: ticks() == "read", seconds=30, what="blue ticks")
