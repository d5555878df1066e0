"""How the database is spoken to: what holds for SQLite alone, and for PostgreSQL alone."""

from __future__ import annotations

from typing import Any


def database_table(database: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Django's DATABASES for the one that DATABASE_URL names."""
    if database["ENGINE"].endswith("sqlite3"):
        own = _sqlite()
    else:
        own = {
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**database.get("OPTIONS", {}), "connect_timeout": 3},
        }
    return {"default": database | own}


def _sqlite() -> dict[str, Any]:
    # FULL: NORMAL loses committed rows at a power cut. IMMEDIATE: a read that turns into a write
    # would otherwise fail at once instead of waiting. No mmap_size: it made writes fail.
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
    }
    return {"OPTIONS": options}
