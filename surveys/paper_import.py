"""Surveys on paper from a CSV or XLSX file: a row per form, a column per element code.

A file with any fault is refused whole: a skipped or guessed answer would change the index unnoticed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.models import Service
from surveys.csv_import import BadFile, Names, csv_rows, element_columns, plain, value_in, where
from surveys.instrument import Element
from surveys.workbooks import BadWorkbook, is_workbook, rows_of

MOST_ROWS = 2000
MOST_COLUMNS = 200
LONGEST_COMMENT = 2000
OLDEST = dt.timedelta(days=3 * 366)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_SERIAL = re.compile(r"[2-6]\d{4}")  # days since 30 December 1899, as spreadsheets keep dates
_EPOCH = dt.date(1899, 12, 30)
DAY, SERVICE, COMMENT = "tanggal", "layanan", "saran"
# Heading of a further column -> what it fills in.
_FURTHER = {
    "tanggal": DAY,
    "tanggalsurvei": DAY,
    "layanan": SERVICE,
    "jenislayanan": SERVICE,
    "saran": COMMENT,
    "jeniskelamin": "gender",
    "pendidikan": "education",
    "pekerjaan": "occupation",
}


@dataclass(frozen=True, kw_only=True)
class PaperForm:
    """One filled-in form: element code -> 1 to 4."""

    values: Mapping[str, int]
    filled_on: dt.date
    service: Service | None = None
    profile: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a file may say: the elements, the office's services, the options of profile lists."""

    elements: Sequence[Element]
    services: Sequence[Service]
    # List -> words or code -> code.
    options: Mapping[str, Mapping[str, str]]
    # For rows that do not say it themselves.
    filled_on: dt.date
    service: Service | None
    today: dt.date


def read(data: bytes, expected: Expected) -> list[PaperForm]:
    """The forms of a file. Raises BadFile with every bad row and column."""
    names = Names(expected.elements, {})
    rows = _rows(data, names)
    header = next(rows, None)
    if header is None:
        raise BadFile(names.nothing_there)
    if len(header[1]) > MOST_COLUMNS:
        raise BadFile(f"Paling banyak {MOST_COLUMNS} kolom. Hapus kolom yang tidak dipakai.")
    reader = _Reader(header[1], names, expected)
    for line, cells in rows:
        reader.add(line, cells)
    return reader.result()


def _rows(data: bytes, names: Names) -> Iterator[tuple[int, list[str]]]:
    if not is_workbook(data):
        return csv_rows(data, names)
    try:
        return iter(list(rows_of(data)))
    except (BadWorkbook, ValueError):
        words = (
            "Berkas Excel ini tidak dapat dibaca. Simpan lagi sebagai .xlsx atau CSV, lalu coba."
        )
        raise BadFile(words) from None


class _Reader:
    """Reads rows, and gathers what is wrong with them."""

    def __init__(self, header: list[str], names: Names, expected: Expected) -> None:
        self.header, self.expected = header, expected
        self.columns = element_columns(header, names)
        self.further = _further(header, taken=self.columns.values())
        self.services = {
            plain(name): one for one in expected.services for name in (one.name, one.short_name)
        }
        self.forms: list[PaperForm] = []
        self.errors: list[str] = []

    def add(self, line: int, cells: list[str]) -> None:
        """One row; rows without a word are between or after the others and mean nothing."""
        if not any(cell.strip() for cell in cells):
            return
        if any(cell.strip() for cell in cells[len(self.header) :]):
            self.errors.append(
                f"Baris {line}: ada {len(cells)} kolom, padahal judulnya {len(self.header)}. "
                "Periksa tanda pemisah di dalam isian."
            )
            return
        cells = [*cells, *[""] * (len(self.header) - len(cells))]
        before = len(self.errors)
        values = {code: self._value(line, cells, at) for code, at in self.columns.items()}
        said = {what: self._said(line, cells, what, at) for what, at in self.further.items()}
        if len(self.errors) == before:
            self.forms.append(self._form(values, said))

    def result(self) -> list[PaperForm]:
        if len(self.forms) > MOST_ROWS:
            raise BadFile(f"Paling banyak {MOST_ROWS} formulir dalam satu berkas. Bagi berkasnya.")
        if self.errors:
            raise BadFile(*self.errors)
        if not self.forms:
            raise BadFile("Belum ada jawaban di berkas ini.")
        return self.forms

    def _value(self, line: int, cells: list[str], at: int) -> int:
        try:
            return value_in(cells[at])
        except ValueError as wrong:
            self.errors.append(f"{where(line, self.header[at])}: {wrong}")
            return 0

    def _said(self, line: int, cells: list[str], what: str, at: int) -> object:
        written = cells[at].strip()
        if not written:
            return None
        try:
            return self._meant(what, written)
        except ValueError as wrong:
            self.errors.append(f"{where(line, self.header[at])}: {wrong}")
            return None

    def _meant(self, what: str, written: str) -> object:
        if what == DAY:
            return _day(written, self.expected.today)
        if what == COMMENT:
            if len(written) > LONGEST_COMMENT:
                raise ValueError("saran terlalu panjang, paling banyak 2.000 huruf.")
            return written
        if what == SERVICE:
            if (service := self.services.get(plain(written))) is None:
                raise ValueError(f'layanan "{written[:40]}" tidak ada di instansi ini.')
            return service
        code = self.expected.options.get(what, {}).get(plain(written))
        if code is None:
            raise ValueError(f'isian "{written[:40]}" tidak ada dalam daftar kuesioner.')
        return code

    def _form(self, values: dict[str, int], said: dict[str, object]) -> PaperForm:
        day, service, comment = (said.pop(what, None) for what in (DAY, SERVICE, COMMENT))
        return PaperForm(
            values=values,
            filled_on=day if isinstance(day, dt.date) else self.expected.filled_on,
            service=service if isinstance(service, Service) else self.expected.service,
            profile={name: code for name, code in said.items() if isinstance(code, str)},
            comment=comment if isinstance(comment, str) else "",
        )


def _further(header: list[str], *, taken: Iterable[int]) -> dict[str, int]:
    elements, found = set(taken), dict[str, int]()
    for at, heading in enumerate(header):
        what = _FURTHER.get(plain(heading))
        if what is None or at in elements:
            continue
        if what in found:
            raise BadFile(f"Kolom {heading.strip()} ada dua kali.")
        found[what] = at
    return found


def _day(written: str, today: dt.date) -> dt.date:
    """The day in a cell. Raises ValueError with what is wrong, in Indonesian."""
    first = _DAY_FIRST.fullmatch(written)
    try:
        if first:
            day = dt.date(int(first[3]), int(first[2]), int(first[1]))
        elif _SERIAL.fullmatch(written):
            day = _EPOCH + dt.timedelta(days=int(written))
        else:
            day = dt.date.fromisoformat(written)
    except ValueError:
        raise ValueError(
            f'tanggal "{written[:20]}" tidak dikenal; isi seperti 31-12-2026.'
        ) from None
    if wrong := why_not_on(day, today):
        raise ValueError(f"tanggal {written[:20]} {wrong}")
    return day


def why_not_on(day: dt.date, today: dt.date) -> str:
    """What is wrong with a form of that day, in Indonesian; "" for nothing.

    What is stored stays for good, so a year that was mistyped is not taken.
    """
    if day > today:
        return "belum tiba."
    return "lebih dari tiga tahun yang lalu; periksa tahunnya." if day < today - OLDEST else ""
