"""A PDF as its words, and a workbook as its cells."""

import io
import re
from typing import Any

import pypdfium2
from openpyxl import load_workbook

from siwhapik.evaluation.beside import Beside
from siwhapik.evaluation.beside import beside as read_beside
from siwhapik.evaluation.chapters import CHAPTERS
from siwhapik.reports.asking import Question


def beside(question: Question) -> Beside:
    """All that any chapter shows beside figures."""
    return read_beside(question, {name for one in CHAPTERS for name in one.beside})


def tables_of(page: Any) -> list[Any]:
    """The tables that a page of the report was drawn with, in its order."""
    drawn = [one for one in page.context if "tables" in one and "table" not in one]
    return [table for one in drawn for table in one["tables"]]


def words_of_pdf(raw: bytes) -> str:
    """All pages as text on one line, with single spaces."""
    document = pypdfium2.PdfDocument(raw)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    text = "\n".join(pages).replace("\ufffe", "").replace("\u200b", "")
    return re.sub(r"\s+", " ", text)


def sheets_of(raw: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sheet."""
    book = load_workbook(io.BytesIO(raw), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def body(response: Any) -> bytes:
    """A download's bytes."""
    return b"".join(response.streaming_content) if response.streaming else response.content
