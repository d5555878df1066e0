"""The simulated phone remembers where a citizen wrote."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.office import Office, Writer


@pytest.mark.parametrize("number", ["Pengaduan", "Surat pindah"])
def test_a_fresh_page_opens_the_number_last_written_to(
    office: Office,
    writer: Callable[..., Writer],
    new_context: Callable[..., BrowserContext],
    number: str,
) -> None:
    citizen = writer(number, "halo", name="Warga Terakhir")
    page = new_context().new_page()
    page.goto(office.phone_url)
    expect(page.locator('#citizens button[aria-pressed="true"]')).to_contain_text(citizen.name)
    expect(page.locator("#office")).to_have_value(citizen.number_id)
    expect(page.locator(".bubble").first).to_contain_text("halo")


def test_the_number_in_the_address_comes_first(
    office: Office, writer: Callable[..., Writer], new_context: Callable[..., BrowserContext]
) -> None:
    writer("Pengaduan", "halo")
    other = office.number("KIA")["phone_number_id"]
    page = new_context().new_page()
    page.goto(f"{office.phone_url}?nomor={other}")
    expect(page.locator("#office")).to_have_value(other)


@pytest.mark.parametrize("by", ["warga", "citizen"])
def test_the_citizen_in_the_address_is_chosen_with_the_chat_where_they_wrote(
    office: Office,
    writer: Callable[..., Writer],
    new_context: Callable[..., BrowserContext],
    by: str,
) -> None:
    citizen = writer("Pengaduan", "saya dulu", name="Warga Diminta")
    writer("KIA", "saya belakangan")
    page = new_context().new_page()
    page.goto(f"{office.phone_url}?{by}={citizen.id}")
    expect(page.locator('#citizens button[aria-pressed="true"]')).to_contain_text(citizen.name)
    expect(page.locator("#office")).to_have_value(citizen.number_id)
    expect(page.locator(".bubble").first).to_contain_text("saya dulu")


def test_a_citizen_in_the_address_whom_nobody_knows_is_said(
    office: Office, writer: Callable[..., Writer], new_context: Callable[..., BrowserContext]
) -> None:
    citizen = writer("Pengaduan", "halo", name="Warga Lain")
    page = new_context().new_page()
    page.goto(f"{office.phone_url}?warga=628120000")
    expect(page.locator("#toast")).to_contain_text("tidak ditemukan")
    expect(page.locator('#citizens button[aria-pressed="true"]')).to_contain_text(citizen.name)
