"""A browser is signed up, told of a mention while no page is looked at, and signed off again.

Chromium's own push service needs the internet: ours stands in for it and speaks its protocol; what
it decrypted is handed to the service worker as Chromium would.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office, Writer
from tests.processes.servers import wait_until
from tests.tickets.pushing.push_service import PushService

FIRST, SECOND = "petugas1.dkkpg", "petugas2.dkkpg"
PAGE = "/akun/pemberitahuan/"
# What Chromium would answer with its own service.
SUBSCRIBES = """
  const given = %s;
  let found = null;
  PushManager.prototype.subscribe = async (options) => {
    if (!options.userVisibleOnly || options.applicationServerKey.length !== 65) throw new Error("key");
    found = { toJSON: () => given, unsubscribe: async () => { found = null; return true; } };
    return found;
  };
  PushManager.prototype.getSubscription = async () => found;
"""


@pytest.fixture
def service() -> Iterator[PushService]:
    one = PushService()
    yield one
    one.close()


def shown(page: Page) -> list[list[str]]:
    """Title and text of the desktop notifications that are on the screen now."""
    return page.evaluate(
        """async () => {
          const one = await navigator.serviceWorker.getRegistration("/static/js/");
          return (await one.getNotifications()).map((told) => [told.title, told.body]);
        }"""
    )


def hand_over(page: Page, told: dict[str, object]) -> None:
    """Give the worker a message as Chromium does with one that was pushed."""
    session = page.context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    wait_until(lambda: page.wait_for_timeout(50) or found, seconds=10, what="the registration")
    origin = page.evaluate("location.origin")
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": found[-1], "data": json.dumps(told)},
    )


def test_a_mention_reaches_the_desktop(
    log_in: Callable[..., Page],
    writer: Callable[..., Writer],
    office: Office,
    service: PushService,
) -> None:
    register = writer("KIA", name="Warga Desktop").hands_over(service="KIA")
    browser = service.browser()
    keys = {"p256dh": browser.keys.public_key, "auth": browser.keys.auth_secret}
    page = log_in(SECOND, "/antrean/")
    page.context.grant_permissions(["notifications"], origin=office.url)
    page.context.add_init_script(
        SUBSCRIBES % json.dumps({"endpoint": browser.endpoint, "keys": keys})
    )
    page.goto(f"{office.url}{PAGE}")
    name = page.locator(".rail__name").inner_text()
    page.get_by_role("button", name="Beri tahu di peramban ini").click()
    expect(page.get_by_text("yang ini")).to_be_visible()
    expect(page.get_by_role("button", name="Beri tahu di peramban ini")).to_be_hidden()
    assert ["Si Whapik", "Notifikasi di peramban ini sudah aktif."] in shown(page)

    officer = log_in(FIRST, f"/tiket/{register}/")
    officer.keyboard.press("n")
    expect(officer.get_by_label("Catatan internal")).to_be_focused()
    officer.keyboard.type(f"Tolong dicek, @{name.split()[0]}")
    expect(officer.get_by_role("option")).to_have_count(1)
    officer.keyboard.press("Enter")
    officer.keyboard.press("Control+Enter")
    expect(officer.locator(".bubble--note").last).to_contain_text(f"untuk {name}")

    def mentions() -> list[dict[str, object]]:
        officer.wait_for_timeout(200)
        return [got.told for got in service.received if register in str(got.told["body"])]

    wait_until(mentions, seconds=40, what="the push")
    told = mentions()[0]
    assert "menyebut Anda di catatan" in str(told["body"])

    page.bring_to_front()
    page.evaluate("window.focus()")
    hand_over(page, told)
    page.wait_for_timeout(500)
    assert told["body"] not in [body for _, body in shown(page)], "who looks at a page needs none"
    elsewhere = page.context.new_page()  # another page of the same browser is looked at
    elsewhere.goto("about:blank")
    elsewhere.bring_to_front()
    # Playwright tells every page that it has the focus.
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setFocusEmulationEnabled", {"enabled": False})
    hand_over(page, told)
    wait_until(
        lambda: elsewhere.wait_for_timeout(100) or [told["title"], told["body"]] in shown(page),
        seconds=10,
        what="the notification",
    )

    page.bring_to_front()
    page.get_by_role("button", name="Hapus").first.click()
    expect(page.get_by_text("Peramban itu tidak lagi diberi tahu.")).to_be_visible()
    expect(page.get_by_role("button", name="Beri tahu di peramban ini")).to_be_visible()
