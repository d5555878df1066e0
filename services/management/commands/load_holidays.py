"""`manage.py load_holidays`: national holidays and collective leave into the calendar."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from services import holiday_loading


class Command(BaseCommand):
    """This year and the next, unless years are given."""

    help = "Memuat libur nasional dan cuti bersama. Perubahan yang dibuat admin tetap disimpan."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which years."""
        parser.add_argument("--years", nargs="+", type=int, help="misalnya: --years 2026 2027")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what changed."""
        this_year = timezone.localdate().year
        years = options["years"] or [this_year, this_year + 1]
        done = holiday_loading.load(years)
        shown = ", ".join(str(year) for year in years)
        self.stdout.write(
            f"Hari libur {shown}: {done.added} ditambahkan, {done.renamed} diganti nama, "
            f"{done.removed} perkiraan dihapus."
        )
