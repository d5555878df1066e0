"""Statements that PostgreSQL plans once for a connection, and is then asked for by name.

For what pages of figures ask: to plan such a statement takes it longer than to answer it. Prepared by SQL itself
(`PREPARE`, `EXECUTE`), so several still go in one call and a cursor puts the values in
(docs/decisions/0124-figures-are-planned-once.md). A pooler has to give each connection a session of its own, as
docs/operating.md says.
"""

from __future__ import annotations

import itertools
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol
from weakref import WeakKeyDictionary, WeakSet

# Names of one connection; the one that was asked for longest ago is given up first.
MOST = 100
# One plan for all values, from the first time on; and none that is compiled for longer than it would run. Within a
# transaction they are set each time: its end may undo them, while the names stay.
_SETTINGS = ("SET plan_cache_mode = force_generic_plan", "SET jit = off")
_UNKNOWN_NAME = "26000"  # invalid_sql_statement_name (PostgreSQL, appendix A)
_NUMBERS = itertools.count(1)  # a name is never given twice, also where its statement failed
_NAMES: WeakKeyDictionary[Any, OrderedDict[str, str]] = WeakKeyDictionary()
_SET: WeakSet[Any] = WeakSet()  # connections whose settings were made for good


class Asked(Protocol):
    """A statement with a place (%s) for each of its values."""

    @property
    def sql(self) -> str: ...
    @property
    def params(self) -> Sequence[Any]: ...


class Call(NamedTuple):
    """What is sent in one call, and which of its results are answers. Once it went well: the names of the texts that it
    asked, and the texts that have none any more.
    """

    sql: str
    answers: list[int]
    asked: dict[str, str]
    given_up: list[str]


def call_of(statements: Sequence[Asked], connection: Any) -> Call:
    """These statements by their names on this connection of psycopg; those that have none are named first."""
    names: Mapping[str, str] = _NAMES.get(connection, {})
    parts = [] if connection in _SET else [*_SETTINGS]
    answers: list[int] = []
    asked: dict[str, str] = {}
    for each in statements:
        if not each.params:  # nothing to put in: planned as fast as it is looked up
            answers.append(len(parts))
            parts.append(each.sql)
            continue
        name = asked.get(each.sql) or names.get(each.sql)
        if name is None:
            name = f"figure_{next(_NUMBERS)}"
            parts.append(f"PREPARE {name} AS {_numbered(each.sql)}")
        asked[each.sql] = name
        answers.append(len(parts))
        parts.append(f"EXECUTE {name} ({', '.join(['%s'] * len(each.params))})")
    given_up = _surplus(names, asked)
    parts += [f"DEALLOCATE {names.get(text) or asked[text]}" for text in given_up]
    return Call("; ".join(parts), answers, asked, given_up)


def _surplus(names: Mapping[str, str], asked: Mapping[str, str]) -> list[str]:
    """The texts that are one too many, the one longest not asked for first."""
    more = sum([text not in names for text in asked])
    surplus = len(names) + more - MOST
    return [*(text for text in names if text not in asked), *asked][:surplus] if surplus > 0 else []


def note(call: Call, connection: Any) -> None:
    """Keep the names, for the call went well."""
    names = _NAMES.setdefault(connection, OrderedDict())
    for text, name in call.asked.items():
        names[text] = name
        names.move_to_end(text)
    for text in call.given_up:
        del names[text]
    if connection.autocommit:
        _SET.add(connection)


def are_gone(error: Exception, connection: Any) -> bool:
    """Whether the session knows our names no more, as after DISCARD ALL: then they are forgotten here, too. Pages could
    else not be used on this connection again, log-in among them.
    """
    if getattr(error.__cause__, "sqlstate", "") != _UNKNOWN_NAME:
        return False
    _NAMES.pop(connection, None)
    _SET.discard(connection)
    return True


def _numbered(sql: str) -> str:
    """With $1, $2 ... in its places; what follows a doubled percent sign is none."""
    at = itertools.count(1)
    return re.sub(r"%[%s]", lambda sign: f"${next(at)}" if sign[0] == "%s" else sign[0], sql)
