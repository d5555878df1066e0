"""Runs one part in the foreground, for a process manager that watches each part."""

import argparse
import os
import sys
from importlib import import_module

from siwhapik.data_dir import BASE_DIR, data_dir
from siwhapik.supervisor import kernel
from siwhapik.supervisor.options import RefusedError
from siwhapik.supervisor.plan import NEED_A_BROKER, Plan


def run(options: argparse.Namespace) -> int:
    """Run this part until told to stop; returns the exit code. Raises RefusedError.

    Without lock, orphan reaper, broker and simulator: the process manager has to start what it
    needs, and `manage.py prepare` before all parts. The log goes to standard error.
    """
    broker_url = os.environ.get("REDIS_URL", "")
    if options.only in NEED_A_BROKER and not broker_url:
        raise RefusedError(
            f"{options.only} memerlukan REDIS_URL. Tanpa Redis/Valkey cukup jalankan web dan sweep."
        )
    plan = Plan(
        data_dir=str(data_dir()),
        lock_fd=-1,
        host=options.host,
        port=options.port,
        broker_url=broker_url,
    )
    # Checks load every page; worker and beat need none, and `prepare` has checked.
    os.environ |= {"DATA_DIR": plan.data_dir, "CELERY_SKIP_CHECKS": "1"}
    os.chdir(BASE_DIR)
    kernel.name_process(f"siwhapik-{options.only}")
    parts = import_module("siwhapik.supervisor.preload")
    parts.load()
    code = getattr(parts, options.only)(plan)
    sys.stderr.flush()
    return code if isinstance(code, int) else 0
