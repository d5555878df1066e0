"""Deployed by the guide: the units' processes, as written there, behind the shipped nginx."""

import re
import threading
import time
from contextlib import ExitStack

import psycopg
import pytest

from tests.processes.deployed import Deployed
from tests.processes.front import HOST, nginx_binary
from tests.processes.pages import fields_of, log_in, send
from tests.processes.seed_names import PASSWORD, SUPERVISOR, USERNAME
from tests.processes.servers import Postgres, Redis, redis_binary, wait_until
from tests.tickets.far_side import far_side

CITIZEN = "6281200007777"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(scope="module")
def far():
    with far_side() as side:
        yield side


@pytest.fixture(scope="module")
def office(tmp_path_factory, far, migrated_cluster):
    """Prepared by deploy/siwhapik, started by the units, seen through nginx."""
    if not nginx_binary():
        pytest.skip("nginx is not on this machine (apt install nginx-light)")
    if not redis_binary():
        pytest.skip("neither redis-server nor valkey-server is on PATH")
    postgres, broker = Postgres(like=migrated_cluster), Redis()
    one = Deployed(
        tmp_path_factory.mktemp("deployed"),
        far_side=far.url,
        DATABASE_URL=postgres.url,
        REDIS_URL=broker.url,
    )
    try:
        postgres.start()
        broker.start()
        one.manage("prepare")
        one.seed()
        one.database = postgres.url
        yield one.start()
        assert set(one.stop().values()) <= {0, -15}, "each ends when it is told to"
    finally:
        for process in one.processes.values():
            process.kill()
        one.front.stop()
        broker.stop()
        postgres.remove()


def one_value(office, query):
    with psycopg.connect(office.database, autocommit=True) as connection:
        row = connection.execute(query).fetchone()
    return row and row[0]


def wait_for(office, query, *, what):
    return wait_until(lambda: one_value(office, query), seconds=60, what=what)


def at_rest(office):
    """Whether every message that came was worked, and every answer has left."""
    return one_value(
        office,
        "SELECT NOT EXISTS (SELECT 1 FROM tickets_webhookevent WHERE processed_at IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM tickets_message WHERE direction = 'in' AND worked_at IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM tickets_message WHERE status IN ('queued', 'sending'))",
    )


def told(far, pattern):
    """What went out and looks like this: the match."""
    found = (re.search(pattern, str(sent)) for sent in reversed(far.sends))
    return next(filter(None, found), None)


def test_the_settings_say_nothing_is_wrong(office):
    said = office.manage("check", "--deploy", "--fail-level", "WARNING")  # else its code is 1
    assert "WARNINGS" not in said
    assert "deploy/nginx.conf" in said, "what the proxy has to do is said"


def test_from_the_first_word_to_the_index(office, far):
    with ExitStack() as stack:
        whatsapp, officer, head, phone = (
            stack.enter_context(office.front.browser()) for _ in range(4)
        )
        for text in ("halo", "surat keterangan", "Saya perlu surat untuk sekolah anak", "selesai"):
            office.says(CITIZEN, text, browser=whatsapp)
            wait_until(lambda: at_rest(office), seconds=60, what=f"{text} is worked and answered")
        register = wait_for(
            office,
            "SELECT register_number FROM tickets_ticket WHERE state = 'new'",
            what="the ticket is in the queue",
        )

        log_in(officer, USERNAME, PASSWORD)
        assert register in officer.get("/antrean/").text
        page = f"/tiket/{register}/"
        send(officer, page, action="/ambil/")
        files = {"files": ("surat.pdf", PDF, "application/pdf")}
        send(officer, page, action="/balas/", files=files, text="Berikut suratnya, Ibu.")
        wait_until(lambda: told(far, "Berikut suratnya"), seconds=60, what="the reply is sent")
        wait_for(
            office,
            "SELECT 1 FROM tickets_ticket WHERE first_responded_at IS NOT NULL",
            what="the first response counts",
        )
        send(
            officer,
            f"{page}selesai/",
            action="/selesai/",
            outcome="fulfilled",
            summary="Surat keterangan sudah dikirim.",
        )
        link = wait_until(
            lambda: told(far, rf"https://{HOST}(/survei/[\w-]+/)"), seconds=60, what="the survey"
        ).group(1)

        survey = phone.get(link)
        assert survey.headers["strict-transport-security"] == "max-age=31536000"
        _, fields = fields_of(survey.text)
        answers = {name: "4" for name in fields if re.fullmatch(r"[uU]\d", name)}
        assert len(answers) == 9
        assert phone.post(link, data={**fields, **answers}).status_code in (200, 302)
        wait_for(office, "SELECT 1 FROM surveys_response", what="the answer is kept")

        log_in(head, SUPERVISOR, PASSWORD)
        assert "100,00" in head.get("/dasbor/ikm/").text
    written = office.front.log() + office.front.log("siwhapik-error.log")
    assert link not in written
    assert "Berikut suratnya" not in "".join(map(office.log, office.processes))


def trickle(office, path, *, stop):
    """A body of 900 kB, a letter at a time."""
    head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 900000\r\n\r\n"
    with office.front.connect() as connection:
        connection.sendall(head.encode())
        while not stop.wait(0.5):
            connection.sendall(b"x")


@pytest.mark.parametrize("count", [8, 64])
def test_slow_bodies_hold_nobody_up(office, count, far):
    paths = ("/webhooks/whatsapp/", "/masuk/", "/survei/abc/", "/tiket/DINSOS-2026-000001/balas/")
    stop = threading.Event()
    threads = [
        threading.Thread(
            target=trickle, args=(office, paths[n % len(paths)]), kwargs={"stop": stop}, daemon=True
        )
        for n in range(count)
    ]
    for thread in threads:
        thread.start()
    try:
        time.sleep(3)
        slowest = 0.0
        with office.front.browser() as browser:
            for path in ("/masuk/", "/layanan/", "/readyz", "/lacak/") * 3:
                started = time.monotonic()
                assert browser.get(path).status_code == 200, path
                slowest = max(slowest, time.monotonic() - started)
            before = len(far.sends)
            office.says(f"62812000{count:05d}", "halo", browser=browser)
            wait_until(lambda: len(far.sends) > before, seconds=20, what="a citizen is answered")
        assert slowest < 5
        assert all(thread.is_alive() for thread in threads), "all of them were still at it"
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=10)


def test_what_a_visitor_claims_changes_nothing(office):
    """Without nginx's word for https every page would lead to https again."""
    claims = {"X-Forwarded-Proto": "http", "X_Forwarded_Proto": "http", "X-Forwarded-Host": "x.id"}
    with office.front.browser() as browser:
        answer = browser.get("/masuk/", headers=claims)
        assert answer.status_code == 200
        assert "x.id" not in answer.text
        assert browser.get("/masuk/", headers={"Host": "jahat.example"}).status_code == 400
