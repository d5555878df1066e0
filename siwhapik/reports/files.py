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
# What spreadsheets take for the beginning of a formula, or skip before one.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


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


class _Echo:
    """What csv writes to: the line itself."""

    def write(self, line: str) -> str:
        return line
