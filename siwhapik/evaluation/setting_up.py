"""What an office sets up once for its reports: the letterhead, and what a visit takes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action
from services.models import Agency, VisitAssumption
from siwhapik.evaluation import logos, reaching
from siwhapik.evaluation.forms import AssumptionForm, LetterheadForm
from siwhapik.evaluation.keeping import Heading, keep_assumption, keep_letterhead
from tickets.views.guard import posted, staff_of, staff_page

_FORM = "evaluation/set_up.html"
_show_or_save = require_http_methods(["GET", "HEAD", "POST"])


@staff_page
@_show_or_save
def letterhead(request: HttpRequest, slug: str) -> HttpResponse:
    """The line above the office's name, its logo, and where reports are signed."""
    agency = reaching.office(request, slug, Action.WRITE_EVALUATION)
    known = reaching.letterhead_of(agency)
    initial = {"parent_line": known.parent_line, "place": known.place} if known else {}
    has_logo = bool(known and known.logo)
    form = LetterheadForm(
        posted(request), request.FILES or None, initial=initial, has_logo=has_logo
    )
    if form.is_valid():
        try:
            heading = _heading(form.cleaned_data)
        except logos.NotALogo as refused:
            form.add_error("logo", str(refused))
        else:
            keep_letterhead(agency, heading, by=staff_of(request), now=timezone.now())
            messages.success(request, "Kop surat tersimpan.")
            return _back(agency)
    intro = "Nama kantor, alamat, dan teleponnya diambil dari pengaturan instansi."
    return _page(request, form, agency=agency, title="Kop surat", intro=intro, has_logo=has_logo)


def _heading(given: dict[str, Any]) -> Heading:
    """What was filled in; a logo that was neither given nor removed stays. Raises NotALogo."""
    kept = b"" if given["removes_logo"] else None
    logo = logos.drawn(given["logo"]) if given["logo"] else kept
    return Heading(parent_line=given["parent_line"], place=given["place"], logo=logo)


@staff_page
@_show_or_save
def assumption(request: HttpRequest, slug: str) -> HttpResponse:
    """What the office assumes that a visit to its counter takes from a citizen."""
    agency = reaching.office(request, slug, Action.WRITE_EVALUATION)
    known = VisitAssumption.objects.filter(agency=agency).first()
    form = AssumptionForm(posted(request), instance=known or VisitAssumption(agency=agency))
    if form.is_valid():
        given, staff = form.cleaned_data, staff_of(request)
        keep_assumption(agency, given, by=staff, now=timezone.now())
        messages.success(request, "Asumsi tersimpan, dan disebut dalam laporan.")
        return _back(agency)
    intro = "Dari sini dihitung perjalanan, waktu, dan biaya yang dihemat pemohon yang tidak perlu datang."
    return _page(request, form, agency=agency, title="Asumsi kunjungan ke loket", intro=intro)


def _page(request: HttpRequest, form: Any, **shown: Any) -> HttpResponse:
    context = {"form": form, **shown}
    return render(request, _FORM, context, status=422 if form.errors else 200)


def _back(agency: Agency) -> HttpResponse:
    response = redirect("evaluation:list")
    response["Location"] += f"?instansi={agency.slug}"
    return response
