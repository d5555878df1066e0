"""Modules that all our processes need: loaded once and shared by the forks.

It opens no connection and starts no thread before the forks.
"""

import gc
import multiprocessing
import sys
from copy import deepcopy
from importlib import import_module

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from siwhapik.celery import app as celery
from siwhapik.errors import DATABASE_AWAY, is_database_away
from siwhapik.supervisor.plan import Plan

# Modules that the parts load at their start: pages, tasks, Celery's worker and timetable.
MODULES = (
    "siwhapik.urls",
    "siwhapik.server.application",
    "siwhapik.sweeps",
    "celery.apps.beat",
    "celery.apps.worker",
    "celery.bin.celery",
    "celery.concurrency.thread",
    "django.core.wsgi",
    "kombu.transport.redis",
)


def load() -> None:
    """Load them, then freeze the garbage collector: pages of memory that it touches are copied."""
    gc.disable()
    django.setup()
    for name in MODULES:
        import_module(name)
    celery.finalize()
    celery.loader.import_default_modules()
    gc.collect()
    gc.freeze()
    gc.enable()


def prepare(plan: Plan) -> int:
    """Database, static files, example data: run once, before anything is served; the exit code."""
    try:
        call_command("prepare", demo=plan.demo, skip_checks=False)
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except Exception as error:
        if not is_database_away(error):
            raise
        sys.stderr.write(f"{DATABASE_AWAY}\n")
        return 2
    return 0


def web(plan: Plan) -> None:
    """Granian with two workers, which share what this process has loaded."""
    multiprocessing.set_start_method("fork", force=True)  # the default until Python 3.14
    import_module("siwhapik.rsgi")
    Granian(
        "siwhapik.rsgi:application",
        address=plan.host,
        port=plan.port,
        interface=Interfaces.RSGI,
        workers=2,
        backlog=1024,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=deepcopy(settings.LOGGING),
        respawn_failed_workers=True,
        respawn_interval=0.5,
        # Without a limit a worker waits for browsers' idle connections when it is told to stop.
        workers_kill_timeout=4,
    ).serve()


def worker(_plan: Plan) -> None:
    """One Celery worker, without gossip to others."""
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING")
    celery.start(["worker", "--pool", "threads", "--concurrency", "8", *quiet])


def beat(plan: Plan) -> None:
    """Celery's timetable."""
    schedule = f"{plan.data_dir}/celerybeat-schedule"
    celery.start(["beat", "--schedule", schedule, "--loglevel", "WARNING"])


def sweep(_plan: Plan) -> None:
    """The sweeps, without a broker."""
    call_command("sweep")
