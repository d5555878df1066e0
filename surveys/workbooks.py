"""The cells of the first sheet of an XLSX file, as text. Pure; reads no formulas, styles or dates."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

MOST = 20_000_000  # bytes of all parts: a small file may hold much more than it weighs
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]+)")
_WHOLE = re.compile(r"(-?[0-9]+)\.0+")
MOST_COLUMNS = 500


# What zipfile, zlib and the parser raise for files that are damaged, locked, or something else.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
)


class BadWorkbook(Exception):
    """No XLSX file that can be read."""


def is_workbook(data: bytes) -> bool:
    """Whether it looks like an XLSX file."""
    return data.startswith(b"PK\x03\x04")


def rows_of(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row of the first sheet with its number; empty cells are empty texts. Raises BadWorkbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST:
                raise BadWorkbook
            shared = _shared_texts(parts)
            sheet = _parsed(parts, _first_sheet(parts))
    except _BROKEN as broken:
        raise BadWorkbook from broken
    return _rows(sheet, shared)


def _rows(sheet: ElementTree.Element, shared: list[str]) -> Iterator[tuple[int, list[str]]]:
    line = 0
    for row in sheet.iter(f"{_MAIN}row"):
        line = int(row.get("r") or line + 1)
        cells: list[str] = []
        for cell in row.iter(f"{_MAIN}c"):
            column = _column(cell.get("r", "")) or len(cells)
            if column >= MOST_COLUMNS:
                raise BadWorkbook
            cells.extend([""] * (column - len(cells)))
            cells.append(_text(cell, shared))
        yield line, cells


def _column(place: str) -> int:
    found = _PLACE.fullmatch(place)
    number = 0
    for letter in found[1] if found else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return max(number - 1, 0)


def _text(cell: ElementTree.Element, shared: list[str]) -> str:
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
    if kind == "inlineStr":
        return "".join(one.text or "" for one in cell.iter(f"{_MAIN}t"))
    if kind == "s":
        if not value.isdecimal() or int(value) >= len(shared):
            raise BadWorkbook
        return shared[int(value)]
    whole = _WHOLE.fullmatch(value)
    return whole[1] if kind == "n" and whole else value


def _shared_texts(parts: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in parts.namelist():
        return []
    texts = _parsed(parts, "xl/sharedStrings.xml").iter(f"{_MAIN}si")
    return ["".join(one.text or "" for one in text.iter(f"{_MAIN}t")) for text in texts]


def _first_sheet(parts: zipfile.ZipFile) -> str:
    first = _parsed(parts, "xl/workbook.xml").find(f"{_MAIN}sheets/{_MAIN}sheet")
    links = _parsed(parts, "xl/_rels/workbook.xml.rels")
    for link in links:
        if first is not None and link.get("Id") == first.get(_LINK):
            target = link.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
    raise BadWorkbook


def _parsed(parts: zipfile.ZipFile, name: str) -> ElementTree.Element:
    text = parts.read(name)
    if b"<!DOCTYPE" in text or b"\0" in text:
        raise BadWorkbook
    return ElementTree.fromstring(text)  # noqa: S314  # no DOCTYPE, so no entities to expand
