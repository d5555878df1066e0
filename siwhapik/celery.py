"""The Celery application: it only wakes workers; the work itself is in database rows."""

import os
from importlib import import_module
from typing import Any

from celery import Celery
from celery.signals import worker_shutting_down

from tickets.transports.deadline import cut_all

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siwhapik.settings")

app = Celery("siwhapik")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def schedule_sweeps(sender: Any, **_: object) -> None:
    """Beat's timetable is the apps' own list of sweeps, so the two cannot drift apart.

    A run that no worker took in time is dropped: the next one does its work.
    """
    # Not at the top: the sweeps import models, and Django is not ready when this module loads.
    sweeps = import_module("siwhapik.sweeps").registered()
    task = import_module("siwhapik.tasks").sweep
    for sweep in sweeps.values():
        signature = task.s(sweep.name)
        sender.add_periodic_task(
            sweep.seconds, signature, name=sweep.name, expires=max(sweep.seconds, 2.0)
        )


@worker_shutting_down.connect
def leave_files(**_: object) -> None:
    """Break off downloads and uploads, which may take minutes; their rows are due again."""
    cut_all()
