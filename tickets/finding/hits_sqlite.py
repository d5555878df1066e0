"""The same on SQLite: by FTS5 where this Python's SQLite has it, else by looking at every text.

FTS5 gives its rows in the order of their ids, so the newest come first and the rest is not read.
"""

# ruff: noqa: S608  # put together of our own words and of SQL by Django; values are parameters

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tickets.finding.statement import TEXT, Reach, Sql, TooBroad
from tickets.matching.words import Asked, Term

_STEPS = 20_000  # of SQLite's machine between two looks at the clock


def rows(
    connection: BaseDatabaseWrapper,
    parts: Sequence[Sql],
    *,
    named: Sequence[Sql] = (),
    seconds: float,
) -> list[Any]:
    """What the parts find within the time limit; each says itself what it looks for. Raises TooBroad."""
    sql = " UNION ALL ".join(f"SELECT * FROM ({part})" for part, _ in parts)
    params = [value for _, values in parts for value in values]
    until = time.monotonic() + seconds
    with connection.cursor() as cursor:
        connection.connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        try:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
        except OperationalError as error:
            if "interrupted" in str(error):
                raise TooBroad from error
            raise
        finally:
            connection.connection.set_progress_handler(None, _STEPS)


def parts(
    _connection: BaseDatabaseWrapper, asked: Asked, *, reach: Reach, allowed: Sql
) -> list[Sql]:
    """For each kind the newest texts with all terms, on tickets that are allowed."""
    return [_of_kind(kind, asked, reach=reach, allowed=allowed) for kind in reach.kinds]


def _of_kind(kind: str, asked: Asked, *, reach: Reach, allowed: Sql) -> Sql:
    rights, its = allowed
    found, params = (_by_index if has_fts5(reach.tickets.db) else _one_by_one)(asked)
    older = "" if reach.before is None else f"AND e.id < {int(reach.before)}"
    newest = (
        f"SELECT e.id, e.source, e.ticket_id FROM {found} AND e.kind = '{kind}' {older}"
        f" AND e.ticket_id IN ({rights}) ORDER BY e.id DESC LIMIT {reach.kept}"
    )
    told, join = TEXT[kind]
    return (
        f"SELECT '{kind}' AS what, h.id AS entry, h.ticket_id AS ticket, {told}"
        f" FROM ({newest}) h JOIN {join} ORDER BY h.id DESC"
    ), [*params, *its]


@lru_cache(maxsize=4)
def has_fts5(alias: str) -> bool:
    """Whether this Python's SQLite can read the index that the migration made; asked once."""
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT rowid FROM tickets_searchwords WHERE words MATCH 'x' LIMIT 1")
    except DatabaseError:
        return False
    return True


def _by_index(asked: Asked) -> tuple[str, list[str]]:
    index = "tickets_searchwords w CROSS JOIN tickets_searchentry e ON e.id = w.rowid"
    return f"{index} WHERE w.words MATCH %s", [" AND ".join(map(_term, asked.terms))]


def _one_by_one(asked: Asked) -> tuple[str, list[str]]:
    """Words have blanks on both sides here; they hold no sign that LIKE knows."""
    wanted, params = [], []
    for term in asked.terms:
        ways = [f"% {' '.join(term.words)}{'%' if term.begins else ' %'}"]
        ways += [f"% {form}%" for form in term.forms]
        wanted.append(" OR ".join(["' ' || e.words || ' ' LIKE %s"] * len(ways)))
        params += ways
    return f"tickets_searchentry e WHERE ({') AND ('.join(wanted)})", params


def _term(term: Term) -> str:
    phrase = f'"{" ".join(term.words)}"{"*" if term.begins else ""}'
    ways = [phrase, *(f'"{form}"*' for form in term.forms)]
    return f"({' OR '.join(ways)})"
