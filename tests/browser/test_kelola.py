"""The configuration pages under their Content-Security-Policy; a refused script or style fails."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def page(log_in: Callable[..., Page]) -> Page:
    return log_in("superadmin", "/kelola/services/holiday/")


def test_lists_and_forms_open(page: Page) -> None:
    expect(page.get_by_role("link", name="Petugas", exact=True)).to_be_visible()
    for path in (
        "services/staff/",
        "services/staff/add/",
        "tickets/channel/",
        "surveys/questionnaire/",
    ):
        page.goto(f"{page.url.split('/kelola/')[0]}/kelola/{path}")
        expect(page.get_by_role("main").or_(page.locator("#main")).first).to_be_visible()


def test_a_date_is_picked_from_the_calendar(page: Page) -> None:
    page.goto(f"{page.url}add/")
    page.locator(".datetimeshortcuts a").last.click()
    page.locator(".calendarbox td:not(.nonday) a").first.click()
    expect(page.locator("#id_date")).to_have_value(re.compile(r"01-\d\d-\d{4}"))


def test_a_slug_is_made_from_the_name_as_it_is_typed(page: Page) -> None:
    page.goto(page.url.replace("holiday/", "service/add/"))
    page.locator("#id_name").press_sequentially("Surat Coba")
    expect(page.locator("#id_slug")).to_have_value("surat-coba")


def test_rows_are_ticked_and_an_action_is_offered(page: Page) -> None:
    page.goto(page.url.replace("holiday/", "servicestandard/"))
    page.locator("input.action-select").first.check()
    expect(page.locator("#changelist-actions select[name=action]")).to_be_visible()


def test_the_theme_is_switched(page: Page) -> None:
    page.get_by_text("superadmin@").click()
    page.get_by_text("dark_mode").click()
    expect(page.locator("html")).to_have_class(re.compile("dark"))
    page.get_by_text("light_mode").click()
    expect(page.locator("html")).not_to_have_class(re.compile("dark"))


def test_a_refused_form_says_why_and_keeps_what_was_typed(page: Page) -> None:
    root = page.url.split("/kelola/")[0]
    page.goto(f"{root}/kelola/services/staff/add/")
    page.locator("#id_full_name").fill("Baru Contoh")
    page.locator("#id_username").fill("baru.contoh")
    page.locator("#id_new_password").fill("kambing makan rumput")
    page.get_by_role("link", name=re.compile("Tambah(kan)? peran", re.IGNORECASE)).click()
    page.locator("#id_memberships-0-role").select_option("operator")
    page.locator("[name=_save]").click()
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("Peran ini hanya berlaku di satu instansi. Pilih instansinya.")
    expect(page.locator("#id_full_name")).to_have_value("Baru Contoh")
    page.goto(f"{root}/kelola/surveys/surveyperiod/add/")
    page.locator("#id_name").fill("Semester contoh")
    page.locator("#id_population").fill("0")
    page.locator("[name=_save]").click()
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("Isi paling sedikit 1, atau kosongkan.")
    refused.get_by_role("link", name="Banyak pengguna layanan").click()
    expect(page.locator("#id_population")).to_have_value("0")
    expect(page.locator("#id_population")).to_be_in_viewport()
