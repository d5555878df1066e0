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
from siwhapik.paper import Edge
from siwhapik.reports import exporting
from siwhapik.reports.about import About, explained_by
from siwhapik.reports.files import CSV
from siwhapik.skm.answers import count_of, head_of, lines_of
from siwhapik.skm.composing import Chapter, chapters, period_days
from siwhapik.skm.material import Material, material_of
from siwhapik.skm.papers import TITLE, as_pdf, as_workbook, name_of
from surveys.models import SurveyPeriod
from tickets.views.guard import staff_of, staff_page

REPORT, ANSWERS = "skm", "jawaban"  # in the list of who took what


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report, to read, copy from and print."""
    found = _found(request, pk)
    context = {
        "title": TITLE,
        "edge": Edge(f"{found.agency.name} · {TITLE}", _span(found)),
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
        return as_workbook(parts, name=name_of(found), about=_about(request, found, parts))
    letterhead = Letterhead.objects.filter(agency=found.agency).first()
    try:
        pdf = as_pdf(found, parts, letterhead=letterhead)
    except NotSet:
        return render(request, "evaluation/not_set.html", {"agency": found.agency}, status=503)
    return pdf_answer(pdf, name=name_of(found))


@staff_page
@require_safe
def answers(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The answers by element code as CSV, for who runs the office's periods."""
    period = _period(request, pk, Action.RUN_PERIODS)
    head = head_of(period)
    lines = lines_of(period, head[len(head) - period.questionnaire.elements.count() :])
    asked = _asked(period)
    given = {"asked": asked, "rows": count_of(period), "at": timezone.now()}
    agency = period.agency
    exporting.write_down(ANSWERS, form=CSV, staff=staff_of(request), offices=[agency], given=given)
    name = f"jawaban-skm-{agency.slug}-{period.pk}"
    return exporting.csv_of((name, head, lines), name=name)


def _span(found: Material) -> str:
    return f"{found.period.name}: {period_days(found.period)}"


def _about(request: HttpRequest, found: Material, parts: list[Chapter]) -> About:
    return About(
        title=TITLE if found.snapshot else f"{TITLE} (konsep: periode belum ditutup)",
        offices=[found.agency],
        span=_span(found),
        explained=explained_by(table for one in parts for table in one.tables),
        staff=staff_of(request),
        now=found.now,
    )


def _period(request: HttpRequest, pk: int, action: Action) -> SurveyPeriod:
    """The period; 404 for a draft, and for who may not do it at its office."""
    known = SurveyPeriod.objects.begun().select_related("agency", "questionnaire", "frozen")
    period: SurveyPeriod = get_object_or_404(known, pk=pk)
    if not can(staff_of(request), action, period.agency):
        raise Http404
    return period


def _asked(period: SurveyPeriod) -> dict[str, str]:
    return {
        "periode": period.name,
        "dari": period.starts_on.isoformat(),
        "sampai": period.ends_on.isoformat(),
    }


def _found(request: HttpRequest, pk: int) -> Material:
    """What the report is written from."""
    period = _period(request, pk, Action.SEE_PERIODS)
    return material_of(period, now=timezone.now())


def _write_down(request: HttpRequest, found: Material, parts: list[Chapter], *, form: str) -> None:
    rows = sum(len(table.rows) for one in parts for table in one.tables)
    given = {"asked": _asked(found.period), "rows": rows, "at": found.now}
    exporting.write_down(
        REPORT, form=form, staff=staff_of(request), offices=[found.agency], given=given
    )
