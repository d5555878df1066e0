"""Commits that do not wait for the disk, for work that can be done again from durable rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, InterfaceError, connection

from services import rows
from services.rows import Statement

# The log is written in order: a durable commit of any connection makes earlier commits durable.
# (PostgreSQL, "Asynchronous Commit"; SQLite, "PRAGMA synchronous" in WAL mode)
_RELAXED = {"postgresql": "SET synchronous_commit TO off", "sqlite": "PRAGMA synchronous = NORMAL"}
_DURABLE = {"postgresql": "RESET synchronous_commit", "sqlite": "PRAGMA synchronous = FULL"}
_is_relaxed: ContextVar[bool] = ContextVar("is_relaxed", default=False)  # one for each thread
_by_each: ContextVar[bool] = ContextVar("by_each", default=False)


@contextmanager
def async_commit(*, by_each: bool = False) -> Iterator[None]:
    """Commits in here return before they are on disk.

    A power cut may lose the last of them, always a tail and never one from the middle; the rows
    that they were made from are then unworked again. Use it only for work that is found by its
    rows and done again, never around a promise to another system (200 to a webhook, a send).
    Inside a transaction, or inside itself, it changes nothing.

    `by_each`: on PostgreSQL each transaction says so itself (`relaxing`), with the first that it asks;
    one that does not waits for the disk. It saves two ways to the database.
    """
    if connection.in_atomic_block or _is_relaxed.get() or _by_each.get():
        yield
        return
    if by_each and connection.vendor == "postgresql":
        token = _by_each.set(True)
        try:
            yield
        finally:
            _by_each.reset(token)
        return
    _run(_RELAXED)
    before = _is_relaxed.set(True)
    try:
        yield
    finally:
        _is_relaxed.reset(before)
        _restore()


@contextmanager
def durable() -> Iterator[None]:
    """Inside `async_commit`, for a commit that another system is about to rely on.

    Elsewhere it changes nothing: commits are durable.
    """
    if connection.in_atomic_block or not _is_relaxed.get():
        yield
        return
    _run(_DURABLE)
    try:
        yield
    finally:
        _run(_RELAXED)


def relaxing() -> list[Statement]:
    """What begins a transaction that need not wait for the disk, inside `async_commit(by_each=True)`."""
    return [rows.UNTIL_COMMIT] if _by_each.get() else []


def _run(statements: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor])


def _restore() -> None:
    try:
        _run(_DURABLE)
    except (DatabaseError, InterfaceError):
        connection.close()  # never reuse a connection that may still be relaxed
