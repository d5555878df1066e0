"""Sweeps: each on its own, none stops another, what they did is on record."""

import datetime as dt
import threading

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from siwhapik import sweeps, tasks
from siwhapik.management.commands import sweep as command
from tickets.models import Heartbeat

# A run lets go of old connections, which would end the transaction around a test.
pytestmark = pytest.mark.django_db(transaction=True)


def make(work, *, name="contoh", seconds=5.0):
    return sweeps.Sweep(name=name, work=work, seconds=seconds)


def broken(now):
    raise DatabaseError("the database went away")


def test_a_run_counts_and_leaves_a_heartbeat(now):
    seen = []
    outcome = sweeps.Runner().run(make(lambda at: seen.append(at) or 3), now=now)
    assert (outcome.moved, seen) == (3, [now])
    assert Heartbeat.objects.get().error == ""


def test_an_error_is_kept_beside_the_last_good_end():
    runner = sweeps.Runner()
    runner.run(make(lambda now: 0))
    good = Heartbeat.objects.get().at
    assert runner.run(make(broken)).error == "DatabaseError: the database went away"
    beat = Heartbeat.objects.get()
    assert (beat.at, beat.error) == (good, "DatabaseError")
    runner.run(make(lambda now: 0))
    assert Heartbeat.objects.get().error == ""


def test_one_broken_sweep_does_not_stop_the_others():
    stop, calls = threading.Event(), []

    def works(now):
        calls.append(now)
        if len(calls) == 3:
            stop.set()
        return 0

    jobs = [make(broken, name="rusak", seconds=0.01), make(works, name="baik", seconds=0.01)]
    command.loop(jobs, runner=sweeps.Runner(), stop=stop)
    assert len(calls) == 3


def test_a_lane_that_hangs_holds_no_other_lane():
    stop, hangs, calls = threading.Event(), threading.Event(), []

    def waits(now):
        hangs.wait(10)
        return 0

    def works(now):
        calls.append(now)
        if len(calls) == 3:
            stop.set()
            hangs.set()
        return 0

    slow = sweeps.Sweep(name="lambat", work=waits, seconds=0.01, lane="files")
    command.run_lanes([slow, make(works, seconds=0.01)], stop=stop)
    assert len(calls) == 3


def test_words_and_files_have_lanes_of_their_own():
    found = {name: sweep.lane for name, sweep in sweeps.registered().items()}
    assert found["tickets.receive"] == found["tickets.converse"] == "messages"
    slow = ("deliver", "deliver_officers", "deliver_files", "media", "previews", "send_emails")
    assert len({found["tickets.receive"], *(found[f"tickets.{name}"] for name in slow)}) == 7


def test_a_worker_that_beat_asks_for_downloads_does_them_beside_its_threads(monkeypatch):
    go_on, begun, ended = (threading.Event() for _ in range(3))

    def slow(now):
        begun.set()
        go_on.wait(5)
        return 1

    class Told(sweeps.Runner):
        def run(self, *args, **more):
            try:
                return super().run(*args, **more)
            finally:
                ended.set()

    entry = sweeps.Sweep(name="contoh", work=slow, seconds=5.0, lane="media")
    monkeypatch.setattr(tasks, "registered", lambda: {"contoh": entry})
    monkeypatch.setattr(tasks, "_runner", Told())
    assert tasks.sweep("contoh") == 0  # comes back while it runs
    assert begun.wait(5)
    go_on.set()
    assert ended.wait(10)  # looking at the table meanwhile would lock it for SQLite in memory
    assert Heartbeat.objects.get().name == "contoh"


def test_a_sweep_that_hangs_holds_one_thread_of_a_worker(monkeypatch):
    go_on, begun, calls = threading.Event(), threading.Event(), []

    def hangs(now):
        calls.append(now)
        begun.set()
        go_on.wait(5)
        return 1

    monkeypatch.setattr(tasks, "registered", lambda: {"contoh": make(hangs)})
    first = threading.Thread(target=tasks.sweep, args=("contoh",))
    first.start()
    assert begun.wait(5)
    assert tasks.sweep("contoh") == 0  # comes back at once
    go_on.set()
    first.join(5)
    assert tasks.sweep("contoh") == 1
    assert len(calls) == 2


def test_a_failing_sweep_is_tried_ever_later_and_a_busy_one_at_once():
    job = make(broken)
    failed = sweeps.Outcome(error="x")
    pauses = [command.pause_after(job, outcome=failed, failures=n) for n in (1, 2, 3, 9)]
    assert pauses == [10.0, 20.0, 30.0, 30.0]
    assert command.pause_after(job, outcome=sweeps.Outcome(moved=1), failures=0) == 0.2
    assert command.pause_after(job, outcome=sweeps.Outcome(), failures=0) == 5.0


def test_a_heartbeat_is_not_written_at_every_run(django_assert_num_queries):
    runner, job = sweeps.Runner(), make(lambda now: 0)
    runner.run(job)
    with django_assert_num_queries(0):
        runner.run(job)


def test_entries_may_be_a_function_or_a_function_with_its_interval():
    def work(now: dt.datetime) -> int:
        return 0

    found = sweeps.registered({"a": work, "b": (work, 60)})
    assert (found["a"].seconds, found["b"].seconds) == (sweeps.DEFAULT_SECONDS, 60.0)


def test_every_registered_sweep_runs_on_an_empty_database(capsys):
    if connection.vendor == "postgresql":
        # No model has this table, so tests that commit leave their words in it; a part is looked through each hour.
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM tickets_searchword")
    call_command("sweep", "--once")
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if not line.endswith(": 0")] == []
    assert set(sweeps.registered()) == set(Heartbeat.objects.values_list("name", flat=True))
