"""`manage.py load_instruments`: load the survey instruments' files into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from surveys import loading
from surveys.instrument_files import BadInstrument


class Command(BaseCommand):
    """Each version once; which one citizens are asked stays the super admin's choice."""

    help = "Memuat instrumen survei dari berkasnya. Versi yang sudah dimuat tidak pernah diubah."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what came in."""
        try:
            done = loading.load()
        except BadInstrument as bad:
            raise CommandError(str(bad)) from None
        for questionnaire in done.added:
            self.stdout.write(f"Instrumen baru: {questionnaire}.")
        if not done.added:
            self.stdout.write("Instrumen survei: tidak ada yang baru.")
