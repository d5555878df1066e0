"""Reports as XLSX, in constant memory: tables that a program can read, and a last sheet that says what they are.

Each table begins in the first row of its sheet; what it is about stands on a sheet of its own and, on paper, at the
edge of each page. No cell is ever a formula.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain, count, islice
from typing import IO, Any

import xlsxwriter

from siwhapik.reports.about import About
from siwhapik.reports.sheets import Value, words_of

Part = tuple[str, Sequence[str], Iterable[Sequence[Value]]]  # name, head, rows
NOTES = "Keterangan"  # the sheet of what the file is
_NOTE_HEAD = ("Butir", "Isi")
# A sheet has no more rows than this; what is over goes to the next.
_MOST_ROWS = 1_000_000
_LONGEST = 32_000  # characters of a cell
_LONGEST_NAME = 31  # characters of a sheet's name, which may hold none of these
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_EDGE = 100  # characters of each side of the line above or below a page, which holds 255
_AT_THE_RIGHT = (int, Decimal, Fraction, dt.timedelta)
_FONT = {"font_name": "Arial", "font_size": 9}
# Widths are in letters. They are found from the first rows, so no more of a table is held than these.
_LOOKED_AT = 200
_NARROWEST, _WIDEST, _WIDE_NOTE = 7, 26, 95
_LONG_TEXT, _WIDEST_TEXT = (
    300,
    60,
)  # a column of such long texts is wider: no row is higher than a page
_LINE, _HIGHEST = 13, 409  # points, of a line and of the highest row that a spreadsheet takes
_FILLED = 0.85  # how much of a line words fill, as the next one does not fit


def workbook(parts: Iterable[Part], *, about: About) -> IO[bytes]:
    """A file with a sheet for each table, written row by row, and the sheet of what it is about."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it when it was sent
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, {**options, "default_format_properties": _FONT})
    writer = _Writer(book, about)
    for part in parts:
        writer.write(part)
    writer.write((NOTES, _NOTE_HEAD, about.rows), widest=_WIDE_NOTE)
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


class _Writer:
    """A book that is being written."""

    def __init__(self, book: Any, about: About) -> None:
        self.book, self.about = book, about
        self.head = self._left(bold=True, bottom=1, text_wrap=True)
        self.number_head = self._format(bold=True, bottom=1, text_wrap=True, align="right")
        self.words = self._left(text_wrap=True)
        self.number = self._format()
        self.length = self._format(text_wrap=True, align="right")
        self.day = self._left(num_format="dd-mm-yyyy")
        self.moment = self._left(num_format="dd-mm-yyyy hh:mm")
        self.part = self._format(num_format="0.00")
        self.share = self._format(num_format="0.0 %")

    def _format(self, **values: Any) -> Any:
        return self.book.add_format({"valign": "top", **values})

    def _left(self, **values: Any) -> tuple[Any, Any]:
        """For the first column, and for those whose words would touch the numbers of the column before."""
        return self._format(align="left", **values), self._format(align="left", indent=1, **values)

    def write(self, part: Part, *, widest: int = _WIDEST) -> None:
        """A sheet, and further ones for what does not fit."""
        name, head, rows = part
        left = iter(rows)
        first = list(islice(left, _LOOKED_AT))
        widths = _widths(head, first, widest=widest)
        named = list(zip(head, self._head_formats(head, first), strict=True))
        sheet, at, number = self._begun(name, named, widths), 0, 1
        for row in chain(first, left):
            at += 1
            if at > _MOST_ROWS:
                number, at = number + 1, 1
                sheet = self._begun(f"{name} {number}", named, widths)
            _set_height(sheet, at, list(map(_lines, row, widths)))
            for column, value in enumerate(row):
                self._cell(sheet, (at, column), value)

    def _head_formats(self, head: Sequence[str], rows: Sequence[Sequence[Value]]) -> Iterator[Any]:
        """Names of numbers stand above these, at the right."""
        for column in range(len(head)):
            is_number = any(isinstance(row[column], _AT_THE_RIGHT) for row in rows)
            yield self.number_head if is_number else self.head[column > 0]

    def _begun(self, name: str, head: Sequence[tuple[str, Any]], widths: Sequence[int]) -> Any:
        taken = [one.name for one in self.book.worksheets()]
        sheet = self.book.add_worksheet(sheet_name(name, taken))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.4, right=0.4)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{_edge(self.about.office)}&R{_edge(self.about.span)}")
        title = self.about.title if name in self.about.title else f"{self.about.title}: {name}"
        sheet.set_footer(f"&L{_edge(title)}&RHalaman &P dari &N")
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width + (2 if column else 1))
        _set_height(
            sheet, 0, [_lines(words, width) for (words, _), width in zip(head, widths, strict=True)]
        )
        for column, (words, look) in enumerate(head):
            sheet.write_string(0, column, words, look)
        return sheet

    def _cell(self, sheet: Any, at: tuple[int, int], value: Value) -> None:
        if isinstance(value, dt.datetime):
            sheet.write_datetime(*at, value.replace(tzinfo=None), self.moment[at[1] > 0])
        elif isinstance(value, dt.date):
            sheet.write_datetime(*at, value, self.day[at[1] > 0])
        elif isinstance(value, Fraction):
            sheet.write_number(*at, float(value), self.share)
        elif isinstance(value, Decimal):
            sheet.write_number(*at, float(value), self.part)
        elif isinstance(value, int):
            sheet.write_number(*at, value, self.number)
        elif value is not None:
            look = self.length if isinstance(value, dt.timedelta) else self.words[at[1] > 0]
            sheet.write_string(*at, words_of(value)[:_LONGEST], look)


def _edge(text: str) -> str:
    """A side of the line above or below each page, where "&" begins an order."""
    short = text if len(text) <= _LONGEST_EDGE else f"{text[: _LONGEST_EDGE - 3].rstrip()}..."
    return short.replace("&", "&&")


def _widths(head: Sequence[str], rows: Sequence[Sequence[Value]], *, widest: int) -> list[int]:
    """Letters of each column: as its longest words, or broken into lines where these are long."""
    found = []
    for column, name in enumerate(head):
        longest = max((len(words_of(row[column])) for row in rows), default=0)
        most = max(widest, _WIDEST_TEXT) if longest > _LONG_TEXT else widest
        word = max(map(len, name.split()), default=0)
        found.append(max(_NARROWEST, word + 1, min(longest + 1, most)))
    return found


def _lines(value: Value, width: int) -> int:
    """In how many lines words stand in a column; numbers and days stand in one."""
    if not isinstance(value, str) or (len(value) < width and "\n" not in value):
        return 1
    return sum(1 + int(len(one) / (width * _FILLED)) for one in value.splitlines())


def _set_height(sheet: Any, at: int, lines: Sequence[int]) -> None:
    """Spreadsheets do not measure the rows of a file that was written row by row: words of more lines would lie over
    the next row.
    """
    most = max(lines, default=1)
    if most > 1:
        sheet.set_row(at, min(most * _LINE + 2, _HIGHEST))
    # It would hold the height of each row until the end; the one before the last is in the file by now.
    for held in (sheet.row_info, sheet.row_sizes):
        held.pop(at - 2, None)
