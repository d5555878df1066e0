"""The whole product and a real Chromium, started once."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.office import Office, Writer
from tests.browser.phone import Phone
from tests.migrated_tables import begin
from tests.processes.product import Product, alive
from tests.processes.servers import wait_until

HERE = Path(__file__).parent
# Chromium obeys the last such list, so this one repeats Playwright's. Then what draws the address bar's own
# suggestions, pages of each window that no test sees: they took most of what opening a window cost.
SWITCHED_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding",
    "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints",
    "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
)  # fmt: skip
ARGUMENTS = [
    f"--disable-features={','.join(SWITCHED_OFF)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=20_000)  # a slow machine is no failure
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


def chromium_path() -> str:
    """Where Chromium is: the CHROMIUM variable, or PATH."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), "")


def running_office() -> Office | None:
    """While tests are written: SIWHAPIK_RUNNING="PORT SIMULATOR_PORT DATA_DIR" of one that runs."""
    if not (running := os.environ.get("SIWHAPIK_RUNNING", "").split()):
        return None
    one = Product(Path(running[2]))
    one.port, one.simulator_port = int(running[0]), int(running[1])
    return Office(one)


@pytest.fixture(scope="session")
def chromium() -> str:
    path = chromium_path()
    if not path:
        pytest.skip(
            "no Chromium: neither CHROMIUM=/path nor chromium, chromium-browser or google-chrome"
            " on PATH (Debian: apt-get install chromium)"
        )
    return path


@pytest.fixture(scope="session")
def office(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The product with its example data; none of its processes is left at the end."""
    if found := running_office():
        yield found
        return
    data_dir = tmp_path_factory.mktemp("browser") / "data"
    begin(data_dir)
    one = Product(data_dir, PUSH_SERVICES="127.0.0.1")
    try:
        one.start(seconds=300)
        wait_until(lambda: one.get("/readyz")[0] == 200, seconds=60, what="/readyz says 200")
        yield Office(one)
    finally:
        if one.process and one.process.poll() is None:
            pids = one.everything()
            one.stop()
            wait_until(lambda: not any(map(alive, pids)), seconds=20, what="all of it ends")


# Per package: Playwright's loop must not run while other tests use the database.
@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="package")
def sessions() -> dict[str, Any]:
    """Cookies by user name: everybody logs in once."""
    return {}


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A factory of browser contexts; broken scripts and refused resources fail the test."""
    made: list[BrowserContext] = []
    broken: list[str] = []

    def new(**options: Any) -> BrowserContext:
        options = {"viewport": WIDE, "locale": "id-ID", **options}
        context = browser.new_context(**options)
        context.set_default_timeout(30_000)
        context.on("weberror", lambda error: broken.append(str(error.error)))
        context.on(
            "console",
            lambda message: (
                broken.append(message.text)
                if re.search("Content Security Policy", message.text)
                else None
            ),
        )
        made.append(context)
        return context

    yield new
    for context in made:
        context.close()
    assert not broken, broken


@pytest.fixture
def log_in(
    office: Office, new_context: Callable[..., BrowserContext], sessions: dict[str, Any]
) -> Callable[..., Page]:
    """`log_in("petugas1.dkkpg", "/antrean/")`: a page of the person who is logged in."""

    def enter(name: str, path: str = "/", **options: Any) -> Page:
        context = new_context(storage_state=sessions.get(name), **options)
        page = context.new_page()
        if name not in sessions:
            page.goto(f"{office.url}/masuk/")
            page.get_by_label("Nama pengguna").fill(name)
            page.get_by_label("Kata sandi").fill(office.passwords[name])
            page.get_by_role("button", name="Masuk", exact=True).click()
            page.wait_for_url(lambda url: "/masuk/" not in url)
            sessions[name] = context.storage_state()
        page.goto(f"{office.url}{path}")
        return page

    return enter


@pytest.fixture
def phone(office: Office, new_context: Callable[..., BrowserContext]) -> Phone:
    """The simulated phone in the browser."""
    page = new_context().new_page()
    page.goto(office.phone_url)
    return Phone(page)


@pytest.fixture
def writer(office: Office) -> Callable[..., Writer]:
    """`writer("KIA", "halo")`: a new citizen who has written this to that number."""

    def write(number: str, *texts: str, name: str = "Warga Uji") -> Writer:
        one = Writer(office, office.number(number), name)
        for text in texts:
            one.says(text)
        return one

    return write
