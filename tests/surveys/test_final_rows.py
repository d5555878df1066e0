"""Answers are written once: PostgreSQL itself refuses to change or delete them."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from services.models import Agency
from surveys.models import AddedAnswer, AddedQuestion, Answer, Response
from tests.surveys.test_added_questions import answered
from tests.surveys.test_added_questions import tambahan as tambahan

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


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps to the rows of Django")
@pytest.mark.parametrize("statement", ["UPDATE {} SET choice = 2", "DELETE FROM {}"])
def test_nor_an_answer_to_an_added_question(
    dinas: Agency, tambahan: AddedQuestion, now: dt.datetime, statement: str
) -> None:
    answered(dinas, {tambahan: 1}, at=now)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        connection.cursor().execute(statement.format(AddedAnswer._meta.db_table))
    assert AddedAnswer.objects.get().choice == 1
