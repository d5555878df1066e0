"""Processes of one run may copy the tables that one of them made; what they get is complete."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import migrated_tables


@pytest.mark.django_db
def test_nothing_is_left_to_migrate() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_nobody_shares_unless_a_folder_is_named(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("TEST_TABLES", raising=False)
    with migrated_tables.shared("sqlite") as kept:
        assert kept is None
    monkeypatch.setenv("TEST_TABLES", str(tmp_path))
    with migrated_tables.shared("sqlite") as kept:
        assert kept == tmp_path / "sqlite"


def test_what_is_kept_is_not_made_again(tmp_path) -> None:
    kept = tmp_path / connection.vendor
    kept.write_text("made before")
    migrated_tables.keep(kept)
    assert kept.read_text() == "made before"
