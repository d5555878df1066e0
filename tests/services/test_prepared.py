"""Statements that are planned once answer as any other, whatever happens to their connection."""

from weakref import WeakKeyDictionary

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from services import prepared, rows
from services.models import Agency
from services.rows import Question, Statement

pytestmark = pytest.mark.django_db
NAMED = "SELECT name FROM services_agency WHERE short_name = %s ORDER BY id"
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite is asked one by one, and plans fast"
)


def asked(name):
    return rows.values([Statement(NAMED, [name])], planned=True)


def told(sent):
    return [one["sql"] for one in sent.captured_queries]


def test_answers_are_those_of_any_statement(dinas):
    both = [Statement(NAMED, [dinas.short_name]), Statement(NAMED, ["tidak ada"])]
    none = Statement("SELECT COUNT(*) FROM services_agency", [])
    expected = [[(dinas.name,)], [], [(Agency.objects.count(),)]]
    for _ in range(3):
        assert rows.values([*both, none], planned=True) == expected
        assert rows.values([none, *both], planned=True) == [expected[2], *expected[:2]]
    assert rows.values([*both, none]) == expected


def test_nothing_is_asked_for_nothing():
    assert rows.values([], planned=True) == []
    assert rows.read([], planned=True) == []


def test_objects_are_read_in_the_same_way(dinas):
    question = Question(Agency, "WHERE id = %s", [dinas.pk])
    for _ in range(2):
        assert rows.read([question], planned=True) == [[dinas]]


def test_a_percent_sign_stays_one(dinas):
    like = "SELECT id FROM services_agency WHERE name LIKE '%%' AND name LIKE '%%s%%' AND id = %s"
    for planned in (False, True, True):
        assert rows.values([Statement(like, [dinas.pk])], planned=planned) == [[(dinas.pk,)]]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_statement_is_planned_once_for_a_connection(dinas):
    for _ in range(2):
        connection.close()
        with CaptureQueriesContext(connection) as sent:
            asked(dinas.short_name)
            asked("lain")
        first, second = told(sent)
        assert "PREPARE" in first
        assert second.startswith("EXECUTE figure_")
        assert ";" not in second


@on_postgresql
def test_only_so_many_are_kept_and_those_asked_for_last(dinas, monkeypatch):
    monkeypatch.setattr(prepared, "_NAMES", WeakKeyDictionary())  # as of a connection that is new
    monkeypatch.setattr(prepared, "MOST", 3)
    for at in range(5):
        rows.values([Statement(f"SELECT {at} AS contoh_{at} WHERE 1 = %s", [1])], planned=True)
        rows.values([Statement("SELECT 9 AS contoh_9 WHERE 1 = %s", [1])], planned=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement ~ 'contoh_'")
        kept = " ".join(statement for (statement,) in cursor.fetchall())
    assert {at for at in range(10) if f"SELECT {at} AS" in kept} == {3, 4, 9}


@on_postgresql
def test_more_at_once_than_are_kept_are_answered(monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 2)
    many = [Statement(f"SELECT {at} WHERE 1 = %s", [1]) for at in range(10, 16)]
    for _ in range(2):
        assert rows.values(many, planned=True) == [[(at,)] for at in range(10, 16)]


@on_postgresql
def test_a_statement_that_failed_is_asked_anew(dinas):
    wrong = Statement("SELECT 1 / (%s - 1) FROM services_agency", [1])
    for _ in range(2):
        with pytest.raises(Exception, match="division by zero"), transaction.atomic():
            rows.values([Statement(NAMED, [dinas.short_name]), wrong], planned=True)
    assert asked(dinas.short_name) == [[(dinas.name,)]]
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows.values(
            [Statement("SELECT nothing FROM services_agency WHERE id = %s", [1])], planned=True
        )
    assert asked(dinas.short_name) == [[(dinas.name,)]]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_one_plan_holds_also_after_a_transaction_that_was_given_up(dinas):
    connection.close()
    with transaction.atomic():
        asked(dinas.short_name)
        transaction.set_rollback(True)
    for _ in range(2):
        assert asked(dinas.short_name) == [[(dinas.name,)]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('plan_cache_mode'), current_setting('jit')")
            assert cursor.fetchall() == [("force_generic_plan", "off")]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_names_that_the_session_lost_are_made_again(dinas):
    both = [Statement(NAMED, [dinas.short_name]), Statement(NAMED, ["lain"])]
    for lost in ("DEALLOCATE ALL", "DISCARD ALL"):
        for _ in range(2):
            assert rows.values(both, planned=True) == [[(dinas.name,)], []]
        with connection.cursor() as cursor:
            cursor.execute(lost)
        assert rows.values(both, planned=True) == [[(dinas.name,)], []]
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('plan_cache_mode')")
            assert cursor.fetchall() == [("force_generic_plan",)]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    with pytest.raises(DatabaseError, match="does not exist"), transaction.atomic():
        asked(
            dinas.short_name
        )  # what came before in the transaction is gone, so nothing is asked twice
    assert asked(dinas.short_name) == [[(dinas.name,)]]


@on_postgresql
def test_what_cannot_be_read_leaves_every_statement_as_it_was(dinas, monkeypatch):
    monkeypatch.setattr(prepared, "_NAMES", WeakKeyDictionary())  # as of a connection that is new
    monkeypatch.setattr(prepared, "MOST", 1)
    asked(dinas.short_name)
    too_late = Statement("SELECT '10000-01-01'::date WHERE 1 = %s", [1])
    for _ in range(2):
        with pytest.raises(DatabaseError, match="too large"), transaction.atomic():
            rows.values([too_late], planned=True)
    assert asked(dinas.short_name) == [[(dinas.name,)]]


@on_postgresql
def test_a_table_that_was_altered_is_planned_anew():
    named = Statement("SELECT name FROM contoh WHERE id = %s", [1])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE contoh AS SELECT 1 AS id, 'satu' AS name")
        for change in ("ADD COLUMN more integer", "DROP COLUMN more"):
            assert rows.values([named], planned=True) == [[("satu",)]]
            cursor.execute(f"ALTER TABLE contoh {change}")
        assert rows.values([named], planned=True) == [[("satu",)]]
        cursor.execute("DROP TABLE contoh")
