"""The simulator's own SQLite file: plain SQL, one writer at a time, safe to kill."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from siwhapik.simulator.config import CONFIG

SCHEMA = """
CREATE TABLE IF NOT EXISTS number (
    phone_number_id TEXT PRIMARY KEY, display_phone_number TEXT NOT NULL,
    name TEXT NOT NULL, waba_id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS citizen (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, wa_id TEXT UNIQUE, user_id TEXT NOT NULL UNIQUE,
    username TEXT NOT NULL DEFAULT '', hides_phone INTEGER NOT NULL DEFAULT 0,
    online INTEGER NOT NULL DEFAULT 1, read_receipts INTEGER NOT NULL DEFAULT 1,
    auto_read INTEGER NOT NULL DEFAULT 0, failure_code INTEGER);
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY, wamid TEXT NOT NULL UNIQUE, direction TEXT NOT NULL,
    citizen_id INTEGER REFERENCES citizen(id), phone_number_id TEXT NOT NULL,
    type TEXT NOT NULL, body TEXT NOT NULL, sent_at REAL NOT NULL, created_at REAL NOT NULL,
    callback_data TEXT NOT NULL DEFAULT '', dropped INTEGER NOT NULL DEFAULT 0, read_at REAL);
CREATE INDEX IF NOT EXISTS message_chat ON message (citizen_id, phone_number_id, id);
CREATE TABLE IF NOT EXISTS status (
    id INTEGER PRIMARY KEY, wamid TEXT NOT NULL, status TEXT NOT NULL, at REAL NOT NULL,
    errors TEXT NOT NULL DEFAULT '[]');
CREATE INDEX IF NOT EXISTS status_wamid ON status (wamid);
CREATE TABLE IF NOT EXISTS service_window (
    citizen_id INTEGER NOT NULL, phone_number_id TEXT NOT NULL, last_inbound REAL NOT NULL,
    typing_until REAL NOT NULL DEFAULT 0, PRIMARY KEY (citizen_id, phone_number_id));
CREATE TABLE IF NOT EXISTS media (
    id TEXT PRIMARY KEY, phone_number_id TEXT NOT NULL, origin TEXT NOT NULL,
    mime_type TEXT NOT NULL, filename TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
    expires_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS media_url (
    token TEXT PRIMARY KEY, media_id TEXT NOT NULL, expires_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS template (
    id INTEGER PRIMARY KEY, waba_id TEXT NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL,
    category TEXT NOT NULL, status TEXT NOT NULL, components TEXT NOT NULL,
    UNIQUE (waba_id, name, language));
CREATE TABLE IF NOT EXISTS hook (
    id INTEGER PRIMARY KEY, phone_number_id TEXT NOT NULL, field TEXT NOT NULL,
    value TEXT NOT NULL, wamid TEXT NOT NULL DEFAULT '', due_at REAL NOT NULL,
    post_id INTEGER);
CREATE INDEX IF NOT EXISTS hook_due ON hook (due_at) WHERE post_id IS NULL;
CREATE INDEX IF NOT EXISTS hook_wamid ON hook (wamid);
CREATE TABLE IF NOT EXISTS post (
    id INTEGER PRIMARY KEY, body BLOB NOT NULL, items INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, created_at REAL NOT NULL, due_at REAL NOT NULL,
    delivered_at REAL, gave_up INTEGER NOT NULL DEFAULT 0, answer TEXT NOT NULL DEFAULT '',
    copy_of INTEGER, signature TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS post_due ON post (due_at) WHERE delivered_at IS NULL AND gave_up = 0;
CREATE TABLE IF NOT EXISTS fault (
    id INTEGER PRIMARY KEY, target TEXT NOT NULL, kind TEXT NOT NULL, code INTEGER NOT NULL,
    seconds REAL NOT NULL, accepted INTEGER NOT NULL, remaining INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
TABLES = [
    *("message", "status", "service_window", "media", "media_url"),
    *("hook", "post", "fault", "citizen", "setting"),
]

_local = threading.local()
_writing = threading.RLock()


def connection() -> sqlite3.Connection:
    """This thread's connection; the schema is made with the first one."""
    found: sqlite3.Connection | None = getattr(_local, "connection", None)
    if found is not None:
        return found
    made = sqlite3.connect(CONFIG.database, timeout=20, isolation_level=None)
    made.row_factory = sqlite3.Row
    made.execute("PRAGMA synchronous=NORMAL")
    _local.connection = made
    return made


def prepare() -> None:
    """Create the file and its tables where they are missing."""
    with _writing:
        connection().execute("PRAGMA journal_mode=WAL")
        connection().executescript(SCHEMA)


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing; nested ones join the outer one."""
    with _writing:
        if connection().in_transaction:
            yield
            return
        connection().execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            connection().execute("ROLLBACK")
            raise
        connection().execute("COMMIT")


def rows(sql: str, *values: object) -> list[sqlite3.Row]:
    """All rows of a query."""
    return connection().execute(sql, values).fetchall()


def row(sql: str, *values: object) -> sqlite3.Row | None:
    """The first row of a query, or None."""
    found: sqlite3.Row | None = connection().execute(sql, values).fetchone()
    return found


def write(sql: str, *values: object) -> sqlite3.Cursor:
    """Run one statement that changes something."""
    with transaction():
        return connection().execute(sql, values)


def insert(table: str, **values: object) -> int:
    """Insert one row and return its rowid. Table and column names come from this code only."""
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 names, never input
    return write(sql, *values.values()).lastrowid or 0


def clear() -> None:
    """Forget everything but numbers and templates (between two tests)."""
    with transaction():
        for table in TABLES:
            connection().execute(f"DELETE FROM {table}")  # noqa: S608 names of this module


def dump(value: Any) -> str:
    """JSON with ASCII only, so that lone surrogates and NUL survive SQLite."""
    return json.dumps(value, separators=(",", ":"))


def load(text: str) -> Any:
    """The value that `dump` wrote."""
    return json.loads(text)


def storable(text: str) -> str:
    """Text as SQLite can hold it: lone surrogates become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def now() -> float:
    """Epoch seconds."""
    return time.time()
