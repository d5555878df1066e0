"""Files that trickle in or out hold up no words, with a broker and with the sweep alone."""

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import ROOT
from tests.processes.servers import wait_until
from tests.processes.slow_far_side import SECRET, SlowFarSide, deliver
from tests.processes.test_without_redis import hidden, log_in
from tests.tickets import hostile_files as hostile

TRICKLING = ("address", "headers", "body", "body", "endless")
ANSWERED_SECONDS = 10


@pytest.fixture(scope="module")
def seeded(prepared, tmp_path_factory):
    """A DATA_DIR with an office in it, to be copied."""
    folder = tmp_path_factory.mktemp("seeded") / "data"
    shutil.copytree(prepared, folder)
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    subprocess.run(
        [sys.executable, "-m", "tests.processes.seed"],
        cwd=ROOT,
        env={**kept, "DATA_DIR": str(folder)},
        check=True,
        timeout=120,
    )
    return folder


@pytest.fixture(params=[(), ("--no-broker",)], ids=["broker", "sweep alone"])
def office(request, product, seeded, tmp_path):
    """(the product, its far side): each way of running."""
    far = SlowFarSide()
    shutil.copytree(seeded, tmp_path / "kantor")
    one = product(
        "--no-simulator",
        "--no-demo",
        *request.param,
        data_dir=tmp_path / "kantor",
        WHATSAPP_API_BASE_URL=far.url,
        WHATSAPP_APP_SECRET=SECRET,
    )
    yield one, far
    far.close()


def sends_files(one, wa_id, names, *, mime_type="text/plain"):
    for number, name in enumerate(names):
        document = {"id": f"{name}-{number}", "mime_type": mime_type, "filename": "berkas"}
        deliver(one.url, {"from": wa_id, "type": "document", "document": document})


def is_answered_in_time(one, far, wa_id, text="petugas"):
    began = time.monotonic()
    deliver(one.url, {"from": wa_id, "type": "text", "text": {"body": text}})
    wait_until(lambda: far.answered(wa_id), seconds=ANSWERED_SECONDS, what=f"{wa_id} is answered")
    return time.monotonic() - began


def work(browser, one, register, *, text, file=None):
    """Take the ticket and answer it as an officer does."""
    address = f"/tiket/{register}/"
    posting = {"headers": {"Referer": one.url + address}}
    token = hidden(browser.get(address).text, "csrfmiddlewaretoken")
    browser.post(f"{address}ambil/", data={"csrfmiddlewaretoken": token}, **posting)
    page = browser.get(address).text
    fields = {name: hidden(page, name) for name in ("csrfmiddlewaretoken", "form_key")}
    answer = browser.post(
        f"{address}balas/",
        data={**fields, "text": text},
        files=file and {"files": file},
        **posting,
    )
    assert answer.status_code == 200, answer.text[-2000:]


def registers(browser):
    """Of the tickets in the queue."""
    found = re.findall(r"/tiket/([A-Z]+-[0-9-]+)/", browser.get("/antrean/").text)
    return list(dict.fromkeys(found))


def test_trickling_downloads_and_a_hanging_upload_beside_people_who_write(office):
    one, far = office
    sends_files(one, "6281300000001", TRICKLING)
    wait_until(lambda: len(far.asked) == len(TRICKLING), seconds=20, what="all of them trickle")
    for wa_id in ("6281300000002", "6281300000003"):
        assert is_answered_in_time(one, far, wa_id) < ANSWERED_SECONDS
    with contextlib.closing(log_in(one.url)) as browser:
        first, second = wait_until(
            lambda: (found := registers(browser))[1:] and found[:2], seconds=20, what="two tickets"
        )
        work(browser, one, first, text="", file=("surat.txt", b"isi surat\n" * 500_000))
        wait_until(lambda: far.uploads_under_way, seconds=10, what="the upload hangs")
        work(browser, one, second, text="Baik, kami bantu.")
        wait_until(
            lambda: any(text == "Baik, kami bantu." for _, text in far.sent),
            seconds=ANSWERED_SECONDS,
            what="the officer's words arrive",
        )
    assert is_answered_in_time(one, far, "6281300000004") < ANSWERED_SECONDS
    assert far.uploads_under_way == 1


def files_of(one):
    """(state, has a preview, attempts at one, whether one is still due) of every file."""
    query = (
        "SELECT state, preview <> '', preview_attempts, preview_due_at IS NOT NULL"
        " FROM tickets_attachment ORDER BY id"
    )
    address = f"file:{one.data_dir}/siwhapik.sqlite3?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True, timeout=20)) as database:
        return database.execute(query).fetchall()


def memory_of(pid):
    """Resident bytes."""
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def test_documents_that_explode_cost_a_preview_and_no_process(office):
    one, far = office
    far.files = {"bom": hostile.nested_forms(9, 10), "surat": hostile.plain_page()}
    names = [name for name in ("worker", "sweep") if one.child(name)]
    before = {name: one.child(name) for name in names}
    sends_files(one, "6281300000001", ["bom", "bom", "surat"], mime_type="application/pdf")
    expected = [("ready", 0, 2, 0), ("ready", 0, 2, 0), ("ready", 1, 1, 0)]
    wait_until(lambda: files_of(one) == expected, seconds=60, what="all of them are ready")
    assert is_answered_in_time(one, far, "6281300000002") < ANSWERED_SECONDS
    assert {name: one.child(name) for name in names} == before, "nobody died"
    for name, pid in before.items():
        assert memory_of(pid) < 200 * 1024 * 1024, name
