"""What a test sees of the database's questions."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

_PREPARED = r"PREPARE {name} AS (.*?)(?=; (?:PREPARE|EXECUTE|DEALLOCATE|SELECT) |$)"


def texts(asked: CaptureQueriesContext) -> list[str]:
    """Each question as a text, also where PostgreSQL was asked by a name (services/prepared.py)."""
    told = [one["sql"] for one in asked.captured_queries]
    if connection.vendor != "postgresql":
        return told
    named = prepared()
    return [re.sub(r"EXECUTE (figure_\d+)", lambda found: named[found[1]], one) for one in told]


def prepared() -> dict[str, str]:
    """The statements that this connection's PostgreSQL knows by a name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, statement FROM pg_prepared_statements")
        return {name: _text(name, statement) for name, statement in cursor.fetchall()}


def _text(name: str, statement: str) -> str:
    found = re.search(_PREPARED.format(name=name), statement, re.DOTALL)
    assert found, statement
    return found[1]
