"""A database of the benchmark's own, made for it and dropped after it; servers beside it."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from siwhapik.supervisor.plan import broker_binary
from tests import ROOT
from tests.processes.servers import free_port, listens, wait_until


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """Sets DATA_DIR and DATABASE_URL for this process; PostgreSQL where DATABASE_URL says so."""
    with tempfile.TemporaryDirectory(prefix="siwhapik-bench-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["REDIS_URL"] = ""
        given = os.environ.get("DATABASE_URL", "")
        if not given:
            yield "SQLite"
            return
        name = f"siwhapik_bench_{os.getpid()}"
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        os.environ["DATABASE_URL"] = urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
        try:
            yield "PostgreSQL"
        finally:
            with psycopg.connect(given, autocommit=True) as connection:
                connection.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                )


@contextlib.contextmanager
def server(target: str, **environment: str) -> Iterator[int]:
    """granian with 2 workers x 4 threads, ours as `serve` starts it; yields its port."""
    port = free_port()
    ours = ["--interface", "rsgi", "--http", "1"]
    bare = ["--interface", "wsgi", "--blocking-threads", "4"]
    options = ours if ".rsgi:" in target else bare
    options += ["--no-ws", "--log-level", "warning", "--port", str(port)]
    options += ["--workers", "2", "--workers-kill-timeout", "3"]
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *options, target],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: listens(port), seconds=60, what=f"{target} listens")
        time.sleep(2)  # both workers are up
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextlib.contextmanager
def broker() -> Iterator[str]:
    """A private broker as `serve` has it: wake-ups reach workers; "" when there is none."""
    binary = broker_binary()
    if not binary:
        yield ""
        return
    socket_path = Path(os.environ["DATA_DIR"]) / "bench.sock"
    words = ["--port", "0", "--unixsocket", str(socket_path), "--save", "", "--loglevel", "warning"]
    process = subprocess.Popen([binary, *words], stdout=subprocess.DEVNULL)
    try:
        wait_until(socket_path.exists, seconds=10, what="the broker's socket")
        yield f"unix://{socket_path}"
    finally:
        process.kill()
        process.wait()
