"""The sweep that counts refused answers reads them by an index, not everything that ever failed."""

import datetime as dt

import pytest
from django.db import connection

from tickets.models import Message

LATELY = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


@pytest.mark.django_db
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite's plans ignore such a condition"
)
@pytest.mark.parametrize("refused", ["first_answers_refused", "last_answers_refused"])
def test_the_index_knows_every_origin_of_an_answer(refused):
    """Where it does not, PostgreSQL cannot use it at all, even when all other ways are taken away."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("DROP INDEX message_troubled, message_thread")
    plan = getattr(Message.objects, refused)(since=LATELY).values("ticket").explain()
    assert "message_refused_answer" in plan


def test_the_index_names_the_origins_of_answers():
    index = next(one for one in Message._meta.indexes if one.name == "message_refused_answer")
    assert dict(index.condition.children)["origin__in"] == tuple(Message.ANSWERING)
