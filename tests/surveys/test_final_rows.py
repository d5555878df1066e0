"""Answers are written once: PostgreSQL itself refuses to change or delete them."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from surveys.models import Answer, Response

pytestmark = pytest.mark.django_db


@pytest.mark.postgres
@pytest.mark.usefixtures("lima")
@pytest.mark.parametrize("statement", ["UPDATE {} SET {}", "DELETE FROM {}"])
@pytest.mark.parametrize(
    ("model", "change"), [(Response, "comment = 'Bagus'"), (Answer, "value = 4")]
)
def test_no_statement_changes_or_deletes_an_answer(
    model: type[models.Model], change: str, statement: str
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps to the rows of Django")
    table = model._meta.db_table

    def rows() -> list[Any]:
        return list(model._base_manager.order_by("pk").values_list())

    before = rows()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        connection.cursor().execute(statement.format(table, change))
    assert rows() == before
    assert before
