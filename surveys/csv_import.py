"""Survey answers from a spreadsheet: one row per respondent, a column per element.

A file with any fault is refused: a skipped or guessed answer would change the index unnoticed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveys.instrument import Element, Instrument

SHOWN_ERRORS = 20
_VALUES = {"1": 1, "2": 2, "3": 3, "4": 4}


class BadFile(Exception):
    """The file is refused; `errors` say where and why, in Indonesian."""

    def __init__(self, *errors: str) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors

    @property
    def summary(self) -> str:
        """The first errors, and how many more there are."""
        more = len(self.errors) - SHOWN_ERRORS
        rest = [f"... dan {more} kesalahan lain."] if more > 0 else []
        return "\n".join([*self.errors[:SHOWN_ERRORS], *rest])


@dataclass(frozen=True, slots=True)
class Answers:
    """What a file holds: respondents, and the sum of their answers by element code."""

    respondents: int
    sums: dict[str, int]


def read_answers(data: bytes, instrument: Instrument) -> Answers:
    """Count the answers of a CSV file; `,`, `;` or a tab separates its columns.

    Columns are named by the element's code, its English key or an Indonesian name; further columns
    and blank last lines are ignored. Beside a column `U3` one named "Waktu" is a further
    column. Raises BadFile.
    """
    names = Names(instrument.elements, instrument.also_called)
    rows = csv_rows(data, names)
    header = next(rows, None)
    if header is None:
        raise BadFile(names.nothing_there)
    columns = element_columns(header[1], names)
    counted = _Count(header[1], columns)
    for line, cells in rows:
        counted.add(line, cells)
    return counted.result()


def csv_rows(data: bytes, names: Names) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV file with their numbers, the heading first. Raises BadFile."""
    text = _decoded(data)
    return _rows(text, _separator(text, names))


def where(line: int, heading: str) -> str:
    """How an error names a cell."""
    return f"Baris {line}, kolom {heading.strip()}"


def value_in(cell: str) -> int:
    """The answer in a cell, 1 to 4. Raises ValueError with what is wrong, in Indonesian."""
    written = cell.strip()
    value = _VALUES.get(written)
    if value is None:
        what = f'nilai "{written[:20]}" tidak dikenal' if written else "jawaban belum diisi"
        raise ValueError(f"{what}; isi 1, 2, 3, atau 4.")
    return value


class Names:
    """Which element a column belongs to, by its heading."""

    def __init__(
        self, elements: Sequence[Element], also_called: Mapping[str, Sequence[str]]
    ) -> None:
        self.codes = [element.code for element in elements]
        self.span = f"{self.codes[0]} sampai {self.codes[-1]}"
        self.nothing_there = f"Berkas kosong. Baris pertama harus berisi nama kolom {self.span}."
        self._known = {
            plain(name): element.code
            for element in elements
            for name in (
                element.code, element.key, element.name, *also_called.get(element.code, ())
            )
        }  # fmt: skip

    def element(self, heading: str) -> str | None:
        """The code of the element, None for a further column."""
        return self._known.get(plain(heading))

    def is_code(self, heading: str) -> bool:
        """Whether the heading is the code itself, not another name of the element."""
        return plain(heading) in map(plain, self.codes)


class _Count:
    """Adds rows up, and gathers what is wrong with them."""

    def __init__(self, header: list[str], columns: dict[str, int]) -> None:
        self.header, self.columns = header, columns
        self.sums = dict.fromkeys(columns, 0)
        self.respondents = 0
        self.blank: list[int] = []
        self.errors: list[str] = []

    def add(self, line: int, cells: list[str]) -> None:
        if not any(cell.strip() for cell in cells):
            self.blank.append(line)
            return
        # Blank lines at the end are ignored; before another row they are rows without answers.
        self.errors.extend(f"Baris {number}: kosong." for number in self.blank)
        self.blank.clear()
        self.respondents += 1
        if any(cell.strip() for cell in cells[len(self.header) :]):
            self.errors.append(
                f"Baris {line}: ada {len(cells)} kolom, padahal judulnya {len(self.header)}. "
                "Periksa tanda pemisah di dalam isian."
            )
            return
        for code, position in self.columns.items():
            self._add_cell(line, code, cells[position] if position < len(cells) else "")

    def _add_cell(self, line: int, code: str, cell: str) -> None:
        try:
            self.sums[code] += value_in(cell)
        except ValueError as wrong:
            self.errors.append(f"{where(line, self.header[self.columns[code]])}: {wrong}")

    def result(self) -> Answers:
        if self.errors:
            raise BadFile(*self.errors)
        if not self.respondents:
            raise BadFile("Belum ada jawaban di berkas ini, jadi belum ada indeks.")
        return Answers(self.respondents, self.sums)


def _decoded(data: bytes) -> str:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if utf16 else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadFile("Berkas ini bukan teks CSV. Simpan kembali sebagai CSV UTF-8, lalu coba lagi.")


def _separator(text: str, names: Names) -> str:
    """The separator under which the first line names the most elements."""
    first = text[: text.find("\n") + 1] or text

    def named(separator: str) -> int:
        try:
            cells = next(csv.reader(io.StringIO(first, newline=""), delimiter=separator), [])
        except csv.Error:  # a line without this separator may be longer than a cell may be
            return 0
        return sum(names.element(cell) is not None for cell in cells)

    return max(",;\t", key=named)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    # strict: an unclosed quotation mark would otherwise swallow the rows after it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise BadFile(
            f"Baris {line}: tanda kutip tidak berpasangan atau isian terlalu panjang."
        ) from None


def element_columns(header: list[str], names: Names) -> dict[str, int]:
    """The column of each element. Raises BadFile where one is missing or there twice."""
    found: dict[str, int] = {}
    errors = []
    coded = {names.element(name) for name in header if names.is_code(name)}
    for position, name in enumerate(header):
        code = names.element(name)
        if code is None or (code in coded and not names.is_code(name)):
            continue
        if code in found:
            errors.append(f"Kolom {name.strip()}: unsur {code} sudah ada di kolom lain.")
        else:
            found[code] = position
    if missing := [code for code in names.codes if code not in found]:
        errors.append(
            f"Kolom {', '.join(missing)} tidak ada. Baris pertama harus memuat nama kolom "
            f"{names.span} atau nama unsurnya."
        )
    if errors:
        raise BadFile(*errors)
    return {code: found[code] for code in names.codes}


def plain(name: str) -> str:
    """A heading without what people write differently: capitals, spaces, stops."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())
