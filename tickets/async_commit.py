"""Work that can be done again from durable rows does not wait for the disk at every commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, InterfaceError, connection

# The log is written in order: a durable commit of any connection takes along what came before it.
# (PostgreSQL, "Asynchronous Commit"; SQLite, "PRAGMA synchronous" in WAL mode)
_RELAXED = {"postgresql": "SET synchronous_commit TO off", "sqlite": "PRAGMA synchronous = NORMAL"}
_DURABLE = {"postgresql": "RESET synchronous_commit", "sqlite": "PRAGMA synchronous = FULL"}
_is_relaxed: ContextVar[bool] = ContextVar("is_relaxed", default=False)  # of each thread its own


@contextmanager
def async_commit() -> Iterator[None]:
    """Commits in here return before they are on disk.

    A power cut may take the last of them, always a tail and never one from the middle: then what
    they were made from lies there unworked again. Only for work that is found and done again by
    its rows, and never around a promise to somebody outside (200 to a webhook, a send).
    Within a transaction, or within itself, it changes nothing.
    """
    if connection.in_atomic_block or _is_relaxed.get():
        yield
        return
    _say(_RELAXED)
    before = _is_relaxed.set(True)
    try:
        yield
    finally:
        _is_relaxed.reset(before)
        _restore()


@contextmanager
def durable() -> Iterator[None]:
    """Inside `async_commit`, for a commit that something outside is about to rely on.

    Elsewhere commits are durable already, and stay so.
    """
    if connection.in_atomic_block or not _is_relaxed.get():
        yield
        return
    _say(_DURABLE)
    try:
        yield
    finally:
        _say(_RELAXED)


def _say(words: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words[connection.vendor])


def _restore() -> None:
    try:
        _say(_DURABLE)
    except (DatabaseError, InterfaceError):
        connection.close()  # a connection that is not known to be durable is not used again
