"""Requests that come during a run are one more look, never a second run beside it."""

import threading

import pytest

from tickets.single_flight import SingleFlight


def test_a_request_during_a_run_makes_it_look_once_more():
    begun, go_on, runs, at_once = threading.Event(), threading.Event(), [], []
    running = []

    def work():
        running.append(1)
        at_once.append(len(running))
        runs.append(1)
        begun.set()
        assert go_on.wait(5)
        running.pop()

    flight = SingleFlight(work)
    first = threading.Thread(target=flight)
    first.start()
    assert begun.wait(5)
    for _ in range(10):
        flight()  # comes back at once
    go_on.set()
    first.join(5)
    assert len(runs) == 2
    assert max(at_once) == 1


def test_a_fault_gives_the_turn_to_the_next_request():
    runs = []

    def work():
        runs.append(1)
        if len(runs) == 1:
            raise ZeroDivisionError

    flight = SingleFlight(work)
    with pytest.raises(ZeroDivisionError):
        flight()
    flight()
    assert len(runs) == 2


def test_a_request_during_a_run_that_fails_is_still_a_look():
    begun, go_on, runs, faults = threading.Event(), threading.Event(), [], []

    def work():
        runs.append(1)
        if len(runs) == 1:
            begun.set()
            assert go_on.wait(5)
            raise ZeroDivisionError

    flight = SingleFlight(work)

    def first():
        with pytest.raises(ZeroDivisionError):
            flight()
        faults.append(1)

    thread = threading.Thread(target=first)
    thread.start()
    assert begun.wait(5)
    flight()  # comes back at once
    go_on.set()
    thread.join(5)
    assert (len(runs), faults) == (2, [1])


def test_no_request_is_lost_among_many():
    seen, rows = [], []

    def work():
        while rows:
            seen.append(rows.pop())

    flight = SingleFlight(work)

    def request(n):
        rows.append(n)
        flight()

    threads = [threading.Thread(target=request, args=(n,)) for n in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert sorted(seen) == list(range(200))
