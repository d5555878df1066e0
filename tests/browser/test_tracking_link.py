"""The link in the acknowledgement opens the matter, and its code reaches no server but in a form."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import NARROW
from tests.browser.office import Writer


def test_the_link_of_the_acknowledgement_opens_the_matter(
    writer: Callable[..., Writer], new_context: Callable[..., BrowserContext]
) -> None:
    citizen = writer("KIA", name="Warga Lacak")
    register = citizen.hands_over()
    link = re.search(r"http\S+/lacak/#\w+", citizen.hears("/lacak/#")["text"])
    assert link is not None
    page = new_context(viewport=NARROW).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(link.group())
    expect(page.get_by_text(register)).to_be_visible()
    assert page.url.endswith("/lacak/"), "the code is not left in the address"
    code = link.group().partition("#")[2]
    assert not [url for url in asked if code in url.partition("#")[0]]
    plain = new_context(viewport=NARROW, java_script_enabled=False).new_page()
    plain.goto(link.group())
    plain.get_by_label("Kode lacak").fill(citizen.hears("Kode lacak")["text"])
    plain.get_by_role("button", name="Lacak").click()
    expect(plain.get_by_text(register)).to_be_visible()
