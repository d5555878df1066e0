"""Disk full, broker full: said by /readyz, nothing lost, the supervisor and the pages stay."""

import contextlib
import http.client
import json
import os
import subprocess
import time

import pytest
import redis

from siwhapik.supervisor.plan import PARTS
from tests.processes.conftest import copy_of
from tests.processes.product import alive
from tests.processes.servers import wait_until
from tests.processes.test_without_redis import arrived, ticket_of, work_a_ticket
from tickets.transports.whatsapp.signature import sign

SECRET = "rahasia-contoh"
LEAN = ("--no-simulator", "--no-demo")


def test_with_a_full_broker_log_in_queue_and_reply_work_and_nothing_is_lost(world):
    broker = redis.Redis.from_url(world.broker.url)
    broker.config_set("maxmemory-policy", "noeviction")
    broker.config_set("maxmemory", "1mb")
    try:
        with pytest.raises(redis.exceptions.OutOfMemoryError):
            broker.set("contoh", "x" * 1000)
        answer, said = world.product.get("/readyz"), world.product.ready()
        assert (answer[0], said["status"], said["broker"]["status"]) == (200, "degraded", "refuses")
        assert "menolak ditulisi" in said["broker"]["says"]
        wa_id = "6281500000001"
        register = ticket_of(world, wa_id)
        assert work_a_ticket(world, wa_id=wa_id, register=register) < 30
        wait_until(lambda: arrived(world, wa_id), seconds=40, what="the reply arrives")
    finally:
        broker.config_set("maxmemory", "0")
    wait_until(
        lambda: world.product.ready()["broker"]["status"] == "ok",
        seconds=20,
        what="it is well again",
    )
    world.settle()
    assert not world.check_outbox("62815%")


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 64 MB, with nothing else on it."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("a small file system can be mounted by root only")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place):
    """Until not a byte fits any more; the file that did it."""
    stuffing = place / "stuffing"
    with stuffing.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * size)
    return stuffing


def post_webhook(one, number):
    """What WhatsApp is told."""
    body = json.dumps({"object": "whatsapp_business_account", "entry": [], "n": number}).encode()
    connection = http.client.HTTPConnection("127.0.0.1", one.port, timeout=40)
    with contextlib.closing(connection):
        headers = {"X-Hub-Signature-256": sign(body, SECRET), "Content-Type": "application/json"}
        connection.request("POST", "/webhooks/whatsapp/", body, headers)
        return connection.getresponse().status


def test_a_full_disk_stops_no_process_loses_no_webhook_and_is_said(small_disk, prepared):
    one = copy_of(prepared, small_disk / "data", *LEAN, WHATSAPP_APP_SECRET=SECRET)
    try:
        one.start()
        assert one.ready()["disk"]["status"] == "ok"
        assert post_webhook(one, 1) == 200
        stuffing = fill(small_disk)
        said = one.ready()
        assert (said["status"], said["disk"]["status"]) == ("degraded", "low")
        assert "Ruang disk tinggal 0,0 %" in said["disk"]["says"]
        assert post_webhook(one, 2) == 503, "it is sent again, later"
        for page in ("/healthz", "/masuk/", "/layanan/"):
            assert one.get(page)[0] == 200, page
        # Every log is full too, while children end and are started again.
        for name in PARTS:
            pid = one.kill(name)
            wait_until(
                lambda name=name, pid=pid: one.child(name) not in (0, pid),
                seconds=30,
                what=f"{name} is back; {one.text()[-2000:]}",
            )
        time.sleep(2)
        assert one.process.poll() is None
        assert alive(one.pid)
        wait_until(one.web_answers, seconds=30, what="the web answers")
        stuffing.unlink()
        wait_until(lambda: post_webhook(one, 2) == 200, seconds=30, what="it is stored")
        wait_until(
            lambda: one.ready()["disk"]["status"] == "ok", seconds=10, what="there is room again"
        )
        assert one.stop() == 0
    finally:
        if one.process and one.process.poll() is None:
            one.stop()
    # What its children said last is quoted behind their names; it has none of its own.
    assert not any(line.startswith("Traceback") for line in one.text().splitlines())
