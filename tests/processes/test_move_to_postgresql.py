"""From SQLite to PostgreSQL: everything, as it was, or nothing."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys

import psycopg
import psycopg.sql
import pytest

from tests import ROOT
from tests.processes.servers import Postgres

# Django's own names of permissions follow the source; heartbeats are of no interest. What a search
# finds is made again from the rows, in the new database's own form.
# The mark of what is offered moves with the rows that arrive.
LEFT_OUT = tuple(
    f"--exclude={one}" for one in ("tickets.heartbeat", "tickets.searchentry", "services.offermark")
)


def manage(folder, *words, url=""):
    """(exit code, what it said)."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": url, "REDIS_URL": ""},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def everything(folder, *, url=""):
    """All rows of all tables, in plain values."""
    target = folder / "dump.json"
    code, said = manage(folder, "dumpdata", *LEFT_OUT, f"--output={target}", url=url)
    assert code == 0, said
    rows = json.loads(target.read_text())
    target.unlink()
    return sorted(rows, key=lambda row: (row["model"], str(row["pk"])))


@pytest.fixture(scope="module")
def cluster(migrated_cluster):
    one = Postgres(like=migrated_cluster)
    one.start()
    yield one
    one.remove()


def create(cluster, name, *, template):
    """The address of a new database."""
    names = [psycopg.sql.Identifier(word) for word in (name, template)]
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        for statement in (
            psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(names[0]),
            psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names),
        ):
            connection.execute(statement)
    return f"{cluster.url.removesuffix('/postgres')}/{name}"


@pytest.fixture
def target(cluster):
    """A database with tables that nobody has used."""
    return create(cluster, "baru", template="postgres")


@pytest.fixture(scope="module")
def office(prepared, tmp_path_factory):
    """A DATA_DIR on SQLite with the example offices, and what SQLite and PostgreSQL keep apart."""
    folder = tmp_path_factory.mktemp("sqlite") / "data"
    shutil.copytree(prepared, folder)
    code, said = manage(folder, "demo")
    assert code == 0, said
    odd = (
        "from tickets.models import *; from django.utils import timezone as t;"
        "m = Message.objects.order_by('pk')[0]; m.sealed_payload = 'tautan contoh';"
        " m.text = 'kutip \\' \" \\\\ tab\\t baris\\n akhir \\\\N 😀'; m.save();"
        "WebhookEvent.objects.create(body=bytes(range(256)) * 50, sha256='x', received_at=t.now())"
    )
    code, said = manage(folder, "shell", "-c", odd)
    assert code == 0, said
    return folder


def count(url, table):
    with psycopg.connect(url) as connection:
        query = psycopg.sql.SQL("SELECT count(*) FROM {}").format(psycopg.sql.Identifier(table))
        return connection.execute(query).fetchone()[0]


def test_everything_arrives_as_it_was_and_life_goes_on(office, cluster):
    target = create(cluster, "kosong", template="template1")
    before = everything(office)
    code, said = manage(office, "move_to_postgresql", url=target)
    assert code == 0, said
    after = everything(office, url=target)
    assert len(after) == len(before) > 1000
    assert after == before
    # The next row of each table has a number of its own.
    more = (
        "from tests import factories as f; from tickets.models import *; f.MembershipFactory();"
        " m = Message.objects.order_by('pk')[0]; m.pk = m.external_id = m.form_key = None; m.save()"
    )
    code, said = manage(office, "shell", "-c", more, url=target)
    assert code == 0, said
    code, said = manage(office, "move_to_postgresql", url=target)
    assert (code, "sudah berisi" in said) == (1, True), said
    assert len(everything(office, url=target)) > len(after), "nothing of it was touched"


