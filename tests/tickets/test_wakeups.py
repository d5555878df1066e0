"""A wake-up never blocks, never raises, and many requests become one message."""

import os
import socket
import time

import pytest

from tickets import wakeups


class Published(wakeups.Wakeups):
    """Wake-ups that only note what they would have published."""

    def __init__(self):
        super().__init__()
        self.names = []

    def _publish(self, name):
        self.names.append(name)


@pytest.fixture
def published(monkeypatch, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    found = Published()
    monkeypatch.setattr(wakeups, "_wakeups", found)
    return found


def wait_for(condition):
    deadline = time.monotonic() + 3
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_hundred_requests_are_one_message_each_task(published):
    for _ in range(100):
        wakeups.wake(wakeups.RECEIVE)
        wakeups.wake(wakeups.DELIVER)
    wait_for(lambda: len(published.names) >= 2)
    time.sleep(0.15)
    assert set(published.names) == {wakeups.RECEIVE, wakeups.DELIVER}
    assert len(published.names) <= 6


def test_a_later_request_waits_and_does_not_hold_up_others(published):
    started = time.monotonic()
    wakeups.wake(wakeups.CONVERSE, delay=0.4)
    wakeups.wake(wakeups.RECEIVE)
    wait_for(lambda: wakeups.RECEIVE in published.names)
    assert wakeups.CONVERSE not in published.names
    wait_for(lambda: wakeups.CONVERSE in published.names)
    assert time.monotonic() - started >= 0.4


def test_without_a_broker_it_is_silent(published, settings):
    settings.REDIS_URL = ""
    wakeups.wake(wakeups.RECEIVE)
    assert published._thread is None


def test_a_child_process_publishes_with_a_thread_of_its_own(published):
    wakeups.wake(wakeups.RECEIVE)
    parent = published._thread
    read, write = os.pipe()
    if not (pid := os.fork()):
        fresh = wakeups._wakeups is not published and wakeups._wakeups._thread is None
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
