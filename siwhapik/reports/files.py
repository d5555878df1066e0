"""Reports as files: CSV that streams, and XLSX in constant memory. No cell is ever a formula."""

from __future__ import annotations

import csv
import datetime as dt
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import IO, Any

import xlsxwriter

from siwhapik.reports.sheets import Value, words_of

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What spreadsheets take for the beginning of a formula, or skip before one.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
# A sheet has no more rows than this; what is over goes to the next.
_MOST_ROWS = 1_000_000
_LONGEST = 32_000  # characters of a cell
_LONGEST_NAME = 31  # characters of a sheet's name, which may hold none of these
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Lines with semicolons, as spreadsheets in Indonesian expect, with a mark of their encoding."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow([harmless(words_of(value)) for value in row])


def harmless(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would calculate it."""
    is_dangerous = text.startswith(_DANGEROUS) and text != "-"
    return f"'{text}" if is_dangerous else text


def workbook(tables: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Value]]]]) -> IO[bytes]:
    """A file with a sheet for each (name, head, rows), written row by row."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it when it was sent
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    formats = _Formats(book)
    for name, head, rows in tables:
        _sheet(book, formats, name=name, head=head, rows=rows)
    book.close()
    file.seek(0)
    return file


def sheet_name(title: str, taken: Collection[str]) -> str:
    """What a spreadsheet takes for a name and has no other sheet, in small or large letters."""
    clean = _NOT_IN_NAMES.sub("-", title).strip("'")
    others = {one.lower() for one in taken}
    tries = (f"{clean[: _LONGEST_NAME - len(end)].rstrip()}{end}" for end in _ends())
    return next(one for one in tries if one.lower() not in others)


def _ends() -> Iterator[str]:
    yield ""
    yield from (f" ({number})" for number in count(2))


class _Echo:
    """What csv writes to: the line itself."""

    def write(self, line: str) -> str:
        return line


class _Formats:
    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.day = book.add_format({"num_format": "dd-mm-yyyy"})
        self.moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        self.part = book.add_format({"num_format": "0.00"})
        self.share = book.add_format({"num_format": "0.0 %"})


def _sheet(
    book: Any,
    formats: _Formats,
    *,
    name: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Value]],
) -> None:
    sheet, at, part = _begun(book, formats, name, head), 0, 1
    for row in rows:
        at += 1
        if at > _MOST_ROWS:
            part, at = part + 1, 1
            sheet = _begun(book, formats, f"{name} {part}", head)
        for column, value in enumerate(row):
            _write(sheet, (at, column), value, formats)


def _begun(book: Any, formats: _Formats, name: str, head: Sequence[str]) -> Any:
    taken = [one.name for one in book.worksheets()]
    sheet = book.add_worksheet(sheet_name(name, taken))
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{name.replace('&', '&&')}&RHalaman &P dari &N")
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(head), 18)
    for column, words in enumerate(head):
        sheet.write_string(0, column, words, formats.head)
    return sheet


def _write(sheet: Any, at: tuple[int, int], value: Value, formats: _Formats) -> None:
    if isinstance(value, dt.datetime):
        sheet.write_datetime(*at, value.replace(tzinfo=None), formats.moment)
    elif isinstance(value, dt.date):
        sheet.write_datetime(*at, value, formats.day)
    elif isinstance(value, Fraction):
        sheet.write_number(*at, float(value), formats.share)
    elif isinstance(value, Decimal):
        sheet.write_number(*at, float(value), formats.part)
    elif isinstance(value, int):
        sheet.write_number(*at, value)
    elif value is not None:
        sheet.write_string(*at, words_of(value)[:_LONGEST])
