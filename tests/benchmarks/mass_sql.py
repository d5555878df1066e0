"""Statements that make rows inside PostgreSQL, for `mass`."""

# ruff: noqa: S608  # put together of words of `mass` and of columns of models

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, models

# Offices by their part of twenty citizens; the first is the one that is measured.
SHARES = (14, 3, 2, 1)


@contextmanager
def without_indexes(cursor, rows: Iterable[type[models.Model]]) -> Iterator[None]:
    """Indexes that only find rows are made after the rows are there."""
    tables = [m._meta.db_table for m in rows]
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [tables],
    )
    known = cursor.fetchall()
    for name, _ in known:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _, definition in known:
        cursor.execute(definition)


def copied(cursor, table: str, rows: Iterable[str | tuple[str, ...]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for number, row in enumerate(rows):
            copy.write_row((number, row) if isinstance(row, str) else (number, *row))


def insert(cursor, row: models.Model, told: Mapping[str, str], source: str) -> None:
    """A row for each of the source: like this one, but for the columns that are told, as SQL."""
    names, values, constants = [], [], []
    for field in row._meta.concrete_fields:
        if field.primary_key and field.column not in told:
            continue
        names.append(f'"{field.column}"')
        values.append(told.get(field.column, "%s"))
        if field.column not in told:
            value = field.pre_save(row, add=True)
            constants.append(field.get_db_prep_save(value, connection))
    sql = f"INSERT INTO {row._meta.db_table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {source}"
    cursor.execute(sql, constants)


def by_office(column: str, values: Iterable[object]) -> str:
    """SQL for what belongs to the office of the citizen of that number."""
    cases, share = [], 0
    for part, value in zip(SHARES, values, strict=True):
        share += part
        cases.append(f"WHEN {column} %% 20 < {share} THEN {value}")
    return f"CASE {' '.join(cases)} END"


def one_of(values: Iterable[object]) -> str:
    """SQL for one of them, the same for a ticket each time, and not in step with others."""
    told = [f"'{one}'" if isinstance(one, str) else str(one) for one in values]
    return f"(ARRAY[{', '.join(told)}])[1 + (x.n::bigint * {7919 + 2 * len(told)} / 13) %% {len(told)}]"


def empty() -> None:
    """Take the tickets away, and what was made of them; offices and officers stay."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_piece, bench_name, bench_citizen")
        cursor.execute(
            "TRUNCATE tickets_citizen, tickets_conversation, tickets_ticket, tickets_searchentry,"
            " tickets_figureprogress, tickets_figurechange, tickets_dailyfigure, tickets_dailyspread,"
            " tickets_dailypeople, tickets_dailywork CASCADE"
        )
