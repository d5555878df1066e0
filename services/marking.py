"""The triggers that replace the mark of what offices offer, whoever writes, and however.

The admin, a command, a fixture, `bulk_create` and `update` go by many ways, and some of them call
no `save`. The database sees them all. On SQLite Django makes a table anew to change it, without
its triggers: so they are made after every `migrate` (docs/decisions/0050).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.apps import apps
from django.db import connections
from django.db.models import Model

Columns = Collection[str]  # none: a change of any of them counts
_NAME = "services_move_offer_mark"  # of the function, and of each trigger with its table
# Before the statement, so that writers wait for each other before they hold a row of their own. With
# the path of its making: a restore of data alone has none.
_FUNCTION = """
CREATE OR REPLACE FUNCTION services_move_offer_mark() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE services_offermark SET value = gen_random_uuid();
    RETURN NULL;
END $$
"""
_MOVE = "UPDATE services_offermark SET value = lower(hex(randomblob(16)))"


def watch(watched: Mapping[type[Model], Columns], *, using: str) -> None:
    """Have every write to these tables replace the mark; the mark gets its row where it has none."""
    connection, mark = connections[using], apps.get_model("services", "OfferMark")
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if mark._meta.db_table not in there:  # a `migrate` to an earlier version
            return
        for model, columns in watched.items():
            if model._meta.db_table in there:
                for statement in _triggers(model._meta.db_table, columns, vendor=connection.vendor):
                    cursor.execute(statement)
    if not mark._default_manager.using(using).exists():
        mark._default_manager.using(using).create()


def _triggers(table: str, columns: Columns, *, vendor: str) -> Iterator[str]:
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    if vendor == "postgresql":
        yield _FUNCTION
        yield (
            f"CREATE OR REPLACE TRIGGER {_NAME}_{table} BEFORE INSERT OR DELETE OR {update} ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {_NAME}()"
        )
        return
    for verb in ("INSERT", "DELETE", update):
        name = f"{_NAME}_{table}_{verb.partition(' ')[0].lower()}"
        yield f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {verb} ON {table} BEGIN {_MOVE}; END"
