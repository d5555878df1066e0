"""Work that can be done again does not wait for the disk; everything else does."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from services import rows
from tests.tickets.converse_tools import Phone
from tickets.async_commit import async_commit, durable, relaxing
from tickets.inbound.converse import converse_pending


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


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite commits as its connection does")
@pytest.mark.django_db(transaction=True)
def test_by_each_only_the_transaction_that_says_so_is_relaxed():
    with async_commit(by_each=True):
        assert setting() == "durable"
        with transaction.atomic():
            rows.write(relaxing())
            assert setting() == "relaxed"
        assert setting() == "durable"
        with async_commit(), durable():
            assert setting() == "durable"
    assert relaxing() == []


@pytest.mark.skipif(connection.vendor == "postgresql", reason="there each transaction says so")
@pytest.mark.django_db(transaction=True)
def test_by_each_the_whole_connection_is_relaxed_where_no_transaction_can_say_so():
    with async_commit(by_each=True):
        assert relaxing() == []
        assert setting() == "relaxed"
    assert setting() == "durable"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite commits as its connection does")
@pytest.mark.django_db(transaction=True)
def test_a_turn_of_the_bot_is_relaxed_and_nothing_after_it(percakapan, standar, now):
    phone = Phone(percakapan, now)
    phone.arrives("halo")
    with CaptureQueriesContext(connection) as asked:
        assert converse_pending(now) == 1
    told = [each["sql"] for each in asked if "synchronous_commit" in each["sql"]]
    assert len(told) == 2  # with what the turn reads, and with the queue's counter
    assert all(each.startswith("SET LOCAL") and ";" in each for each in told)
    assert setting() == "durable"


@pytest.mark.django_db
def test_within_a_transaction_nothing_changes():
    with async_commit(), durable():
        assert setting() == "durable"
