"""`manage.py load_holidays`: national holidays and collective leave into the calendar."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from services import holiday_loading

# The years of holidays that a calendar can need.
FIRST_YEAR = 2000
YEARS_AHEAD = 10


def _year(written: str) -> int:
    last = timezone.localdate().year + YEARS_AHEAD
    known = written.isascii() and written.isdigit() and len(written) == 4
    if not known or not FIRST_YEAR <= int(written) <= last:
        raise argparse.ArgumentTypeError(
            f"tahun {written[:20]!r} tidak dikenal; tulis tahun dari {FIRST_YEAR} sampai {last}"
        )
    return int(written)


class Command(BaseCommand):
    """This year and the next, unless years are given."""

    help = "Memuat libur nasional dan cuti bersama. Perubahan yang dibuat admin tetap disimpan."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which years."""
        parser.add_argument(
            "--years",
            nargs="+",
            type=_year,
            help="misalnya: --years 2026 2027; bawaan: tahun ini dan tahun depan",
        )

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
