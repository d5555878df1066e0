"""Work that can be done again does not wait for the disk; everything else does."""

import pytest
from django.db import connection

from tickets.redoable import durable, redoable


def setting():
    """How this connection commits: what PostgreSQL and SQLite call it."""
    words = "SHOW synchronous_commit" if connection.vendor == "postgresql" else "PRAGMA synchronous"
    with connection.cursor() as cursor:
        cursor.execute(words)
        return {"on": "durable", "off": "relaxed", 2: "durable", 1: "relaxed"}[cursor.fetchone()[0]]


@pytest.mark.django_db(transaction=True)
def test_only_the_work_inside_commits_without_waiting():
    assert setting() == "durable"
    with redoable():
        assert setting() == "relaxed"
        with durable():
            assert setting() == "durable"
        assert setting() == "relaxed"
    assert setting() == "durable"


@pytest.mark.django_db(transaction=True)
def test_outside_of_it_a_durable_commit_leaves_the_connection_durable():
    with durable():
        assert setting() == "durable"
    assert setting() == "durable"


@pytest.mark.django_db(transaction=True)
def test_within_itself_it_ends_with_the_outer_one():
    with redoable():
        with redoable():
            assert setting() == "relaxed"
        assert setting() == "relaxed"
    assert setting() == "durable"


@pytest.mark.django_db(transaction=True)
def test_a_fault_inside_leaves_a_durable_connection():
    with pytest.raises(ZeroDivisionError), redoable():
        raise ZeroDivisionError
    assert setting() == "durable"


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite's test database lives in the connection"
)
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_cannot_be_made_durable_again_is_closed():
    with redoable():
        connection.connection.close()
    assert connection.connection is None
    assert setting() == "durable"


@pytest.mark.django_db
def test_within_a_transaction_nothing_changes():
    with redoable(), durable():
        assert setting() == "durable"
