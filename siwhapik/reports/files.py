"""Reports as CSV, row by row, and of what kind files are. No cell is ever a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from siwhapik.reports.sheets import Value, words_of

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What spreadsheets take for the beginning of a formula, also in the full width of East Asian keyboards.
_DANGEROUS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# What some of them skip before it, or take for the border of a cell.
_BORDERS = ("\t", "\r", "\n")
_UNSEEN = "\ufeff\u200b\u200c\u200d\u2060"  # white space is skipped, too; these are none to Python


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Lines with semicolons, as spreadsheets in Indonesian expect, with a mark of their encoding."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    yield writer.writerow(map(harmless, head))  # an office names some columns itself
    for row in rows:
        yield writer.writerow([harmless(words_of(value)) for value in row])


def harmless(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would calculate it."""
    begins = text
    while begins != (shorter := begins.lstrip().lstrip(_UNSEEN)):
        begins = shorter
    is_dangerous = text.startswith(_BORDERS) or begins.startswith(_DANGEROUS)
    return f"'{text}" if is_dangerous and text != "-" else text


class _Echo:
    """What csv writes to: the line itself."""

    def write(self, line: str) -> str:
        return line
