"""The indexes on answers: made on an empty table, on one that has them, and after an interrupted making."""

import pytest
from django.db import connection

from tests.tickets.migrating import forward, migrate

NAMES = {"response_by_arrival", "response_with_remark"}


def names_there() -> set[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "surveys_response")
    return NAMES & found.keys()


@pytest.mark.django_db(transaction=True)
def test_an_index_that_an_earlier_release_made_is_kept() -> None:
    try:
        migrate([("surveys", "0023_submissions")])
        assert names_there() == set()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE INDEX response_by_arrival ON surveys_response (agency_id, submitted_at)"
            )
    finally:
        forward()
    assert names_there() == NAMES


@pytest.mark.postgres
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="an index is unfinished on PostgreSQL"
)
@pytest.mark.django_db(transaction=True)
def test_an_index_that_was_not_finished_is_made_again() -> None:
    try:
        migrate([("surveys", "0023_submissions")])
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE INDEX response_by_arrival ON surveys_response (agency_id, submitted_at)"
            )
            unfinished = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = %s::regclass"
            cursor.execute(unfinished, ["response_by_arrival"])
    finally:
        forward()
    with connection.cursor() as cursor:
        valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = %s::regclass"
        cursor.execute(valid, ["response_by_arrival"])
        assert cursor.fetchone() == (True,)
