"""Tables of an earlier version, and those of today again."""

from collections.abc import Iterable

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate(targets: Iterable[tuple[str, str | None]]) -> Apps:
    """Take the tables to these migrations, back or forth; the models as they are there."""
    state = MigrationExecutor(connection).migrate(list(targets))
    apps: Apps = state.apps
    return apps


def forward() -> None:
    """The tables as today."""
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
