"""What beat sends: the name of a sweep. The same functions as in `manage.py sweep`."""

from collections import defaultdict
from functools import partial
from threading import Lock

from celery import shared_task

from siwhapik.forgetting import forget_expired
from siwhapik.reports.long_files import SWEEP, forget_exports, write_exports
from siwhapik.submitting.sending import submit_periods
from siwhapik.sweeps import Runner, registered
from tickets.single_flight import ASIDE

SWEEPS = {
    "siwhapik.forget_expired": (forget_expired, 3600.0),
    SWEEP: (write_exports, 3.0, "exports"),
    "siwhapik.forget_exports": (forget_exports, 3600.0),
    "siwhapik.submit_periods": (submit_periods, 60.0, "submissions"),
}
_runner = Runner()
_turns: defaultdict[str, Lock] = defaultdict(Lock)


@shared_task(name="siwhapik.sweep", ignore_result=True)
def sweep(name: str) -> int:
    """Run one sweep by its name; errors are logged and shown on its heartbeat.

    A slow sweep runs beside the worker's threads, and this returns 0. Any other sweep takes one
    thread at most: while a run hangs (a mail server does not answer), the next does not start.
    """
    wanted = registered()[name]
    if lane := ASIDE.get(wanted.lane):
        lane.run_soon(name, partial(_runner.run, wanted))
        return 0
    turn = _turns[name]
    if not turn.acquire(blocking=False):
        return 0
    try:
        return _runner.run(wanted).moved
    finally:
        turn.release()