def test_what_is_encrypted_is_moved_without_its_key(office, target, tmp_path):
    elsewhere = tmp_path / "other"
    elsewhere.mkdir()
    shutil.copy(office / "siwhapik.sqlite3", elsewhere)
    code, said = manage(elsewhere, "move_to_postgresql", url=target)
    assert code == 0, said
    with sqlite3.connect(office / "siwhapik.sqlite3") as connection:
        query = "SELECT id, sealed_payload FROM tickets_message WHERE sealed_payload <> ''"
        sealed = connection.execute(query).fetchall()
    with psycopg.connect(target) as connection:
        assert connection.execute(query).fetchall() == sealed != []


def test_what_was_found_there_is_found_here_by_word_and_office(office, target):
    code, said = manage(office, "move_to_postgresql", url=target)
    assert code == 0, said
    entries = (
        "SELECT kind, source, ticket_id, agency_id FROM tickets_searchentry WHERE kind <> 'who'"
        " ORDER BY kind, source"
    )
    with sqlite3.connect(office / "siwhapik.sqlite3") as connection:
        there = connection.execute(entries).fetchall()
        kind, source, told = connection.execute(
            "SELECT kind, source, words FROM tickets_searchentry WHERE kind = 'said' LIMIT 1"
        ).fetchone()
    with psycopg.connect(target) as connection:
        assert connection.execute(entries).fetchall() == there != []
        people = connection.execute("SELECT source FROM tickets_searchentry WHERE kind = 'who'")
        tickets = connection.execute("SELECT id FROM tickets_ticket")
        assert {*people.fetchall()} == {*tickets.fetchall()} != set()
        nameless = "SELECT count(*) FROM tickets_searchentry WHERE NOT words @@ %s::tsquery"
        for (office_id,) in connection.execute("SELECT id FROM services_agency").fetchall():
            of_office = connection.execute(
                f"{nameless} AND agency_id = %s", (f"'@{office_id}'", office_id)
            )
            assert of_office.fetchone() == (0,)
        by_word = connection.execute(
            "SELECT kind, source FROM tickets_searchentry WHERE words @@ %s::tsquery",
            (f"'{told.split()[0]}'",),
        )
        assert (kind, source) in by_word.fetchall()


def broken(office, tmp_path, statement):
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(office / "siwhapik.sqlite3", folder)
    with sqlite3.connect(folder / "siwhapik.sqlite3") as connection:
        connection.execute(statement)
    return folder


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE tickets_citizen SET profile_name = 'rahasia ' || hex(zeroblob(999))", "too long"),
        ("UPDATE tickets_message SET text = 'rahasia' || char(0)", "tickets_message"),
        ("UPDATE tickets_message SET ticket_id = 987654321 WHERE id IN (1, 2)", "tickets_"),
        ("DELETE FROM django_migrations WHERE app = 'tickets'", "tidak seversi"),
    ],
)
def test_all_or_nothing(office, target, tmp_path, statement, reason):
    folder = broken(office, tmp_path, statement)
    code, said = manage(folder, "move_to_postgresql", url=target)
    assert code == 1
    assert reason in said
    assert "rahasia" not in said
    assert "Traceback" not in said
    assert count(target, "services_staff") == count(target, "tickets_message") == 0


def test_it_waits_for_nobody_who_still_works_there(office, target, tmp_path):
    with sqlite3.connect(office / "siwhapik.sqlite3", isolation_level=None) as connection:
        connection.execute("BEGIN IMMEDIATE")
        code, said = manage(office, "move_to_postgresql", url=target)
        connection.execute("ROLLBACK")
    assert code == 1
    assert "sedang dipakai" in said
    assert count(target, "services_staff") == 0


def test_the_target_has_to_be_postgresql_and_the_file_has_to_be_there(office, target):
    code, said = manage(office, "move_to_postgresql")
    assert (code, "PostgreSQL" in said) == (1, True)
    code, said = manage(office, "move_to_postgresql", "/tidak/ada.sqlite3", url=target)
    assert (code, "tidak ditemukan" in said) == (1, True)
    code, said = manage(office, "move_to_postgresql", "manage.py", url=target)
    assert (code, "bukan basis data" in said) == (1, True)
