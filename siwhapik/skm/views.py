"""The report on a survey period: on the screen, as PDF, and its tables as XLSX."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from services.access import Action, can
from services.models import Letterhead
from siwhapik.evaluation.filing import PDF, pdf_answer
from siwhapik.evaluation.typesetting import NotSet
from siwhapik.reports import exporting
from siwhapik.skm.composing import Chapter, chapters, period_days
from siwhapik.skm.material import Material, material_of
from siwhapik.skm.papers import TITLE, as_pdf, as_workbook, name_of
from surveys.models import SurveyPeriod
from tickets.views.guard import staff_of, staff_page

REPORT = "skm"  # in the list of who took what


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report, to read, copy from and print."""
    found = _found(request, pk)
    context = {
        "title": TITLE,
        "period": found.period,
        "agency": found.agency,
        "days": period_days(found.period),
        "chapters": chapters(found),
        "snapshot": found.snapshot,
    }
    return render(request, "skm/report.html", context)


@staff_page
@require_safe
def file(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """The report as a file; who took it is written down first."""
    found = _found(request, pk)
    parts = chapters(found)
    _write_down(request, found, parts, form=form)
    if form != PDF:
        return as_workbook(found, parts)
    letterhead = Letterhead.objects.filter(agency=found.agency).first()
    try:
        pdf = as_pdf(found, parts, letterhead=letterhead)
    except NotSet:
        return render(request, "evaluation/not_set.html", {"agency": found.agency}, status=503)
    return pdf_answer(pdf, name=name_of(found))


def _found(request: HttpRequest, pk: int) -> Material:
    """What the report is written from; 404 for a draft, and for who may not see the office's periods."""
    known = SurveyPeriod.objects.begun().select_related("agency", "questionnaire", "frozen")
    period = get_object_or_404(known, pk=pk)
    if not can(staff_of(request), Action.SEE_PERIODS, period.agency):
        raise Http404
    return material_of(period, now=timezone.now())


def _write_down(request: HttpRequest, found: Material, parts: list[Chapter], *, form: str) -> None:
    period = found.period
    asked = {
        "periode": period.name,
        "dari": period.starts_on.isoformat(),
        "sampai": period.ends_on.isoformat(),
    }
    rows = sum(len(table.rows) for one in parts for table in one.tables)
    given = {"asked": asked, "rows": rows, "at": found.now}
    exporting.write_down(
        REPORT, form=form, staff=staff_of(request), agency=found.agency, given=given
    )
