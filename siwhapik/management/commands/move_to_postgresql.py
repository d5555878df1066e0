"""`manage.py move_to_postgresql`: from the SQLite file of one office to a PostgreSQL database."""

import argparse
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from siwhapik.moving import CannotMove, move
from siwhapik.supervisor import lock


class Command(BaseCommand):
    """All or nothing, into an empty database; the SQLite file stays as it is."""

    help = "Memindahkan semua data dari berkas SQLite ke PostgreSQL (DATABASE_URL) yang kosong."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The source; the target is DATABASE_URL."""
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            default=settings.DATA_DIR / "siwhapik.sqlite3",
            help="berkas SQLite; bawaan: siwhapik.sqlite3 di DATA_DIR",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refused while the product runs on the file: rows written later would be left behind."""
        source = options["file"].resolve()
        lock_file = source.parent / "serve.lock"
        started = time.monotonic()
        try:
            if lock_file.exists():  # a copy that was never served has none, and gets none
                lock.hold(lock_file, wait=0)
            count = move(source, say=self.stdout.write)
        except (CannotMove, lock.InUseError) as reason:
            raise CommandError(str(reason)) from None
        took = time.monotonic() - started
        self.stdout.write(
            f"Selesai: {count} baris dalam {took:.0f} detik. Berkas SQLite tidak diubah; "
            "simpan sebagai cadangan, dan pertahankan DATA_DIR/files serta kunci yang sama."
        )
