"""What beat sends: the name of a sweep. The same functions as in `manage.py sweep`."""

from functools import partial

from celery import shared_task

from siwhapik.forgetting import forget_expired
from siwhapik.sweeps import Runner, registered
from tickets.drain import ASIDE

SWEEPS = {"siwhapik.forget_expired": (forget_expired, 3600.0)}
_runner = Runner()


@shared_task(name="siwhapik.sweep", ignore_result=True)
def sweep(name: str) -> int:
    """Run one sweep by its name; errors are logged and shown on its heartbeat.

    A slow one runs beside the worker's threads and counts as nothing here.
    """
    wanted = registered()[name]
    if lane := ASIDE.get(wanted.lane):
        lane.ring(name, partial(_runner.run, wanted))
        return 0
    return _runner.run(wanted).moved
