"""A sender that is slow, sends much, or nothing more after the headers holds up no other."""

import contextlib
import os
import socket
import threading
import time
from pathlib import Path

import httpx
import pytest

from siwhapik.server.limits import PATIENCE_SECONDS, SMALL_BYTES
from tests.processes.conftest import copy_of
from tests.processes.product import descendants
from tests.processes.servers import wait_until
from tests.processes.test_without_redis import hidden, log_in, ticket_of

LEAN = ("--no-simulator", "--no-demo", "--no-broker")
PAGES = ("/healthz", "/masuk/", "/lacak/", "/layanan/")


@pytest.fixture(scope="module")
def site(tmp_path_factory, prepared):
    """The shipped server alone, without a proxy; started once."""
    one = copy_of(prepared, tmp_path_factory.mktemp("slow") / "data", *LEAN)
    one.start()
    yield one
    one.stop()


def begin(site, path, *headers):
    """A connection on which a POST has begun."""
    connection = socket.create_connection(("127.0.0.1", site.port), timeout=30)
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]
    connection.sendall("\r\n".join(lines).encode())
    return connection


def answer_of(connection):
    """All that comes until the server hangs up."""
    data = b""
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65536):
            data += part
    return data


@contextlib.contextmanager
def dripping(site, count, *, path, headers, drop=b"a"):
    """So many connections, each sending a byte a second."""
    connections = [begin(site, path, *headers) for _ in range(count)]
    done = threading.Event()

    def drip():
        while not done.wait(1):
            for connection in connections:
                with contextlib.suppress(OSError):
                    connection.sendall(drop)

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield connections
    finally:
        done.set()
        thread.join()
        for connection in connections:
            connection.close()


LENGTH = "Content-Length: 500"
CHUNKED = "Transfer-Encoding: chunked"
FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("count", "path", "header", "drop"),
    [
        (8, "/lacak/", LENGTH, b"a"),
        (64, "/masuk/", LENGTH, b"a"),
        (64, "/webhooks/whatsapp/", LENGTH, b"a"),
        (64, "/lacak/", CHUNKED, b"1\r\na\r\n"),
        (64, "/entah/", LENGTH, b""),
    ],
)
def test_pages_answer_beside_senders_that_drip(site, count, path, header, drop):
    with dripping(site, count, path=path, headers=(FORM, header), drop=drop) as connections:
        time.sleep(1.5)
        for page in PAGES:
            began = time.monotonic()
            status, _ = site.get(page)
            assert status == 200
            assert time.monotonic() - began < 3, page
        began = time.monotonic()
        said = answer_of(connections[0])
        assert time.monotonic() - began < PATIENCE_SECONDS + 5
    assert said.startswith(b"HTTP/1.1 408"), said[:200]
    assert "Sambungan terlalu lambat" in said.decode()


def open_files(site):
    """What the server's processes have lying on disk without a name: bodies that wait."""
    found = []
    for pid in descendants(site.pid):
        for number in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                if "deleted" in os.readlink(number) and number.stat().st_size:
                    found.append(number.stat().st_size)
    return found


@pytest.mark.parametrize("path", ["/masuk/", "/tiket/CONTOH-2026-000001/balas/"])
def test_nobody_fills_the_disk_with_what_no_page_wants(site, path):
    """An announced 400 MB is refused by its length; nothing of it is kept."""
    connection = begin(site, path, FORM, f"Content-Length: {400 * 1024 * 1024}")
    sent, most = 0, 64 * 1024 * 1024
    with contextlib.suppress(OSError):
        while sent < most:
            connection.sendall(b"x" * 65536)
            sent += 65536
            assert not open_files(site)
    assert sent < most, "it was cut off"
    connection.close()


def test_who_sends_too_much_hears_why(site):
    for headers in ((f"Content-Length: {SMALL_BYTES * 3}",), (CHUNKED,)):
        connection = begin(site, "/lacak/", FORM, *headers)
        part = b"x" * SMALL_BYTES
        if CHUNKED in headers:
            part = f"{SMALL_BYTES:x}\r\n".encode() + part + b"\r\n"
        connection.sendall(part * 3 + (b"0\r\n\r\n" if CHUNKED in headers else b""))
        said = answer_of(connection)
        assert said.startswith(b"HTTP/1.1 413"), said[:200]
        assert "Kiriman terlalu besar" in said.decode()


def test_who_asks_before_sending_is_told_before_sending(site):
    """As curl does."""
    connection = begin(site, "/lacak/", FORM, "Content-Length: 90000000", "Expect: 100-continue")
    assert answer_of(connection).startswith(b"HTTP/1.1 413")


def test_half_a_form_changes_nothing_and_keeps_nothing(site):
    connection = begin(site, "/lacak/", FORM, "Content-Length: 600000")
    connection.sendall(b"kode=" + b"a" * 300_000)
    wait_until(lambda: open_files(site), seconds=10, what="it waits on disk")
    connection.close()
    wait_until(lambda: not open_files(site), seconds=10, what="it is thrown away")
    assert site.get("/healthz")[0] == 200


def test_readers_that_do_not_read_hold_up_nobody(site):
    """The same from the other side: they ask for the largest static file and take nothing of it."""
    scripts = [path for path in (site.data_dir / "static").rglob("*") if path.suffix == ".js"]
    largest = max(scripts, key=lambda path: path.stat().st_size)
    path = f"/static/{largest.relative_to(site.data_dir / 'static')}"
    lazy = []
    for _ in range(16):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.connect(("127.0.0.1", site.port))
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        connection.sendall(request * 8)
        lazy.append(connection)
    time.sleep(1)
    for page in PAGES:
        began = time.monotonic()
        assert site.get(page)[0] == 200
        assert time.monotonic() - began < 3
    for connection in lazy:
        connection.close()


def test_an_officer_sends_a_large_file_and_a_stranger_does_not(world):
    """Beyond what anybody may send: read for a person who is logged in, by the real server."""
    wa_id = "6281600000001"
    register = ticket_of(world, wa_id)
    base, path = world.product.url, f"/tiket/{register}/"
    pdf = b"%PDF-1.4\n" + b"% contoh\n" * 400_000 + b"%%EOF\n"
    files = {"files": ("berkas-contoh.pdf", pdf, "application/pdf")}
    with contextlib.closing(log_in(base)) as browser:
        token = hidden(browser.get(path).text, "csrfmiddlewaretoken")
        posting = {"headers": {"Referer": f"{base}{path}"}}
        browser.post(f"{path}ambil/", data={"csrfmiddlewaretoken": token}, **posting)
        page = browser.get(path).text
        data = {name: hidden(page, name) for name in ("csrfmiddlewaretoken", "form_key")}
        answer = browser.post(f"{path}balas/", data=data, files=files, **posting)
        assert answer.status_code == 200, answer.text[-2000:]
        stored = "SELECT id FROM tickets_attachment WHERE size = %s"
        assert wait_until(lambda: world.rows(stored, len(pdf)), seconds=20, what="it is stored")
    answer = httpx.post(f"{base}{path}balas/", files=files, timeout=30, trust_env=False)
    assert (answer.status_code, "Silakan masuk dahulu" in answer.text) == (401, True)
    world.settle()
