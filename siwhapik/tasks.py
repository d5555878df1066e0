"""What beat sends: the name of a sweep. The same functions as in `manage.py sweep`."""

from celery import shared_task

from siwhapik.forgetting import forget_expired
from siwhapik.sweeps import Runner, registered

SWEEPS = {"siwhapik.forget_expired": (forget_expired, 3600.0)}
_runner = Runner()


@shared_task(name="siwhapik.sweep", ignore_result=True)
def sweep(name: str) -> int:
    """Run one sweep by its name; errors are logged and shown on its heartbeat."""
    return _runner.run(registered()[name]).moved
