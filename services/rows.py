"""Rows read and written by statements that are made once, several of them in one way to the database.

For what each turn of the bot does: Django makes a statement anew each time, which takes several times
as long as the database needs for it, and each way to PostgreSQL costs as much again (docs/decisions/0068).
Values go through the model's own fields, so they are what a queryset reads and writes. What is not here:
signals, validation, expressions as values.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper as Connection

from services import prepared

M = TypeVar("M", bound=models.Model)
Column = tuple["models.Field[Any, Any]", str]


class Statement(NamedTuple):
    sql: str
    params: Sequence[Any]


# PostgreSQL: this transaction's commit does not wait for the disk.
UNTIL_COMMIT = Statement("SET LOCAL synchronous_commit TO off", ())


class Question(NamedTuple):
    """Which rows of a model are read whole: what follows the table's name in the SELECT."""

    model: type[models.Model]
    rest: str
    params: Sequence[Any]

    @property
    def sql(self) -> str:
        return f"{_selection(self.model)} {self.rest}"


def places(values: Collection[Any]) -> str:
    """Of an IN; never true without values."""
    return f"({', '.join(['%s'] * len(values)) or 'NULL'})"


def moment(value: Any) -> Any:
    """A date with time as the database compares it."""
    return _connection().ops.adapt_datetimefield_value(value)


def read(
    questions: Sequence[Question | Statement],
    *,
    first: Sequence[Statement] = (),
    planned: bool = False,
) -> list[list[Any]]:
    """The objects of each question (of a statement its rows, as in `values`), asked in this order after what
    comes `first`; on PostgreSQL by one way there and back. `planned`: as in `values`.
    """
    connection = _connection()
    with connection.cursor() as cursor:
        if not _takes_several(connection):
            for before in first:
                cursor.execute(before.sql, before.params)
            return [_asked(each, cursor, connection) for each in questions]
        if planned and not first:
            answers = _by_name(cursor, questions, connection)
            pairs = zip(questions, answers, strict=True)
            return [_told(each, rows, connection) for each, rows in pairs]
        _execute(cursor, [*first, *questions])
        found = []
        for at, each in enumerate((*first, *questions)):
            if at:
                cursor.nextset()
            if at >= len(first):
                found.append(_told(each, cursor.fetchall(), connection))
        return found


def values(statements: Sequence[Statement], *, planned: bool = False) -> list[list[Any]]:
    """The rows of each statement as the database has them, asked in this order; on PostgreSQL by one way
    there and back.

    `planned`: PostgreSQL plans each of them once for a connection. Only for those whose best plan is the same for
    all values, and that name their columns (docs/decisions/0124).
    """
    connection, found = _connection(), []
    with connection.cursor() as cursor:
        together = bool(statements) and _takes_several(connection)
        if together and planned:
            return _by_name(cursor, statements, connection)
        if together:
            _execute(cursor, statements)
        for at, each in enumerate(statements):
            if not together:
                cursor.execute(each.sql, each.params)
            elif at:
                cursor.nextset()
            found.append(cursor.fetchall())
    return found


def write(statements: Sequence[Statement]) -> None:
    """Carry them out in this order; on PostgreSQL by one way there and back."""
    if not statements:
        return
    connection = _connection()
    with connection.cursor() as cursor:
        if _takes_several(connection):
            _execute(cursor, statements)
            return
        for each in statements:
            cursor.execute(each.sql, each.params)


