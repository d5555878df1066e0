"""The report on the surveys of all offices: on the screen, as PDF, and its tables as XLSX."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from services.models import Agency, Letterhead
from siwhapik.evaluation.filing import PDF, pdf_answer
from siwhapik.evaluation.printing import breakable
from siwhapik.evaluation.typesetting import NotSet, pdf_of
from siwhapik.paper import Edge
from siwhapik.reports import exporting
from siwhapik.reports.about import About, explained_by
from siwhapik.skm.composing import Chapter
from siwhapik.skm.league_views import compared_offices
from siwhapik.skm.papers import as_workbook, paper_chapter
from siwhapik.skm.regency import Regency, regency_of, spans, telling
from siwhapik.skm.regency_composing import chapters
from siwhapik.skm.regency_tables import days_of
from surveys import ranges
from surveys.forms import RangeForm
from surveys.ranges import IndexRange
from tickets.views.guard import staff_of, staff_page
from tickets.words import long_words

REPORT = "skm-gabungan"  # in the list of who took what
_TITLES = {True: "Laporan SKM seluruh instansi", False: "Laporan SKM beberapa instansi"}


@staff_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The whole report, to read, copy from and print; 404 for who may not compare offices."""
    offered, found = _found(request)
    context = {
        "title": _TITLES[found.is_whole],
        "edge": Edge(_TITLES[found.is_whole], _span(found.dates)),
        "dates": found.dates,
        "days": days_of(found.dates),
        "form": RangeForm(offered, shown=found.dates),
        "chapters": chapters(found),
        "is_draft": found.is_draft,
    }
    return render(request, "skm/regency.html", context)


@staff_page
@require_safe
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The report as a file; who took it is written down first."""
    _, found = _found(request)
    parts, dates = chapters(found), found.dates
    rows = sum(len(table.rows) for one in parts for table in one.tables)
    asked = {"periode": dates.code, "dari": str(dates.starts), "sampai": str(dates.ends)}
    given = {"asked": asked, "rows": rows, "at": found.now}
    exporting.write_down(
        REPORT, form=form, staff=staff_of(request), offices=found.agencies, given=given
    )
    name = f"{'konsep-' if found.is_draft else ''}skm-gabungan-{dates.code}"
    if form != PDF:
        about = About(
            title=_TITLES[found.is_whole],
            offices=found.agencies,
            span=_span(dates),
            explained=explained_by(table for one in parts for table in one.tables),
            staff=staff_of(request),
            now=found.now,
        )
        return as_workbook(parts, name=name, about=about)
    try:
        return pdf_answer(_pdf(found, parts), name=name)
    except NotSet:
        return render(request, "evaluation/not_set.html", {"agency": None}, status=503)


def _span(dates: IndexRange) -> str:
    return f"{dates.label}: {days_of(dates)}"


def _found(request: HttpRequest) -> tuple[list[IndexRange], Regency]:
    agencies, today = compared_offices(request), timezone.localdate()
    offered = spans(today)
    asked = request.GET.get("periode", "")
    told = None if asked else telling(agencies, offered)
    dates = told or ranges.chosen(asked, offered, today)
    return offered, regency_of(agencies, dates, now=timezone.now())


def _pdf(found: Regency, parts: list[Chapter]) -> bytes:
    """Its bytes. Raises NotSet."""
    moment = long_words(found.now, found.agencies[0].zone)
    kind = "Konsep. " if found.is_draft else ""
    return pdf_of(
        {
            "title": _TITLES[found.is_whole],
            "timestamp": int(found.now.timestamp()),
            "is_draft": found.is_draft,
            "office": {
                "name": breakable(_issuer(found.agencies)),
                "parent": "",
                "address": "",
                "phone": "",
            },
            "span": {"label": breakable(found.dates.label), "days": days_of(found.dates)},
            "logo": [],
            "footer": [f"{kind}Dibuat {moment} dari {len(found.periods)} periode yang dibekukan."],
            "chapters": [paper_chapter(one) for one in parts],
            "signature": None,
        }
    )


def _issuer(agencies: tuple[Agency, ...]) -> str:
    """The line above the offices' names, where all letterheads have the same."""
    rows = Letterhead.objects.filter(agency__in=agencies).exclude(parent_line="")
    lines = set(rows.values_list("parent_line", flat=True))
    return lines.pop() if len(lines) == 1 else f"{len(agencies)} instansi"
