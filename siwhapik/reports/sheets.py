"""A report as plain values: the page, its print and its files are all made from the same tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from siwhapik.dashboard.charts import Chart
from siwhapik.number_words import count_words, share_words
from tickets.words import amount_words

Value = str | int | Decimal | Fraction | dt.timedelta | dt.datetime | dt.date | None
NOTHING = "-"


class Cell(NamedTuple):
    """A value, and where the tickets behind it are."""

    value: Value
    url: str = ""
    among_words: bool = False  # in a column of words, where also an empty one begins at the left
    # Where several things stand in one cell: the words of each, which make the value, and where each leads.
    parts: tuple[tuple[str, str], ...] = ()
    stands_out: bool = False  # in bold within a frame, which paper shows too

    @property
    def words(self) -> str:
        return words_of(self.value)

    @property
    def is_sentence(self) -> bool:
        """Whether it is read as words, from the left: not a number, also one with a sign or a unit."""
        value, _, among_words, *_ = self
        return among_words or (isinstance(value, str) and value[:1].isalpha())


EMPTY = "Tidak ada yang dihitung dalam rentang ini."


@dataclass(frozen=True, kw_only=True)
class Table:
    """`code` names it in addresses and files; `explained` says of what each figure is counted."""

    code: str
    title: str
    explained: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    chart: Chart | None = None
    names: tuple[str, str] = ("", "")  # of the chart's two series
    facts: Sequence[str] = field(default=())  # sentences above the table
    empty: str = EMPTY  # what stands in place of rows where there are none

    @cached_property
    def heads(self) -> list[tuple[str, bool]]:
        """Each column's name, and whether numbers stand in it; the first one names the rows. Found once: it looks
        at all rows, and each row asks for it.
        """
        worded = {at for row in self.rows for at, cell in enumerate(row) if cell.is_sentence}
        return [(name, at > 0 and at not in worded) for at, name in enumerate(self.head)]

    @property
    def part(self) -> tuple[str, Sequence[str], list[list[Value]]]:
        """Its name, head and values, for a file."""
        rows = [[cell.value for cell in row] for row in (*self.rows, self.total) if row]
        return self.title, self.head, rows

    @property
    def named_rows(self) -> list[list[tuple[str, Cell]]]:
        """The rows, each cell with its column's name, which a phone shows above it."""
        return [self._named(row) for row in self.rows]

    @property
    def named_total(self) -> list[tuple[str, Cell]]:
        """The total in the same way; empty for none."""
        return self._named(self.total)

    def _named(self, row: Sequence[Cell]) -> list[tuple[str, Cell]]:
        return [
            (name, cell if is_number or cell.value is not None else cell._replace(among_words=True))
            for (name, is_number), cell in zip(self.heads, row, strict=False)
        ]


def words_of(value: Value) -> str:
    """A value as people read it; a moment in the zone that it has."""
    if isinstance(value, int):  # most of them
        return count_words(value)
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, Fraction):
        return share_words(value)
    if isinstance(value, dt.date):  # a page has hundreds, and strftime takes three times as long
        day = f"{value.day:02d}-{value.month:02d}-{value.year:04d}"
        return (
            f"{day} {value.hour:02d}.{value.minute:02d}" if isinstance(value, dt.datetime) else day
        )
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    return amount_words(value)