def insert(row: models.Model) -> None:
    """Insert an object that is new, and give it its key."""
    connection, (sql, fields) = _connection(), _insertion(type(row))
    values = [_prepared(each, each.pre_save(row, True), connection) for each in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


def change(
    model: type[models.Model],
    keys: Sequence[int],
    values: Mapping[str, Any],
    *,
    add: Mapping[str, int] | None = None,
) -> Statement:
    """The statement that sets these fields of the rows with these keys, and adds to others."""
    connection, named, (table, key) = _connection(), _columns(model), _names(model)
    parts, params = [], []
    for name, value in values.items():
        field, column = named[name]
        parts.append(f"{column} = %s")
        params.append(_prepared(field, _plain(field, value), connection))
    for name, more in (add or {}).items():
        _, column = named[name]
        parts.append(f"{column} = {column} + %s")
        params.append(more)
    where = ", ".join(["%s"] * len(keys))
    sql = " ".join(("UPDATE", table, "SET", ", ".join(parts), "WHERE", key, "IN", f"({where})"))
    return Statement(sql, [*params, *keys])


def change_of(row: models.Model, names: Iterable[str]) -> Statement:
    """The statement that writes these fields of an object as they are."""
    return change(type(row), [row.pk], {name: getattr(row, name) for name in names})


def _connection() -> Connection:
    """Looked up once for a call: each look at `django.db.connection` is one more."""
    return connections[DEFAULT_DB_ALIAS]


def _takes_several(connection: Connection) -> bool:
    """Whether one call may hold several statements with their values."""
    bound_there = connection.settings_dict["OPTIONS"].get("server_side_binding")
    return connection.vendor == "postgresql" and not bound_there


def _execute(cursor: Any, statements: Sequence[Statement | Question]) -> None:
    params = [one for each in statements for one in each.params]
    cursor.execute("; ".join(each.sql for each in statements), params)


def _by_name(
    cursor: Any, statements: Sequence[Statement | Question], connection: Connection
) -> list[list[Any]]:
    """The rows of each, planned once for this connection."""
    if not statements:
        return []
    params = [one for each in statements for one in each.params]
    call = prepared.call_of(statements, connection.connection)
    try:
        cursor.execute(call.sql, params)
    except DatabaseError as error:
        if not prepared.are_gone(error, connection.connection) or connection.in_atomic_block:
            raise
        call = prepared.call_of(statements, connection.connection)
        cursor.execute(call.sql, params)
    prepared.note(
        call, connection.connection
    )  # names were given up, whether answers can be read or not
    found: list[list[Any]] = []
    for at in range(call.answers[-1] + 1):
        if at:
            cursor.nextset()
        if at == call.answers[len(found)]:
            found.append(cursor.fetchall())
    return found


def _asked(each: Question | Statement, cursor: Any, connection: Connection) -> list[Any]:
    cursor.execute(each.sql, each.params)
    return _told(each, cursor.fetchall(), connection)


def _told(each: Question | Statement, rows: list[Any], connection: Connection) -> list[Any]:
    return _made(each.model, rows, connection) if isinstance(each, Question) else rows


def _made(model: type[M], found: Iterable[Sequence[Any]], connection: Connection) -> list[M]:
    names, converters = _reading(model, connection.vendor)
    made = []
    for row in found:
        values = list(row)
        for at, convert, column in converters:
            values[at] = convert(values[at], column, connection)
        made.append(model.from_db(connection.alias, names, values))
    return made


def _prepared(field: models.Field[Any, Any], value: Any, connection: Connection) -> Any:
    """As the database takes it; NULL is NULL, whatever the field."""
    return None if value is None else field.get_db_prep_save(value, connection)


def _plain(field: Any, value: Any) -> Any:
    """The key of an object that is set as a whole."""
    return getattr(value, field.target_field.attname) if isinstance(value, models.Model) else value


def converters_of(field: Any, connection: Connection) -> tuple[Any, list[Callable[..., Any]]]:
    """The field's column, and what makes a value as Django reads it of what the database gives."""
    column = field.get_col(field.model._meta.db_table)
    own = field.get_db_converters(connection)
    return column, [*connection.ops.get_db_converters(column), *own]


@lru_cache(maxsize=64)
def _reading(
    model: type[models.Model], _vendor: str
) -> tuple[list[str], list[tuple[int, Callable[..., Any], Any]]]:
    """The names of the fields, and what makes a value of some columns: by the place of the column."""
    connection, found = _connection(), []
    for at, (field, _) in enumerate(_columns(model).values()):
        column, converters = converters_of(field, connection)
        found += [(at, each, column) for each in converters]
    return [field.attname for field, _ in _columns(model).values()], found


@lru_cache(maxsize=64)
def _selection(model: type[models.Model]) -> str:
    names = ", ".join(column for _, column in _columns(model).values())
    return " ".join(("SELECT", names, "FROM", _names(model)[0]))


@lru_cache(maxsize=64)
def _insertion(model: type[models.Model]) -> tuple[str, list[models.Field[Any, Any]]]:
    (table, key), told = _names(model), _columns(model).values()
    given = [(field, column) for field, column in told if not field.primary_key]
    names = ", ".join(column for _, column in given)
    places = ", ".join(["%s"] * len(given))
    parts = ("INSERT INTO", table, f"({names})", "VALUES", f"({places})", "RETURNING", key)
    return " ".join(parts), [field for field, _ in given]


@lru_cache(maxsize=64)
def _columns(model: type[models.Model]) -> dict[str, Column]:
    """Each field by its name, with its column; in the order in which `from_db` takes values."""
    quote = _connection().ops.quote_name
    fields = model._meta.concrete_fields
    return {each.name: (each, quote(str(each.column))) for each in fields}


@lru_cache(maxsize=64)
def _names(model: type[models.Model]) -> tuple[str, str]:
    """Of the table, and of the column of its key."""
    quote = _connection().ops.quote_name
    return quote(model._meta.db_table), quote(str(model._meta.pk.column))
