"""Empty tables as the migrations make them, made once and copied by the processes of one run.

Migrating takes a process most of a minute. `.ci/run` names a folder in TEST_TABLES: the first process
leaves its tables there, and each other begins with a copy. What a copy lacks is migrated as always.
"""

import contextlib
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.backends.signals import connection_created


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[Callable[[], None]]:
    """Begin with what another process left, if it did; what this gives leaves ours, once made."""
    with contextlib.ExitStack() as alone:
        kept = alone.enter_context(shared(connection.vendor))
        if kept:
            copy(kept)

        def migrated() -> None:
            if kept:
                keep(kept)
            alone.close()

        yield migrated


@contextlib.contextmanager
def shared(vendor: str) -> Iterator[Path | None]:
    """Where this database's tables are kept, while nobody else makes them; None: nobody shares."""
    folder = os.environ.get("TEST_TABLES", "")
    if not folder:
        yield None
        return
    kept = Path(folder) / vendor
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield kept


def copy(kept: Path) -> None:
    """Let the test database begin with what was kept; called before it is created."""
    if not kept.exists():
        return
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = kept.read_text()
        return

    def fill(connection: Any, **_: object) -> None:
        if connection.is_in_memory_db():
            connection_created.disconnect(fill)
            with contextlib.closing(sqlite3.connect(kept)) as source:
                source.backup(connection.connection)

    connection_created.connect(fill, weak=False)


def begin(data_dir: Path) -> None:
    """Let a product of this folder begin with the tables on SQLite that were kept, if any were."""
    kept = Path(os.environ.get("TEST_TABLES", "")) / "sqlite"
    if not os.environ.get("TEST_TABLES") or not kept.exists():
        return
    data_dir.mkdir(mode=0o700, exist_ok=True)
    database = data_dir / "siwhapik.sqlite3"
    shutil.copyfile(kept, database)
    database.chmod(0o600)


def keep(kept: Path) -> None:
    """Keep the tables of the test database, which are still empty, for the others."""
    if kept.exists():
        return
    if connection.vendor == "postgresql":
        _keep_database(kept)
        return
    half = kept.with_suffix(".half")
    with contextlib.closing(sqlite3.connect(half)) as target:
        connection.ensure_connection()
        connection.connection.backup(target)
    half.rename(kept)


def _keep_database(kept: Path) -> None:
    made = connection.settings_dict["NAME"]
    name = f"{made}_tables"
    connection.close()  # a database is copied while nobody is connected to it
    quoted = connection.ops.quote_name
    where = {**connection.get_connection_params(), "dbname": "postgres"}
    where.pop("cursor_factory", None)
    with psycopg.connect(**where, autocommit=True) as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted(name)}")
        cursor.execute(f"CREATE DATABASE {quoted(name)} TEMPLATE {quoted(made)}")
    kept.write_text(name)
