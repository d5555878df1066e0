"""`manage.py prepare`: bring database, static files and example data up to date."""

import argparse
import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from services.models import Staff
from siwhapik.accounts import may_log_in
from siwhapik.checks import unreadable
from siwhapik.supervisor.plan import PREPARED_FILE, SIMULATOR_NUMBERS_FILE
from tickets.models import Channel


def static_stamp() -> str:
    """A stamp of all static sources; it changes when any file does."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def introduce_numbers() -> None:
    """Tell the simulator which numbers are ours, and our simulated numbers its token."""
    token = os.environ.get("SIMULATOR_TOKEN", "")
    if not token:
        raise CommandError("SIMULATOR_URL diatur tanpa SIMULATOR_TOKEN; atur keduanya, atau hapus.")
    numbers = []
    for channel in Channel.objects.filter(is_simulated=True).select_related("agency"):
        if channel.access_token != token:  # encrypted: cannot be compared in the query
            channel.access_token = token
            channel.save(update_fields=["access_token"])
        numbers.append(
            {
                "phone_number_id": channel.phone_number_id,
                "display_phone_number": channel.display_phone_number,
                "name": channel.name,
                "waba_id": channel.waba_id,
            }
        )
    (settings.DATA_DIR / SIMULATOR_NUMBERS_FILE).write_text(json.dumps(numbers))


def report() -> None:
    """Write a file for the supervisor, which has no database: who can log in, and what is amiss."""
    able = [one for one in Staff.objects.filter(is_active=True) if may_log_in(one)]
    note = unreadable()
    found = {
        "accounts": len(able),
        "examples": any(one.is_example for one in able),
        "notes": [note] if note else [],
    }
    with contextlib.suppress(OSError):  # on a full disk the report is lost, and everything runs
        (settings.DATA_DIR / PREPARED_FILE).write_text(json.dumps(found))


class Command(BaseCommand):
    """Migrate, collect static files if they changed, load example data into an empty database."""

    help = "Menyiapkan basis data, berkas tampilan, dan (dengan --demo) data contoh."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """One flag."""
        parser.add_argument(
            "--demo", action="store_true", help="data contoh bila basis data kosong"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run each step; a step with nothing to do changes nothing."""
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        call_command("load_holidays")
        call_command("load_instruments")
        self._collect_static()
        if options["demo"]:
            call_command("demo", if_empty=True)
        if settings.SIMULATOR_URL:
            introduce_numbers()
        report()

    def _collect_static(self) -> None:
        stamp_file = Path(settings.STATIC_ROOT) / ".stamp"
        stamp = static_stamp()
        if stamp_file.exists() and stamp_file.read_text() == stamp:
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp_file.write_text(stamp)
