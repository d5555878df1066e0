"""The list of an office's evaluation reports, and one while it is a draft."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from services.access import Action, agencies_where
from services.evaluating import draft_of
from services.models import Agency, EvaluationDraft, SignedEvaluation
from siwhapik.evaluation import filing, reaching, saving, spans
from siwhapik.evaluation.chapters import chapters
from siwhapik.evaluation.composing import content_of
from siwhapik.evaluation.contents import FIRST, PAGES
from siwhapik.evaluation.showing import drafted
from tickets.models import Ticket
from tickets.views.guard import staff_of, staff_page

_LATELY = 50  # signed reports in the list over several offices


@staff_page
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Which spans of an office have a report, and how far it is; over several offices, what was signed."""
    offices = list(agencies_where(staff_of(request), Action.SEE_EVALUATION).order_by("name"))
    if not offices:
        raise PermissionDenied
    slug = request.GET.get("instansi", "")
    agency = next((one for one in offices if one.slug == slug), None)
    if agency is None and len(offices) == 1:
        agency = offices[0]
    context: dict[str, Any] = {"offices": offices, "agency": agency}
    if agency is None:
        rows = SignedEvaluation.objects.of_offices(offices).without_papers()
        today = timezone.now().date()
        context["signed"] = [(one, spans.label_of(one.code, today)) for one in rows[:_LATELY]]
    else:
        context |= {
            "groups": _groups(agency, now=timezone.now()),
            "may_set_up": reaching.may(request, Action.WRITE_EVALUATION, agency),
            "running": spans.running(timezone.now().astimezone(agency.zone).date()),
        }
    return render(request, "evaluation/list.html", context)


def _groups(agency: Agency, *, now: dt.datetime) -> list[tuple[str, list[dict[str, Any]]]]:
    """The spans, each with its draft and its newest signature: three queries."""
    today = now.astimezone(agency.zone).date()
    drafts = EvaluationDraft.objects.filter(agency=agency, version__gt=0)
    edited = {one.code: one for one in drafts.select_related("edited_by")}
    rows = SignedEvaluation.objects.filter(agency=agency).without_papers().order_by("revision")
    signed = {one.code: one for one in rows}
    since = Ticket.objects.first_day_of(agency)
    return [
        (
            title,
            [
                {
                    "period": period,
                    "is_over": period.last < today,
                    "draft": edited.get(period.code),
                    "signed": signed.get(period.code),
                }
                for period in periods
            ],
        )
        for title, periods in spans.offered(today, since=since, kept=edited.keys() | signed.keys())
    ]


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, slug: str, code: str, chapter: str = FIRST) -> HttpResponse:
    """A chapter of the report, or all of them, as they are counted now; with the office's own text."""
    wanted, page = reaching.wanted(request, slug, code), PAGES[chapter]
    may_write = reaching.may(request, Action.WRITE_EVALUATION, wanted.agency)
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        if not page.texts:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return saving.saved(request, wanted, page)
    return drafted(request, wanted, page)


@staff_page
@require_safe
def draft_file(request: HttpRequest, slug: str, code: str, form: str) -> HttpResponseBase:
    """The draft as PDF or XLSX, counted now."""
    wanted = reaching.wanted(request, slug, code)
    letterhead = reaching.letterhead_of(wanted.agency)
    content = content_of(
        wanted, draft_of(wanted.agency, code), chapters(wanted), letterhead=letterhead
    )
    filing.write_down(request, content, agency=wanted.agency, form=form, now=wanted.now)
    if form == filing.XLSX:
        return filing.workbook_of(request, content, agency=wanted.agency, now=wanted.now)
    logo = bytes(letterhead.logo) if letterhead else b""
    return filing.draft_pdf(request, content, agency=wanted.agency, logo=logo)
