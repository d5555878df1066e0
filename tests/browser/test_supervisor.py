"""A supervisor finds what is behind a number, gives work to an officer, and checks a deadline."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.office import Office, Writer
from tests.browser.work import open_ticket


def test_a_number_leads_to_its_tickets(log_in: Callable[..., Page]) -> None:
    page = log_in("penyelia.dkkpg", "/dasbor/")
    tile = page.locator("a.stat", has=page.get_by_text("Lewat tenggat", exact=True))
    shown = int(tile.locator(".stat__value").inner_text())
    tile.click()
    expect(page.locator(".tabs__item[aria-current]").first).to_contain_text("Lewat tenggat")
    assert shown <= 50, "the example data fits one page"
    expect(page.locator("#queue-list .row")).to_have_count(shown)


def test_work_is_given_and_a_deadline_explained(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    register = writer("Surat pindah", name="Warga Tugas").hands_over()
    page = log_in("penyelia.dkkpg")
    open_ticket(page, office, register)
    page.locator("summary", has_text="Lainnya").click()
    page.get_by_role("link", name="Tugaskan kepada petugas").click()
    dialog = page.get_by_role("dialog")
    choice = dialog.get_by_label("Petugas", exact=True)
    expect(choice).to_be_visible()  # the dialog fetches its form
    own = page.locator(".rail").inner_text()
    names = choice.locator("option").all_inner_texts()[1:]
    name = next(one for one in names if one.split(" (")[0] not in own)
    choice.select_option(label=name)
    dialog.locator("button[type=submit]").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".case-head__state")).to_contain_text(name.split(" (")[0])

    page.locator("summary", has_text="Mengapa?").click()
    expect(page.locator("#case-live ol.why li").first).to_be_visible()
    page.locator("summary", has_text="Riwayat").click()
    expect(page.locator(".case__history li").first).to_be_visible()
