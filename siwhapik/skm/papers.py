"""The report on a survey period as PDF and XLSX."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponseBase

from services.models import Letterhead
from siwhapik.evaluation.printing import breakable, paper_table
from siwhapik.evaluation.typesetting import pdf_of
from siwhapik.reports import exporting
from siwhapik.reports.about import About
from siwhapik.reports.workbooks import Part, sheet_name
from siwhapik.skm.composing import Chapter, period_days
from siwhapik.skm.material import Material
from tickets.words import long_words

TITLE = "Laporan Survei Kepuasan Masyarakat"
CONTENTS = "Daftar lembar"


def name_of(found: Material) -> str:
    """The name of its files."""
    kind = "" if found.snapshot else "konsep-"
    return f"{kind}skm-{found.agency.slug}-{found.period.pk}"


def as_pdf(found: Material, parts: list[Chapter], *, letterhead: Letterhead | None) -> bytes:
    """The bytes of the PDF. Raises NotSet."""
    counted = found.snapshot.at if found.snapshot else found.now
    office = {
        "name": found.agency.name,
        "parent": letterhead.parent_line if letterhead else "",
        "address": found.agency.address,
        "phone": found.agency.phone,
    }
    return pdf_of(
        {
            "title": TITLE,
            "timestamp": int(counted.timestamp()),
            "is_draft": found.snapshot is None,
            "office": {name: breakable(words) for name, words in office.items()},
            "span": {"label": breakable(found.period.name), "days": period_days(found.period)},
            "logo": list(bytes(letterhead.logo)) if letterhead else [],
            "footer": _footer(found, counted),
            "chapters": [paper_chapter(one) for one in parts],
            "signature": None,
        }
    )


def _footer(found: Material, counted: dt.datetime) -> list[str]:
    moment = long_words(counted, found.agency.zone)
    if found.snapshot is None:
        return [f"Konsep: periode belum ditutup. Dihitung {moment}."]
    return [
        f"Angka dibekukan {moment}, versi {found.snapshot.version}.",
        f"Sidik SHA-256: {found.snapshot.checksum}",
    ]


def paper_chapter(one: Chapter) -> dict[str, Any]:
    """A chapter as the typesetter takes it."""
    return {
        "title": one.title,
        "texts": [
            {"title": title, "lines": [breakable(line) for line in lines]}
            for title, lines in one.texts
        ],
        "tables": [paper_table(table) for table in one.tables],
        "is_signed_here": False,
    }


def as_workbook(parts: list[Chapter], *, name: str, about: About) -> HttpResponseBase:
    """The recap: a sheet for each table; where a title is too long for a sheet's name, a list of them first."""
    tables = [table for one in parts for table in one.tables]
    names = [CONTENTS]
    for table in tables:
        names.append(sheet_name(table.title, names))
    titles = [table.title for table in tables]
    sheets: list[Part] = [
        (sheet, *table.part[1:]) for sheet, table in zip(names[1:], tables, strict=True)
    ]
    if names[1:] != titles:
        listed = list(zip(names[1:], titles, strict=True))
        sheets.insert(0, (CONTENTS, ("Lembar", "Judul"), listed))
    return exporting.xlsx_of(sheets, name=name, about=about)
