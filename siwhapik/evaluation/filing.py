"""Evaluation reports as files, and who took which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from services.models import Agency, SignedEvaluation
from siwhapik.evaluation.coding import table_of
from siwhapik.evaluation.composing import TEXTS
from siwhapik.evaluation.printing import TITLE, period_of, report_of
from siwhapik.evaluation.typesetting import NotSet, pdf_of
from siwhapik.periods import days_words
from siwhapik.reports import exporting
from siwhapik.reports.about import About, explained_by
from siwhapik.reports.files import XLSX as XLSX
from siwhapik.reports.workbooks import Part
from tickets.views.guard import staff_of
from tickets.words import long_words

PDF = "pdf"
REPORT = "evaluasi"  # in the list of who took what
_TYPE = "application/pdf"
_WRITTEN = "Naskah kantor"
# A row of a spreadsheet is only so high: what is longer goes on in the next one, as it was typed.
_MOST_LETTERS = 1200
_AS_TYPED: Mapping[str, Any] = {"replace_whitespace": False, "expand_tabs": False}


def workbook_of(
    request: HttpRequest,
    content: Mapping[str, Any],
    *,
    agency: Agency,
    now: dt.datetime,
    signed: SignedEvaluation | None = None,
) -> HttpResponseBase:
    """What the office wrote, and a sheet for each table of the report; without `signed` it is a draft."""
    tables = [table_of(one) for chapter in content["chapters"] for one in chapter["tables"]]
    about = About(
        title=TITLE,
        offices=[agency],
        span=days_words(period_of(content["span"])),
        state=_state(signed, agency=agency),
        explained=explained_by(tables),
        staff=staff_of(request),
        now=now,
    )
    parts = [_written(content, is_signed=signed is not None), *(table.part for table in tables)]
    return exporting.xlsx_of(parts, name=_name(content, agency, signed), about=about)


def _written(content: Mapping[str, Any], *, is_signed: bool) -> Part:
    """What the office wrote, in the order of the report: a row for each paragraph, which a spreadsheet shows whole."""
    rows: list[tuple[str, str]] = []
    for name in (name for chapter in content["chapters"] for name in chapter["texts"]):
        lines = [line for line in content["texts"][name].splitlines() if line.strip()]
        pieces = [piece for line in lines for piece in wrap(line, _MOST_LETTERS, **_AS_TYPED)]
        words = pieces or ["Tidak diisi." if is_signed else "Belum diisi."]
        rows += [(TEXTS[name][0], one) for one in words]
    return _WRITTEN, ("Bagian", "Isi"), rows


def draft_pdf(
    request: HttpRequest, content: Mapping[str, Any], *, agency: Agency, logo: bytes
) -> HttpResponse:
    """The PDF of a draft, or a page that says that it could not be made."""
    try:
        pdf = pdf_of(report_of(content, logo=logo, checksum="", revision=0))
    except NotSet:
        return render(request, "evaluation/not_set.html", {"agency": agency}, status=503)
    return pdf_answer(pdf, name=_name(content, agency, None))


def signed_pdf(signed: SignedEvaluation) -> HttpResponse:
    """The very bytes that were signed."""
    return pdf_answer(bytes(signed.pdf), name=_name(signed.content, signed.agency, signed))


def pdf_answer(pdf: bytes, *, name: str) -> HttpResponse:
    """A download."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(pdf, content_type=_TYPE, headers=headers)


def write_down(
    request: HttpRequest,
    content: Mapping[str, Any],
    *,
    agency: Agency,
    form: str,
    now: dt.datetime,
) -> None:
    """Who took the report as a file, before it leaves."""
    span = content["span"]
    rows = sum(len(table["rows"]) for chapter in content["chapters"] for table in chapter["tables"])
    asked = {"rentang": span["code"], "dari": span["first"], "sampai": span["last"]}
    given = {"asked": asked, "rows": rows, "at": now}
    exporting.write_down(REPORT, form=form, staff=staff_of(request), offices=[agency], given=given)


def _name(content: Mapping[str, Any], agency: Agency, signed: SignedEvaluation | None) -> str:
    """Drafts and revisions lie beside what was signed first, and must not be taken for it."""
    name = f"evaluasi-{agency.slug}-{content['span']['code']}"
    if signed is None:
        return f"konsep-{name}"
    return f"{name}-revisi-{signed.revision - 1}" if signed.revision > 1 else name


def _state(signed: SignedEvaluation | None, *, agency: Agency) -> str:
    if signed is None:
        return "Konsep, belum ditandatangani"
    again = f"Revisi {signed.revision - 1} ({signed.reason}). " if signed.revision > 1 else ""
    who, at = signed.content["signature"]["name"], long_words(signed.signed_at, agency.zone)
    return f"{again}Ditandatangani {who}, {at}. Sidik isi SHA-256: {signed.checksum}"
