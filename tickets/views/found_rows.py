"""The rows of tickets that a search found, by a statement that is made once.

Django makes the statement of fifty columns of five tables anew for each page, which takes as long as the database
needs for it (docs/decisions/0068, 0079). What it selects and how values are read is Django's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

from tickets.models import Ticket
from tickets.views.rows import FIELDS

NAMES = (*FIELDS, "tracking_code", "outcome_note", "agency__short_name")


def rows_of(keys: Collection[int]) -> dict[int, dict[str, Any]]:
    """The values of NAMES of each of these tickets, by id."""
    if not keys:
        return {}
    connection = connections[DEFAULT_DB_ALIAS]
    statement, converters = _made(connection.vendor)
    places = f"({', '.join(['%s'] * len(keys))})"
    with connection.cursor() as cursor:
        cursor.execute(statement + places, [*keys])
        found = cursor.fetchall()
    rows = [dict(zip(NAMES, row, strict=True)) for row in found]
    for name, convert, column in converters:
        for row in rows:
            row[name] = convert(row[name], column, connection)
    return {row["pk"]: row for row in rows}


@lru_cache(maxsize=4)
def _made(_vendor: str) -> tuple[str, Sequence[tuple[str, Callable[..., Any], Any]]]:
    """The statement up to the ids, and what makes values of what the database gives."""
    sql, _ = Ticket.objects.filter(pk__in=[0]).values(*NAMES).query.sql_with_params()
    connection, found = connections[DEFAULT_DB_ALIAS], []
    for name in NAMES:
        field = _field(name)
        column = field.get_col(field.model._meta.db_table)
        converters = [
            *connection.ops.get_db_converters(column),
            *field.get_db_converters(connection),
        ]
        found += [(name, each, column) for each in converters]
    return sql.rpartition("(")[0], tuple(found)


def _field(name: str) -> Any:
    """The field that a name with "__" in it leads to."""
    model: type[models.Model] = Ticket
    *way, last = name.split("__")
    for step in way:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]  # never a text here
    return model._meta.pk if last == "pk" else model._meta.get_field(last)
