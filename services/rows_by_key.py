"""The values of rows whose keys are known, by a statement that is made once.

Django makes a statement of many columns of five tables anew for each page, which takes as long as the database needs for
it (docs/decisions/0068); PostgreSQL plans it once for a connection (0124). What it selects and how values are read is
Django's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

from services import rows
from services.rows import Statement, places

_Converters = Sequence[tuple[str, Callable[..., Any], Any]]


def values_by_key(
    model: type[models.Model], names: tuple[str, ...], keys: Collection[int]
) -> dict[int, dict[str, Any]]:
    """By key, as `QuerySet.values(*names)` reads them now; "pk" has to be among the names. No right is asked here: whoever
    found the keys asked, and has to look whether a row changed since.
    """
    if not keys:
        return {}
    connection = connections[DEFAULT_DB_ALIAS]
    selected, converters = _made(model, names, connection.vendor)
    asked = (
        Statement(f"{selected} = ANY(%s)", [[*keys]])
        if connection.vendor == "postgresql"
        else Statement(f"{selected} IN {places(keys)}", [*keys])
    )
    (answer,) = rows.values([asked], planned=True)
    found = [dict(zip(names, row, strict=True)) for row in answer]
    for name, convert, column in converters:
        for one in found:
            one[name] = convert(one[name], column, connection)
    return {one["pk"]: one for one in found}


@lru_cache(maxsize=20)
def _made(
    model: type[models.Model], names: tuple[str, ...], _vendor: str
) -> tuple[str, _Converters]:
    """The statement up to the key, and what makes values of what the database gives."""
    every = model._base_manager.filter(pk__in=[0]).order_by()
    sql, params = every.values(*names).query.sql_with_params()
    if params != (0,):
        raise ValueError(f"{model.__name__}: a condition beside the key would be lost")
    connection, found = connections[DEFAULT_DB_ALIAS], []
    for name in names:
        column, converters = rows.converters_of(_field(model, name), connection)
        found += [(name, each, column) for each in converters]
    return sql.rpartition(" IN ")[0], tuple(found)


def _field(model: type[models.Model], name: str) -> Any:
    """The field that a name with "__" in it leads to."""
    *way, last = name.split("__")
    for step in way:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]  # never a text here
    return model._meta.pk if last == "pk" else model._meta.get_field(last)
