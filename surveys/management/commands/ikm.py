"""manage.py ikm: the index of a spreadsheet of answers, without a database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from surveys import ikm
from surveys.csv_import import BadFile, read_answers
from surveys.instrument import EXACT, Instrument
from surveys.instrument_files import codes, read_one
from surveys.loading import STANDARD


class Command(BaseCommand):
    """Reads answers, prints the index; prints nothing but errors when a row is not sound."""

    help = "Menghitung IKM dari berkas CSV: satu baris per responden, satu kolom per unsur."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from-csv", required=True, metavar="FILE", help="berkas CSV; - untuk masukan standar"
        )
        parser.add_argument(
            "--instrument",
            choices=codes(),
            default=STANDARD,
            help="kuesioner yang dijawab; bawaan: %(default)s",
        )
        parser.add_argument(
            "--weight",
            default=EXACT,
            help="bobot tiap unsur: exact, atau bobot bulat untuk mengulang laporan lama",
        )
        parser.add_argument("--json", action="store_true", help="cetak sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        instrument = read_one(options["instrument"])
        if options["weight"] not in instrument.weights:
            known = ", ".join(instrument.weights)
            raise CommandError(f"Bobot {options['weight'][:20]} tidak dikenal; pilih {known}.")
        try:
            answers = read_answers(_bytes_of(options["from_csv"]), instrument)
        except BadFile as bad:
            raise CommandError(bad.summary) from None
        index = ikm.compute(
            answers.sums,
            respondents=answers.respondents,
            scoring=instrument.scoring(options["weight"]),
        )
        if index is None:  # read_answers refuses a file without respondents
            raise CommandError("Belum ada jawaban, jadi belum ada indeks.")
        if options["json"]:
            self.stdout.write(json.dumps(index.as_json(), indent=2))
        else:
            self.stdout.write(_table(index, instrument))


def _bytes_of(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(_unreadable(name, error)) from None


def _unreadable(name: str, error: OSError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return f"Berkas {name} tidak ditemukan. Periksa nama dan foldernya, lalu coba lagi."
        case IsADirectoryError():
            return f"{name} adalah folder, bukan berkas. Tulis nama berkas CSV di dalamnya."
        case PermissionError():
            return f"Berkas {name} tidak boleh dibaca. Minta izin membacanya, lalu coba lagi."
    return f"Berkas {name} tidak dapat dibaca. Salin ke folder lain, lalu coba lagi."


def _table(index: ikm.Index, instrument: Instrument) -> str:
    keys = {element.code: element.key for element in instrument.elements}
    lines = [
        f"Responden (n): {index.n}",
        f"Bobot: {index.scoring.weight}",
        "",
        "Unsur                Jumlah  Rata-rata  Konversi  Mutu",
    ]
    lines += [
        f"{f'{code} {keys[code]}':<19} {result.sum:>7} {ikm.half_up(result.mean, 3):>10} "
        f"{ikm.half_up(result.converted, 2):>9}  {result.grade.letter}"
        for code, result in index.elements.items()
    ]
    lines += [
        "",
        f"Indeks (1-4): {ikm.half_up(index.index, 4)}",
        f"IKM (konversi): {ikm.half_up(index.converted, 2)}",
        f"Mutu: {index.grade.letter} ({index.grade.label})",
        f"Unsur terendah: {', '.join(index.weakest()) or 'tidak ada, semua unsur sama'}",
    ]
    return "\n".join(lines)
