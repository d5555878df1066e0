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
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol
from weakref import WeakKeyDictionary, WeakSet

# Names of one connection; the one that was asked for longest ago is given up first.
MOST = 100
# One plan for all values, from the first time on; and none that is compiled for longer than it would run. Within a
# transaction they are set each time: its end may undo them, while the names stay.
_SETTINGS = ("SET plan_cache_mode = force_generic_plan", "SET jit = off")
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
    """What is sent in one call, and which of its results are answers; the names that hold once it went well, in the
    order in which they were asked for.
    """

    sql: str
    answers: list[int]
    names: OrderedDict[str, str]


def call_of(statements: Sequence[Asked], connection: Any) -> Call:
    """These statements by their names on this connection of psycopg; those that have none are named first."""
    names = OrderedDict(_NAMES.get(connection, ()))
    parts = [] if connection in _SET else [*_SETTINGS]
    answers: list[int] = []
    for each in statements:
        if not each.params:  # nothing to put in: planned as fast as it is looked up
            answers.append(len(parts))
            parts.append(each.sql)
            continue
        name = names.get(each.sql)
        if name is None:
            name = names[each.sql] = f"figure_{next(_NUMBERS)}"
            parts.append(f"PREPARE {name} AS {_numbered(each.sql)}")
        names.move_to_end(each.sql)
        answers.append(len(parts))
        parts.append(f"EXECUTE {name} ({', '.join(['%s'] * len(each.params))})")
    while len(names) > MOST:
        _, given_up = names.popitem(last=False)
        parts.append(f"DEALLOCATE {given_up}")
    return Call("; ".join(parts), answers, names)


def note(call: Call, connection: Any) -> None:
    """Keep the names, for the call went well."""
    _NAMES[connection] = call.names
    if connection.autocommit:
        _SET.add(connection)


def _numbered(sql: str) -> str:
    """With $1, $2 ... in its places; what follows a doubled percent sign is none."""
    at = itertools.count(1)
    return re.sub(r"%[%s]", lambda sign: f"${next(at)}" if sign[0] == "%s" else sign[0], sql)
