"""One part in the foreground, for a process manager that starts and watches each by itself."""

import argparse
import os
import sys
from importlib import import_module

from siwhapik.data_dir import BASE_DIR, data_dir
from siwhapik.supervisor import kernel
from siwhapik.supervisor.options import RefusedError
from siwhapik.supervisor.plan import NEED_A_BROKER, Plan


def run(options: argparse.Namespace) -> int:
    """Be this part until told to stop; the exit code. Raises RefusedError.

    No lock, no orphan reaper, no broker, no simulator of our own: who watches the parts has to start
    those, and `manage.py prepare` before them all. The log goes to standard error.
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
