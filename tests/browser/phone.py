"""The phone at /simulator/, as a person uses it."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

SLOW = 40_000


class Phone:
    """The citizen who holds it writes to one office number."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def new_citizen(self, name: str, *, number: str) -> None:
        """Make a citizen and choose the office number whose name holds these words."""
        office = self.page.locator("#office")
        expect(office.locator("option", has_text=number)).to_be_attached(timeout=SLOW)
        self.page.get_by_label("Warga baru").fill(name)
        self.page.get_by_role("button", name="Tambah").click()
        chosen = self.page.locator('#citizens button[aria-pressed="true"]')
        expect(chosen).to_contain_text(name, timeout=SLOW)
        label = office.locator("option", has_text=number).inner_text()
        office.select_option(label=label)

    def write(self, text: str) -> None:
        self.page.get_by_label("Tulis pesan").fill(text)
        self.page.get_by_role("button", name="Kirim", exact=True).click()

    def photos(self, *paths: Path) -> None:
        """Several at once, as an album is sent."""
        self.page.get_by_label("Lampirkan").click()
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name="Foto atau video").click()
        chooser.value.set_files(paths)

    def from_office(self, words: str | re.Pattern[str]) -> Locator:
        """Bubbles that came from the office."""
        return self.page.locator(".bubble.out").filter(has_text=words)

    def choose(self, button: str, row: str) -> None:
        """Open a list and tap one of its rows."""
        self.page.get_by_role("button", name=re.compile(button)).last.click(timeout=SLOW)
        self.page.locator("#sheet").get_by_role("button", name=re.compile(row)).first.click()
