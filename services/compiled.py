"""Reads whose SQL is built once and then only filled in.

Building the SQL of a queryset costs Django several times what running it costs the database. Pages
that officers open all day therefore keep the finished SQL of a read under a key. What may be read
stays said in the queryset, built by the same methods as everywhere else (ADR 0020).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Hashable, Iterator
from types import SimpleNamespace
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, connections
from django.db.models import QuerySet

Row = TypeVar("Row")
Value = int | str | dt.datetime

# About 50 kB each. A read has one entry for every set of rights in use; the longest unused goes.
MOST = 200
# A compiler belongs to a connection, and a connection to a thread.
_here = threading.local()
# What PostgreSQL says to a prepared statement whose table was altered, or that it does not know.
_OUTDATED = {"0A000", "26000"}


def compiled(
    key: Hashable, build: Callable[..., QuerySet[Any, Row]], /, **values: Value
) -> list[Row]:
    """The rows of `build(**values)`, by SQL that was built when `key` was first seen.

    `key` has to tell apart everything that `build` uses besides its arguments, rights above all.
    A value may stand wherever it reaches the database as it is; raises TypeError where it does not
    (None, or inside an `icontains`, or nowhere). Prefetching is left to the caller.
    """
    if None in values.values():
        raise TypeError(f"None is not a value to be filled in: {values}")
    kept: dict[Hashable, _Read] = _here.__dict__.setdefault("kept", {})
    function = getattr(build, "func", build)  # of a partial
    known = (function.__module__, function.__qualname__, key, *values)
    read = kept.pop(known, None)
    if read is None or read.is_stale():
        read = _Read(build, values)
    while len(kept) >= MOST:
        kept.pop(next(iter(kept)))
    kept[known] = read
    return read.rows(values)


class _Read:
    """One queryset after Django's compiler has done its work."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], values: dict[str, Value]) -> None:
        markers = {name: _marker(n, value) for n, (name, value) in enumerate(values.items())}
        queryset = build(**markers)
        self._iterable: Callable[[Any], Any] = queryset._iterable_class
        self._compiler: Any = queryset.query.get_compiler(using=queryset.db)
        try:
            self._sql, parameters = self._compiler.as_sql()
        except EmptyResultSet:
            _must_be_empty(build(**values))
            self._sql, parameters = "", ()
        self._parameters = tuple(parameters)
        self._places = self._places_of(markers) if self._sql else ()
        # What Django's readers of rows ask of a queryset and its compiler.
        self._source = SimpleNamespace(
            db=queryset.db,
            model=queryset.model,
            query=SimpleNamespace(get_compiler=lambda *_, **__: self._compiler),
            _known_related_objects={},
        )
        if self._sql:
            columns = [column for column, *_ in self._compiler.select]
            converters = self._compiler.get_converters(columns)
            self._compiler.get_converters = lambda _: converters

    def is_stale(self) -> bool:
        """Whether the thread has another connection by now."""
        return self._compiler.connection is not connections[self._source.db]

    def rows(self, values: dict[str, Value]) -> list[Any]:
        """Made by Django's own readers; only the SQL is not built again."""
        if not self._sql:
            return []
        found = self._ask(self._filled(values))
        self._compiler.execute_sql = lambda *_, **__: (found,)
        try:
            return list(self._iterable(self._source))
        finally:
            del self._compiler.execute_sql  # what was read is not kept

    def _filled(self, values: dict[str, Value]) -> list[Any]:
        parameters = list(self._parameters)
        for index, name in self._places:
            value = self._adapted(values[name])
            # psycopg's widths of integers (Int4, Int8) are types of their own.
            parameters[index] = type(parameters[index])(value) if isinstance(value, int) else value
        return parameters

    def _ask(self, parameters: list[Any]) -> list[Any]:
        """Prepared by PostgreSQL, and once more if it was prepared before a table was altered."""
        connection = self._compiler.connection
        try:
            return self._execute(parameters)
        except DatabaseError as error:
            outdated = getattr(error.__cause__, "sqlstate", None) in _OUTDATED
            if not outdated or connection.in_atomic_block:  # there the rollback clears them
                raise
            # Seen by psycopg, which then forgets its own list, only while it prepares.
            with connection.cursor() as cursor, _preparing(connection):
                cursor.execute("DEALLOCATE ALL")
            return self._execute(parameters)

    def _execute(self, parameters: list[Any]) -> list[Any]:
        connection = self._compiler.connection
        with connection.cursor() as cursor, _preparing(connection):
            cursor.execute(self._sql, parameters)
            found: list[Any] = cursor.fetchall()
        return found

    def _places_of(self, markers: dict[str, Value]) -> tuple[tuple[int, str], ...]:
        adapted = {self._adapted(marker): name for name, marker in markers.items()}
        places = tuple(
            (index, adapted[parameter])
            for index, parameter in enumerate(self._parameters)
            if isinstance(parameter, Hashable) and parameter in adapted
        )
        inside = any(
            isinstance(marker, str) and isinstance(said, str) and marker in said and marker != said
            for said in self._parameters
            for marker in markers.values()
        )
        if inside or {name for _, name in places} != set(markers):
            raise TypeError(f"Not every value of {sorted(markers)} is in the SQL: {self._sql}")
        return places

    def _adapted(self, value: Value) -> Any:
        if isinstance(value, dt.datetime):
            return self._compiler.connection.ops.adapt_datetimefield_value(value)
        return value


def _must_be_empty(queryset: QuerySet[Any, Any]) -> None:
    """Raises TypeError where only the markers, too large for their columns, find nothing."""
    with contextlib.suppress(EmptyResultSet):
        queryset.query.get_compiler(using=queryset.db).as_sql()
        raise TypeError(f"A value does not fit its column: {queryset.query}")


@contextlib.contextmanager
def _preparing(connection: Any) -> Iterator[None]:
    """Only here are statements prepared. Where a plan that fits every value may be the wrong one,
    as with the partial indexes that the sweeps live on, PostgreSQL goes on planning each time.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.connection.prepare_threshold = 2
    try:
        yield
    finally:
        connection.connection.prepare_threshold = None


def _marker(index: int, value: Value) -> Value:
    """Stands for a value while the SQL is built; like nothing that the code itself says."""
    if isinstance(value, dt.datetime):
        return dt.datetime(1900, 1, 1, microsecond=77_000 + index, tzinfo=dt.UTC)
    return 2_000_771_000 + index if isinstance(value, int) else f"\x01{index}\x01"
