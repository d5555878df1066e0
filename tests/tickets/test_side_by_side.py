"""Slow rows beside quick ones: each holds its own thread only."""

import threading
import time
from collections import Counter

import pytest

from tickets.single_flight import Aside, SideBySide

pytestmark = pytest.mark.django_db(transaction=True)  # its threads look after connections


class Rows:
    """Keys that are due until they are worked; the slow ones wait until `go_on`."""

    def __init__(self, *keys, slow=()):
        self.due, self.slow, self.worked = list(keys), set(slow), Counter()
        self.go_on = threading.Event()

    def work(self, key):
        self.worked[key] += 1
        if key in self.slow:
            assert self.go_on.wait(10)
        self.due.remove(key)
        return 1

    def list(self):
        return list(self.due)


def test_slow_rows_hold_their_own_threads_only():
    rows = Rows(1, 2, 3, 4, 5, 6, slow=(1, 2))
    lanes = SideBySide(rows.work, name="uji")
    assert lanes.run(rows.list, size=3, seconds=1.0) == 4
    assert rows.due == [1, 2]
    assert not lanes.finish(0.1)
    rows.go_on.set()
    assert lanes.finish(5)
    assert lanes.run(rows.list, size=3, seconds=1.0) == 2  # counted when it is seen
    assert set(rows.worked.values()) == {1}


def test_what_comes_while_a_slow_one_runs_is_begun_beside_it():
    rows = Rows(1, slow=(1,))
    lanes = SideBySide(rows.work, name="uji")
    runner = threading.Thread(target=lanes.run, args=(rows.list,), kwargs={"size": 2})
    runner.start()
    time.sleep(0.1)
    rows.due.append(2)
    assert lanes.run(rows.list, size=2) == 0  # the other thread looks instead
    until = time.monotonic() + 5
    while 2 in rows.due and time.monotonic() < until:
        time.sleep(0.02)
    assert rows.due == [1]
    rows.go_on.set()
    runner.join(5)
    assert rows.due == []


def test_what_cannot_be_worked_now_is_not_tried_again_and_again():
    tried = Counter()

    def held_elsewhere(key):
        tried[key] += 1
        return 0

    for size in (1, 2):
        lanes = SideBySide(held_elsewhere, name="uji")
        assert lanes.run(lambda: [1, 2, 3], size=size, seconds=5) == 0
    assert set(tried.values()) == {2}


def test_a_fault_is_told_and_stops_nothing_for_good():
    def work(key):
        if key == 1:
            raise ZeroDivisionError
        return 0

    lanes = SideBySide(work, name="uji")
    with pytest.raises(ZeroDivisionError):
        lanes.run(lambda: [1], size=2)
    assert lanes.run(lambda: [2], size=2) == 0


def test_work_aside_returns_at_once_and_is_done_once_for_many_requests():
    aside, go_on, done = Aside("uji"), threading.Event(), []
    aside.run_soon("pertama", lambda: go_on.wait(5))
    time.sleep(0.1)
    for _ in range(5):
        aside.run_soon("rusak", lambda: 1 / 0)
        aside.run_soon("kedua", lambda: done.append(1))
    assert done == []
    go_on.set()
    until = time.monotonic() + 5
    while not done and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.1)
    assert done == [1]
