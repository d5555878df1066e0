"""A report of many services and long plans on paper: how its tables go over the foot of a page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest

from services.models import Staff
from siwhapik.reports.sheets import Cell, Table
from siwhapik.skm.composing import Chapter, chapters
from siwhapik.skm.material import material_of
from siwhapik.skm.papers import as_pdf
from surveys.models import SurveyPeriod
from tests.siwhapik.skm.test_report import dibuka as dibuka
from tests.siwhapik.skm.test_report import ditutup as ditutup
from tests.surveys.conftest import jawab as jawab
from tests.surveys.conftest import lima as lima

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SERVICES, PLANS = 75, 40
# One plan has more words than is kept in one piece; all others stay whole beside it.
LONG = 5
WORDS = "Menambah petugas di loket pada jam ramai dan melaporkan antreannya setiap pekan (contoh). "
# Points from the lower edge: below it is the foot of each page.
FOOT = 60


def long(table: Table) -> Table:
    """The same with as many rows as a large office has; each row says where it begins and ends."""
    if table.code == "layanan":
        rows = [
            [Cell(f"awal-L{n} Layanan Administrasi Kependudukan dan Pencatatan Sipil contoh akhir-L{n}"),
             *table.rows[0][1:]] for n in range(SERVICES)
        ]  # fmt: skip
    elif table.code == "rtl":
        rows = [
            [Cell(f"U{n % 9 + 1} Unsur contoh"), Cell("Seluruh hasil"),
             Cell(f"awal-R{n} {WORDS * (1 + n % 4 if n != LONG else 12)}akhir-R{n}"), Cell("Triwulan I 2027"),
             Cell("Kasi Pelayanan (contoh)"), Cell("Direncanakan")] for n in range(PLANS)
        ]  # fmt: skip
    else:
        return table
    return replace(table, rows=rows)


@pytest.fixture
def pages(ditutup: SurveyPeriod, penyelia: Staff, now: Any) -> list[list[str]]:
    """The lines of each page of the long report, without head and foot."""
    return [list(lines) for lines in _lines_of(document_of(ditutup, now))]


def document_of(period: SurveyPeriod, now: Any) -> bytes:
    found = material_of(period, now=now)
    parts: Sequence[Chapter] = [
        replace(one, tables=tuple(map(long, one.tables))) for one in chapters(found)
    ]
    return as_pdf(found, list(parts), letterhead=None)


def _lines_of(raw: bytes) -> Iterator[list[str]]:
    document = pypdfium2.PdfDocument(raw)
    for number, page in enumerate(document):
        width, height = page.get_size()
        top = height - (0 if number == 0 else 48)
        text = page.get_textpage().get_text_bounded(0, FOOT, width, top)
        words = text.replace("\ufffe", "").replace("\u200b", "").replace("\xa0", " ")
        yield [line.strip() for line in re.split(r"[\r\n]+", words) if line.strip()]


def holding(pages: list[list[str]], mark: str) -> list[int]:
    """On which pages this word stands."""
    found = re.compile(rf"{mark}(?!\d)")
    return [at for at, lines in enumerate(pages) if found.search(" ".join(lines))]


def test_each_page_of_a_long_table_begins_with_its_head(pages: list[list[str]]) -> None:
    for mark, count, head in (("L", SERVICES, "Tingkat"), ("R", PLANS, "Program/kegiatan")):
        on = sorted({at for n in range(count) for at in holding(pages, f"awal-{mark}{n}")})
        assert len(on) > 2
        for at in on[1:]:
            assert head in " ".join(pages[at][:6]), pages[at][:6]


def test_no_row_of_it_is_cut(pages: list[list[str]]) -> None:
    marks = [f"L{n}" for n in range(SERVICES)] + [f"R{n}" for n in range(PLANS) if n != LONG]
    for mark in marks:
        (at,) = holding(pages, f"awal-{mark}")
        assert holding(pages, f"akhir-{mark}") == [at], mark


def test_no_heading_stands_alone_at_the_foot_of_a_page(pages: list[list[str]]) -> None:
    headings = {
        "IKM per layanan", "Rencana tindak lanjut", "Tren IKM", "Nilai tiap unsur", "Kuesioner",
        "Olahan data", "Responden menurut jenis kelamin", "Cara menjawab",
    }  # fmt: skip
    text = [" ".join(lines) for lines in pages]
    assert all(any(one in page for page in text) for one in headings)
    heads = ("Layanan", "Prioritas", "Periode", "Unsur", "Kelompok", "Cara", "Tingkat")
    for lines in pages[1:]:
        assert lines[-1] not in headings
        assert not re.match(r"(?:[IVX]+\.|\d\.\d) ", lines[-1])  # of a chapter, of a part
        assert not lines[-1].startswith(heads) or re.search(r"\d", lines[-1]), lines[-1]
