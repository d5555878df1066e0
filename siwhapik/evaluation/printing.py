"""What the template of the PDF is given: the report's words, column widths, and bars."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from siwhapik.dashboard.charts import Bar, Chart
from siwhapik.evaluation.coding import table_of
from siwhapik.evaluation.composing import TEXTS
from siwhapik.periods import Period, span_words
from siwhapik.reports.sheets import Cell, Table
from tickets.words import day_words, long_words, unbroken

TITLE = "Laporan Evaluasi Pelayanan"
_NO_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# A longer word may be broken anywhere, or it would run off the page.
_LONGEST_WORD = 24
_BREAK, _NO_BREAK = "\u200b", "\u00a0"
_SHORT = 8  # letters
_MANY = 13  # columns
# Letters: a column is as wide as its longest word, and wider for sentences.
_NARROWEST, _ONE_LINE, _WIDEST, _BESIDE = 5, 16, 36, 2
_LONG_CELL = 900  # letters: a row with more may be longer than a page


def report_of(
    content: Mapping[str, Any], *, logo: bytes, checksum: str, revision: int
) -> dict[str, Any]:
    """The report for the template; without a checksum it is a draft."""
    span, office = content["span"], content["office"]
    counted = dt.datetime.fromisoformat(content["counted_at"])
    zone = ZoneInfo(office["zone"])
    return {
        "title": TITLE,
        "timestamp": int(counted.timestamp()),
        "is_draft": not checksum,
        "office": {
            name: breakable(office[name]) for name in ("name", "parent", "address", "phone")
        },
        "span": {"label": span["label"], "days": span_words(period_of(span))},
        "logo": list(logo),
        "footer": _footer(counted, zone=zone, checksum=checksum, revision=revision),
        "chapters": _chapters(content),
        "signature": _signature(content.get("signature")),
    }


def period_of(span: Mapping[str, str]) -> Period:
    """The span as it was written."""
    first, last = (dt.date.fromisoformat(span[name]) for name in ("first", "last"))
    return Period(span["code"], span["label"], first, last)


def _footer(counted: dt.datetime, *, zone: ZoneInfo, checksum: str, revision: int) -> list[str]:
    moment = f"Dihitung {long_words(counted, zone)}."
    if not checksum:
        return [f"Konsep, belum ditandatangani. {moment}"]
    again = f" Revisi {revision - 1}." if revision > 1 else ""
    return [f"{moment}{again}", f"Sidik SHA-256: {checksum}"]


def _chapters(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = content["chapters"]
    last_text = max(index for index, one in enumerate(found) if one["texts"])
    return [
        {
            "title": one["title"],
            "texts": [
                {"title": TEXTS[name][0], "lines": lines_of(content["texts"][name])}
                for name in one["texts"]
            ],
            "tables": [paper_table(table_of(table)) for table in one["tables"]],
            "is_signed_here": index == last_text,
        }
        for index, one in enumerate(found)
    ]


def lines_of(text: str) -> list[str]:
    """The lines of a text, each a paragraph of the PDF."""
    return [breakable(line) for line in text.splitlines() if line.strip()]


def paper_table(table: Table) -> dict[str, Any]:
    """A table with the widths of its columns."""
    rows = [_cells(row) for row in table.rows]
    total = _cells(table.total) if rows else []
    columns = list(zip(table.head, *rows, strict=True))
    return {
        "title": table.title,
        "explained": table.explained,
        "facts": [breakable(one) for one in table.facts],
        "head": list(table.head),
        "rows": rows,
        "empty": table.empty,
        "total": total,
        "right": [is_number for _, is_number in table.heads],
        "widths": [_width(column, one_line=_one_line(columns)) for column in columns],
        "size": 6.5
        if len(table.head) > _MANY
        else 7
        if len(table.head) > 9
        else 8.5
        if len(table.head) > 6
        else 9.5,
        # Of each row by itself: one that is longer than a page leaves the others whole.
        "breaks": [max(map(len, row), default=0) > _LONG_CELL for row in rows],
        "chart": _chart(table.chart, table.names) if table.chart else None,
    }


def _cells(row: Sequence[Cell]) -> list[str]:
    """Their words; a short cell stands on one line, and in a longer one each number with its unit."""
    found = [breakable(cell.words) for cell in row]
    return [
        words.replace(" ", _NO_BREAK) if len(words) <= _SHORT else unbroken(words)
        for words in found
    ]


def _one_line(columns: Sequence[object]) -> int:
    """How many letters stand on one line: of many columns each gives way, or heads would lie over each other."""
    return _SHORT if len(columns) > _MANY else _ONE_LINE


def _width(column: Sequence[str], *, one_line: int) -> int:
    in_head = max((len(word) for word in column[0].split()), default=0)
    in_rows = max((len(word) for cell in column[1:] for word in cell.split()), default=0)
    longest_word = max(in_rows, in_head + in_head // 3)  # a head is bold
    sentence = max(len(cell) for cell in column[1:]) if column[1:] else 0
    wanted = sentence if sentence <= one_line else max(one_line, sentence // 2)
    return max(_NARROWEST, min(_WIDEST, max(longest_word, wanted))) + _BESIDE


def _chart(chart: Chart, names: tuple[str, str]) -> dict[str, Any]:
    return {
        "width": chart.width,
        "height": chart.height,
        "names": list(names),
        "first": [_bar(one) for one in chart.first],
        "second": [_bar(one) for one in chart.second],
        "lines": [list(one) for one in chart.lines],
        "labels": [list(one) for one in chart.labels],
        "rows": [list(one) for one in chart.rows],
    }


def _bar(bar: Bar) -> list[float]:
    return [bar.x, bar.y, bar.width, bar.height]


def _signature(signed: Mapping[str, str] | None) -> dict[str, str] | None:
    if signed is None:
        return None
    day = day_words(dt.date.fromisoformat(signed["day"]))
    place = ", ".join(one for one in (signed["place"], day) if one)
    found = {name: breakable(signed[name]) for name in ("position", "name", "nip")}
    return {**found, "place_and_day": breakable(place)}


def breakable(text: str) -> str:
    """Without control characters, with room to break in words that are longer than a line.

    No line breaks between a number and its per cent sign.
    """
    plain = re.sub(r"(?<=\d) %", f"{_NO_BREAK}%", _NO_CONTROL.sub("", text))
    return re.sub(rf"\S{{{_LONGEST_WORD}}}(?=\S)", rf"\g<0>{_BREAK}", plain)
