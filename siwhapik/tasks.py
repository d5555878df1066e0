"""What beat sends: the name of a sweep. The same functions as in `manage.py sweep`."""

from collections import defaultdict
from functools import partial
from threading import Lock

from celery import shared_task

from siwhapik.forgetting import forget_expired
from siwhapik.sweeps import Runner, registered
from tickets.single_flight import ASIDE

SWEEPS = {"siwhapik.forget_expired": (forget_expired, 3600.0)}
_runner = Runner()
_turns: defaultdict[str, Lock] = defaultdict(Lock)


@shared_task(name="siwhapik.sweep", ignore_result=True)
def sweep(name: str) -> int:
    """Run one sweep by its name; errors are logged and shown on its heartbeat.

    A slow one runs beside the worker's threads and counts as nothing here. Any other has one of
    them at most: a run that hangs (a mail server that does not answer) is not joined by the next.
    """
    wanted = registered()[name]
    if lane := ASIDE.get(wanted.lane):
        lane.ring(name, partial(_runner.run, wanted))
        return 0
    turn = _turns[name]
    if not turn.acquire(blocking=False):
        return 0
    try:
        return _runner.run(wanted).moved
    finally:
        turn.release()
