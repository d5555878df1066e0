"""The doorbell never blocks, never raises, and rings once for many kicks."""

import os
import socket
import time

import pytest

from tickets import wakeups


class Rung(wakeups.Wakeups):
    """A bell that keeps what it would have published."""

    def __init__(self):
        super().__init__()
        self.names = []

    def _publish(self, name):
        self.names.append(name)


@pytest.fixture
def rung(monkeypatch, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    found = Rung()
    monkeypatch.setattr(wakeups, "_wakeups", found)
    return found


def wait_for(condition):
    deadline = time.monotonic() + 3
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_hundred_kicks_are_one_ring_each_task(rung):
    for _ in range(100):
        wakeups.wake(wakeups.RECEIVE)
        wakeups.wake(wakeups.DELIVER)
    wait_for(lambda: len(rung.names) >= 2)
    time.sleep(0.15)
    assert set(rung.names) == {wakeups.RECEIVE, wakeups.DELIVER}
    assert len(rung.names) <= 6


def test_a_later_ring_waits_and_does_not_hold_up_others(rung):
    started = time.monotonic()
    wakeups.wake(wakeups.CONVERSE, delay=0.4)
    wakeups.wake(wakeups.RECEIVE)
    wait_for(lambda: wakeups.RECEIVE in rung.names)
    assert wakeups.CONVERSE not in rung.names
    wait_for(lambda: wakeups.CONVERSE in rung.names)
    assert time.monotonic() - started >= 0.4


def test_without_a_broker_it_is_silent(rung, settings):
    settings.REDIS_URL = ""
    wakeups.wake(wakeups.RECEIVE)
    assert rung._thread is None


def test_a_child_process_rings_with_a_thread_of_its_own(rung):
    wakeups.wake(wakeups.RECEIVE)
    parent = rung._thread
    read, write = os.pipe()
    if not (pid := os.fork()):
        fresh = wakeups._wakeups is not rung and wakeups._wakeups._thread is None
        os.write(write, b"1" if fresh else b"0")
        os._exit(0)
    os.waitpid(pid, 0)
    assert os.read(read, 1) == b"1"
    assert parent.is_alive()


@pytest.mark.parametrize("hung", [False, True], ids=["dead", "hung"])
def test_a_dead_or_hung_broker_costs_the_caller_nothing(monkeypatch, settings, hung):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        if not hung:
            server.close()
        settings.REDIS_URL = settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{port}/0"
        found = wakeups.Wakeups()
        monkeypatch.setattr(wakeups, "_wakeups", found)
        started = time.monotonic()
        for _ in range(50):
            wakeups.wake(wakeups.RECEIVE)
        assert time.monotonic() - started < 0.25
        publishing = time.monotonic()
        found._publish(wakeups.RECEIVE)
        assert time.monotonic() - publishing < 3
        assert found._connection is None
        assert found._thread.is_alive()
