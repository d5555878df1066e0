"""Evaluation reports as files, and who took which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from services.models import Agency
from siwhapik.evaluation.coding import table_of
from siwhapik.evaluation.printing import TITLE, period_of, report_of
from siwhapik.evaluation.typesetting import NotSet, pdf_of
from siwhapik.periods import days_words
from siwhapik.reports import exporting
from siwhapik.reports.about import About, explained_by
from siwhapik.reports.files import XLSX as XLSX
from tickets.views.guard import staff_of

PDF = "pdf"
REPORT = "evaluasi"  # in the list of who took what
_TYPE = "application/pdf"


def workbook_of(
    request: HttpRequest, content: Mapping[str, Any], *, agency: Agency, now: dt.datetime
) -> HttpResponseBase:
    """A sheet for each table of the report."""
    tables = [table_of(one) for chapter in content["chapters"] for one in chapter["tables"]]
    about = About(
        title=TITLE,
        offices=[agency],
        span=days_words(period_of(content["span"])),
        explained=explained_by(tables),
        staff=staff_of(request),
        now=now,
    )
    parts = [table.part for table in tables]
    return exporting.xlsx_of(parts, name=_name(content, agency), about=about)


def draft_pdf(
    request: HttpRequest, content: Mapping[str, Any], *, agency: Agency, logo: bytes
) -> HttpResponse:
    """The PDF of a draft, or a page that says that it could not be made."""
    try:
        pdf = pdf_of(report_of(content, logo=logo, checksum="", revision=0))
    except NotSet:
        return render(request, "evaluation/not_set.html", {"agency": agency}, status=503)
    return pdf_answer(pdf, name=f"konsep-{_name(content, agency)}")


def signed_pdf(pdf: bytes, content: Mapping[str, Any], *, agency: Agency) -> HttpResponse:
    """The very bytes that were signed."""
    return pdf_answer(pdf, name=_name(content, agency))


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


def _name(content: Mapping[str, Any], agency: Agency) -> str:
    return f"evaluasi-{agency.slug}-{content['span']['code']}"
