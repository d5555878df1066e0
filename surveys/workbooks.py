"""The cells of the first sheet of an XLSX file, as text; of a formula what it came to last."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST = 20_000_000  # bytes of all parts: a small file may hold much more than it weighs
MOST_COLUMNS = 500
MOST_LINES = 20_000  # of the sheet, empty ones counted

# What a file raises that is damaged, locked, hostile or something else: openpyxl hands on what zipfile,
# the parser and its own reading of unexpected parts raise.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    InvalidFileException,
    EOFError,
    LookupError,
    ValueError,  # and what defusedxml refuses
    TypeError,
    AttributeError,
    NotImplementedError,  # a way of packing that Python does not know
    RuntimeError,  # a password
)


class BadWorkbook(Exception):
    """No XLSX file that can be read."""


def is_workbook(data: bytes) -> bool:
    """Whether it looks like an XLSX file."""
    return data.startswith(b"PK\x03\x04")


def rows_of(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row of the first sheet with its number; empty cells are empty texts. Raises BadWorkbook."""
    try:
        yield from _rows(data)
    except _BROKEN as broken:
        raise BadWorkbook from broken


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST:
            raise BadWorkbook
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write wrong ones
        for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if line > MOST_LINES or len(row) > MOST_COLUMNS:
                raise BadWorkbook
            yield line, [_text(value) for value in row]
    finally:
        book.close()


def _text(value: object) -> str:
    """As somebody would type it into a CSV file: 4 and not 4.0, a date as 2026-12-31."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
