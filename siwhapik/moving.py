"""Every row from a SQLite file into an empty PostgreSQL database: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, Model, QuerySet, TextField
from django.db.models.functions import Cast

from services.crypto import EncryptedTextField
from tickets.finding.rebuilding import rebuild

SOURCE = "sqlite_source"
BATCH = 2000
# Tables that `migrate` and `prepare` fill in an empty database; the source's rows replace them.
REFILLED = {
    "auth.Permission",
    "contenttypes.ContentType",
    "services.Holiday",
    "services.OfferMark",
    "surveys.Choice",
    "surveys.Element",
    "surveys.ProfileOption",
    "surveys.Questionnaire",
    "tickets.Heartbeat",
    "tickets.QueueVersion",
}
# Made again from the rows that arrived: each database keeps words in its own way.
REBUILT = {"tickets.SearchEntry"}


class CannotMove(Exception):
    """Nothing was changed; the message says why and what to do."""


def move(source: Path, *, say: Callable[[str], object]) -> int:
    """Copy everything from this file into the database of DATABASE_URL; returns how many rows.

    The target gets its tables first. Values are copied as they are, encrypted ones too. A process
    that writes to the source meanwhile waits, and fails after some seconds. Raises CannotMove.
    """
    target = connections[DEFAULT_DB_ALIAS]
    if target.vendor != "postgresql":
        raise CannotMove(
            "DATABASE_URL harus menunjuk ke PostgreSQL: postgres://nama:sandi@host/basis"
        )
    _open(source)
    call_command("migrate", interactive=False, verbosity=0)
    _compare_migrations()
    try:
        with _held_still(), transaction.atomic():
            _refuse_what_is_used()
            _make_empty()
            copied = [model for model in tables() if model._meta.label not in REBUILT]
            count = sum(_copy(model, say=say) for model in copied)
            _continue_the_numbers()
            rebuild()
            _check_references()
    finally:
        connections[SOURCE].close()
    return count


def tables() -> list[type[Model]]:
    """Every table of every app, those between two others included."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]


def _open(source: Path) -> None:
    if not source.is_file():
        raise CannotMove(f"Berkas SQLite tidak ditemukan: {source}")
    entry = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(source),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5},
    }
    given = {DEFAULT_DB_ALIAS: settings.DATABASES[DEFAULT_DB_ALIAS], SOURCE: entry}
    connections.settings[SOURCE] = connections.configure_settings(given)[SOURCE]


@contextmanager
def _held_still() -> Iterator[None]:
    """A transaction of the source during which no other process can write to it."""
    with ExitStack() as stack:
        try:
            stack.enter_context(transaction.atomic(using=SOURCE))
        except OperationalError:
            raise CannotMove(
                "Berkas SQLite sedang dipakai. Hentikan Si Whapik dulu, lalu ulangi."
            ) from None
        yield


def _compare_migrations() -> None:
    """Raise CannotMove where the migrations differ: a column of only one side would be lost."""
    ours = MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations()
    try:
        theirs = MigrationRecorder(connections[SOURCE]).applied_migrations()
    except DatabaseError:
        raise CannotMove("Berkas itu bukan basis data SQLite, atau sedang dipakai.") from None
    if missing := sorted(".".join(key) for key in ours.keys() ^ theirs.keys()):
        raise CannotMove(
            "Kedua basis data tidak seversi; yang berbeda: "
            f"{', '.join(missing[:5])}. Jalankan `manage.py migrate` untuk keduanya dengan versi ini."
        )


def _refuse_what_is_used() -> None:
    used = [
        model._meta.db_table
        for model in tables()
        if model._meta.label not in REFILLED and model._base_manager.exists()
    ]
    if used:
        raise CannotMove(
            f"PostgreSQL tujuan sudah berisi ({', '.join(used[:5])}). "
            "Pakai basis data baru yang kosong; tidak ada yang diubah."
        )


def _make_empty() -> None:
    target = connections[DEFAULT_DB_ALIAS]
    names = [model._meta.db_table for model in tables()]
    with target.cursor() as cursor:
        for statement in target.ops.sql_flush(no_style(), names):
            cursor.execute(statement)


def _copy(model: type[Model], *, say: Callable[[str], object]) -> int:
    """One table; raises CannotMove when not every row arrived."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    rows = model._base_manager.using(SOURCE)
    try:
        with closing(_read(rows, fields)) as read:
            count = _write(model, fields, read)
    except DatabaseError as error:
        raise CannotMove(f"{model._meta.db_table} ditolak PostgreSQL: {_primary(error)}") from None
    there, here = rows.count(), model._base_manager.count()
    if not count == there == here:
        raise CannotMove(f"{model._meta.db_table}: hanya {here} dari {there} baris sampai.")
    if count:
        say(f"{model._meta.db_table}: {count} baris")
    return count


def _check_references() -> None:
    """Raise CannotMove where a row points at one that did not arrive."""
    try:
        connections[DEFAULT_DB_ALIAS].check_constraints()
    except DatabaseError as error:
        raise CannotMove(f"Ada baris yang menunjuk ke baris hilang: {_primary(error)}") from None


def _primary(error: DatabaseError) -> str:
    """PostgreSQL's message without its detail, which quotes what citizens wrote."""
    return (
        getattr(getattr(error.__cause__, "diag", None), "message_primary", None)
        or "isinya tidak sah"
    )


def _read(rows: QuerySet[Any], fields: list[Field[Any, Any]]) -> Generator[tuple[Any, ...]]:
    """The rows, encrypted values as they are: a move does not need their key."""
    sealed = {f.name: f"{f.name}_sealed" for f in fields if isinstance(f, EncryptedTextField)}
    casts = {name: Cast(column, TextField()) for column, name in sealed.items()}
    names = [sealed.get(field.name, field.attname) for field in fields]
    read = rows.annotate(**casts).order_by("pk").values_list(*names)
    yield from read.iterator(chunk_size=BATCH)


def _write(
    model: type[Model], fields: list[Field[Any, Any]], rows: Iterable[tuple[Any, ...]]
) -> int:
    target = connections[DEFAULT_DB_ALIAS]
    quote = target.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    count = 0
    with target.wrap_database_errors, target.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(
                [_prepared(field, value) for field, value in zip(fields, row, strict=True)]
            )
            count += 1
    return count


def _prepared(field: Field[Any, Any], value: Any) -> Any:
    if isinstance(field, EncryptedTextField):
        return value
    return field.get_db_prep_save(value, connection=connections[DEFAULT_DB_ALIAS])


def _continue_the_numbers() -> None:
    """Set the sequences behind the copied ids, so that new rows get unused ones."""
    target = connections[DEFAULT_DB_ALIAS]
    with target.cursor() as cursor:
        for statement in target.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
