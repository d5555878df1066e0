"""`manage.py sweep`: run every sweep when it is due, without a broker."""

import argparse
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from siwhapik.sweeps import Outcome, Runner, Sweep, registered
from tickets.delivery import finish
from tickets.transports.deadline import cut_all

# A sweep that fails is tried again after its interval, then after longer pauses, up to this.
LONGEST_PAUSE_SECONDS = 30.0
# A send takes 25 seconds at most; the process waits for the sends under way.
STOP_SECONDS = 25.0
# A sweep that found work runs again at once, but gives the others a turn.
BUSY_PAUSE_SECONDS = 0.2


class Command(BaseCommand):
    """Each sweep at its own interval, each lane in one thread; SIGTERM ends it between two."""

    help = "Menjalankan semua pekerjaan berkala (tanpa broker)."
    requires_system_checks = []  # they load every page, and its memory is never freed

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """To run once, or only some of the sweeps."""
        parser.add_argument("--once", action="store_true", help="satu putaran, lalu selesai")
        parser.add_argument(
            "--only", nargs="+", default=[], metavar="NAMA", help="hanya sapuan dengan nama ini"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Loop until told to stop; with --once, exit code 1 when any sweep failed."""
        sweeps = _chosen(options["only"])
        if options["once"]:
            self._once(sweeps)
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        run_lanes(sweeps, stop=stop)

    def _once(self, sweeps: list[Sweep]) -> None:
        runner = Runner()
        failed = False
        for sweep in sweeps:
            outcome = runner.run(sweep)
            failed = failed or bool(outcome.error)
            self.stdout.write(f"{sweep.name}: {outcome.error or outcome.moved}")
        if failed:
            raise SystemExit(1)


def _chosen(only: list[str]) -> list[Sweep]:
    """The sweeps of these names, all when none is given; raises CommandError."""
    known = registered()
    if strange := [name for name in only if name not in known]:
        raise CommandError(
            f"Sapuan {', '.join(strange)} tidak dikenal. Yang ada: {', '.join(sorted(known))}."
        )
    return [sweep for sweep in known.values() if not only or sweep.name in only]


def pause_after(sweep: Sweep, *, outcome: Outcome, failures: int) -> float:
    """Seconds until this sweep runs again; `failures` counts the errors in a row."""
    if outcome.error:
        return float(min(sweep.seconds * 2**failures, max(LONGEST_PAUSE_SECONDS, sweep.seconds)))
    return min(BUSY_PAUSE_SECONDS, sweep.seconds) if outcome.moved else sweep.seconds


def run_lanes(sweeps: list[Sweep], *, stop: threading.Event) -> None:
    """Run every lane in a thread of its own until `stop` is set, then wait for them."""
    lanes: dict[str, list[Sweep]] = {}
    for sweep in sweeps:
        lanes.setdefault(sweep.lane, []).append(sweep)
    threads = [
        threading.Thread(target=loop, args=(jobs,), kwargs={"runner": Runner(), "stop": stop})
        for jobs in lanes.values()
    ]
    for thread in threads:
        thread.daemon = True  # a thread that hangs must not hold up the process's end
        thread.start()
    stop.wait()
    until = time.monotonic() + STOP_SECONDS
    for thread in threads:
        while thread.is_alive() and time.monotonic() < until:
            cut_all()  # files under way are given back
            thread.join(timeout=0.1)
    cut_all()
    finish(max(0.0, until - time.monotonic()))


def loop(sweeps: list[Sweep], *, runner: Runner, stop: threading.Event) -> None:
    """Run every sweep when it is due, until `stop` is set."""
    due_at = dict.fromkeys((sweep.name for sweep in sweeps), 0.0)
    failures = dict.fromkeys(due_at, 0)
    while not stop.is_set():
        for sweep in sweeps:
            if stop.is_set() or time.monotonic() < due_at[sweep.name]:
                continue
            outcome = runner.run(sweep)
            failures[sweep.name] = failures[sweep.name] + 1 if outcome.error else 0
            pause = pause_after(sweep, outcome=outcome, failures=failures[sweep.name])
            due_at[sweep.name] = time.monotonic() + pause
        until = min(due_at.values(), default=time.monotonic() + 1.0)
        stop.wait(max(0.05, min(1.0, until - time.monotonic())))
