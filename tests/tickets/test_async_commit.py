"""Work that can be done again does not wait for the disk; everything else does."""

import pytest
from django.db import connection

from tickets.async_commit import async_commit, durable


def setting():
    """How this connection commits: what PostgreSQL and SQLite call it."""
    words = "SHOW synchronous_commit" if connection.vendor == "postgresql" else "PRAGMA synchronous"
    with connection.cursor() as cursor:
        cursor.execute(words)
        return {"on": "durable", "off": "relaxed", 2: "durable", 1: "relaxed"}[cursor.fetchone()[0]]


@pytest.mark.django_db(transaction=True)
def test_only_the_work_inside_commits_without_waiting():
    assert setting() == "durable"
    with async_commit():
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
    with async_commit():
        with async_commit():
            assert setting() == "relaxed"
        assert setting() == "relaxed"
    assert setting() == "durable"


@pytest.mark.django_db(transaction=True)
def test_a_fault_inside_leaves_a_durable_connection():
    with pytest.raises(ZeroDivisionError), async_commit():
        raise ZeroDivisionError
    assert setting() == "durable"


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite's test database lives in the connection"
)
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_cannot_be_made_durable_again_is_closed():
    with async_commit():
        connection.connection.close()
    assert connection.connection is None
    assert setting() == "durable"


@pytest.mark.django_db
def test_within_a_transaction_nothing_changes():
    with async_commit(), durable():
        assert setting() == "durable"
