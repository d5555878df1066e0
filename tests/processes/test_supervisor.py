"""It starts, it stops, and nothing of it outlives the supervisor."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time

import pytest

from tests import ROOT
from tests.processes.product import Product, alive, children_of
from tests.processes.servers import free_port, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

LEAN = ("--no-simulator", "--no-demo")


def test_everything_runs_and_ctrl_c_ends_all_of_it(product):
    one = product(*LEAN)
    pids = one.everything()
    assert one.get("/healthz") == (200, b"ok\n")
    assert all(one.child(name) for name in ("web", "worker", "beat", "sweep", "broker"))
    assert one.stop() == 0
    assert one.wait_ended(pids) < 5


def test_browsers_that_keep_their_connections_do_not_hold_it_up(product):
    one = product(*LEAN)
    kept = [socket.create_connection(("127.0.0.1", one.port)) for _ in range(12)]
    for number, connection in enumerate(kept):
        whole = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        connection.sendall(whole if number % 2 else whole[:-9])  # answered and kept; half-sent
    assert all(b"200 OK" in connection.recv(64) for connection in kept[1::2])
    pids = one.everything()
    started = time.monotonic()
    assert one.stop() == 0
    assert time.monotonic() - started < 8
    one.wait_ended(pids, seconds=1)
    for connection in kept:
        connection.close()


def test_a_killed_supervisor_takes_everything_with_it(product):
    """Even a child that hangs and sees no signal; the next start finds nothing in its way."""
    one = product(*LEAN)
    web = one.child("web")
    for pid in [web, *children_of(web)]:
        os.kill(pid, signal.SIGSTOP)
    pids = one.kill_supervisor()
    assert len(pids) >= 8
    one.wait_ended(pids)
    again = Product(one.data_dir, *LEAN)
    again.start()
    assert again.get("/healthz")[0] == 200
    again.stop()


def test_supervisor_and_warden_killed_together_still_end_all(product):
    one = product(*LEAN)
    orphan_reaper = one.child("orphan_reaper")
    pids = one.everything()
    os.kill(orphan_reaper, signal.SIGKILL)
    one.kill_supervisor()
    one.wait_ended(pids, seconds=20)


def test_killed_children_are_started_again(product):
    one = product(*LEAN)
    for name in ("web", "worker", "beat", "sweep", "broker", "orphan_reaper"):
        pid = wait_until(lambda name=name: one.child(name), seconds=20, what=f"{name} runs")
        below = children_of(pid)
        one.kill(name)
        wait_until(
            lambda name=name, pid=pid: one.child(name) not in (0, pid),
            seconds=20,
            what=f"{name} is back",
        )
        assert not any(map(alive, below)), "its own children were ended, not left behind"
    wait_until(one.web_answers, seconds=30, what="the web answers")
    web = one.child("web")
    before = wait_until(lambda: set(children_of(web)), seconds=20, what="web workers")
    os.kill(min(before), signal.SIGKILL)
    wait_until(lambda: set(children_of(web)) - before, seconds=20, what="a new worker")
    wait_until(one.web_answers, seconds=20, what="the web answers")


def test_a_second_serve_on_the_same_data_is_refused_and_its_files_are_private(product):
    one = product(*LEAN, "--no-broker")
    assert one.ready()["broker"] == {"status": "none"}
    assert one.child("sweep")
    assert not one.child("worker")
    second = Product(one.data_dir, *LEAN)
    second.output = one.data_dir.parent / "second.out"
    second.spawn()
    assert second.process.wait(timeout=30) == 2
    assert "sudah berjalan dengan DATA_DIR ini" in second.text()
    assert one.web_answers()
    for path in one.data_dir.iterdir():
        if path.is_file():
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name


def test_a_busy_port_is_said_plainly(product, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        one = Product(tmp_path / "busy", *LEAN)
        one.port = other.getsockname()[1]
        one.spawn()
        assert one.process.wait(timeout=30) == 2
    assert f"Port {one.port} sudah dipakai" in one.text()
    assert "Traceback" not in one.text()


def test_the_simulator_never_runs_beside_the_real_whatsapp(tmp_path):
    real = {"WHATSAPP_API_BASE_URL": "https://graph.facebook.com"}
    one = Product(tmp_path / "real", "--simulator", **real)
    one.spawn()
    assert one.process.wait(timeout=30) == 2
    assert "Simulator tidak dapat berjalan bersama" in one.text()


def test_make_killed_ends_it_too(tmp_path):
    """`kill -9` of make itself, which cannot pass anything on."""
    port = str(free_port())
    environment = {**os.environ, "DATA_DIR": str(tmp_path / "data"), "PORT": port}
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    with (tmp_path / "out").open("wb") as out:
        make = subprocess.Popen(["make", "run"], cwd=ROOT, env=environment, stdout=out, stderr=out)
    lock = tmp_path / "data" / "serve.lock"
    supervisor = wait_until(
        lambda: lock.exists() and int(lock.read_text() or 0), seconds=30, what="it locks its data"
    )
    wait_until(lambda: len(children_of(supervisor)) > 2, seconds=30, what="children run")
    pids = [supervisor, *children_of(supervisor)]
    make.kill()
    make.wait()
    wait_until(lambda: not any(map(alive, pids)), seconds=20, what="nothing is left")
