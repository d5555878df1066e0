"""Surveys on paper: a file with many is imported, one is typed in."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from services import access
from services.access import Action
from services.models import Agency, Staff
from surveys import papering
from surveys.asking import what_is_asked
from surveys.paper_forms import ImportForm, TypedForm
from surveys.papering import Source
from tickets.desk.base import Refused

SHOWN = 20  # of the last entries
BAD_ROWS = 50
CARRIED_ON = ("filled_on", "service")  # from one typed form to the next of the same pile


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def imported(request: HttpRequest) -> HttpResponse:
    """The last entries of an office; a POST imports a file, whole or not at all."""
    staff, now = cast(Staff, request.user), timezone.now()
    agencies, agency = _offices(request)
    asked = papering.questionnaire_of_paper(agency, now=now)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*given, agency=agency, questionnaire=asked, today=_today(agency, now))
    if form.is_valid():
        try:
            papering.enter(agency, forms=form.papers, source=form.source, by=staff, now=now)
            messages.success(request, f"{len(form.papers)} formulir tersimpan.")
            return redirect(_address("surveys:paper", agency))
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "agency": agency,
        "agencies": agencies,
        "questionnaire": asked,
        "codes": [element.code for element in asked.elements.order_by("order")],
        "form": form,
        "bad_rows": form.bad_rows[:BAD_ROWS],
        "more": max(len(form.bad_rows) - BAD_ROWS, 0),
        "entries": agency.paper_entries.select_related("by")[:SHOWN],
    }
    return render(request, "surveys/paper.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def typed(request: HttpRequest) -> HttpResponse:
    """One form on paper, typed in; after it the next one."""
    staff, now = cast(Staff, request.user), timezone.now()
    _, agency = _offices(request)
    asked = replace(what_is_asked(agency, day=_today(agency, now)), added=())
    data = request.POST if request.method == "POST" else None
    last = {name: request.GET[name] for name in CARRIED_ON if name in request.GET}
    form = TypedForm(asked, data, agency=agency, today=_today(agency, now), initial=last)
    if form.is_valid():
        try:
            source = Source(once=form.once)
            papering.enter(agency, forms=[form.paper()], source=source, by=staff, now=now)
            messages.success(request, "Satu formulir tersimpan. Silakan ketik yang berikutnya.")
            kept = {name: request.POST.get(name, "") for name in CARRIED_ON}
            return redirect(f"{_address('surveys:paper-form', agency)}&{urlencode(kept)}")
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"agency": agency, "questionnaire": asked.questionnaire, "form": form}
    return render(request, "surveys/paper_form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """A file with the headings, and one row as an example."""
    _, agency = _offices(request)
    now = timezone.now()
    asked = papering.questionnaire_of_paper(agency, now=now)
    codes = [element.code for element in asked.elements.order_by("order")]
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="formulir-kertas-contoh.csv"'
    response.write("\ufeff")  # so that Excel reads it as UTF-8
    rows = csv.writer(response, delimiter=";")
    rows.writerow(["Tanggal", "Layanan", *codes, "Saran"])
    rows.writerow(
        [f"{_today(agency, now):%d-%m-%Y}", "", *[4] * len(codes), "Contoh, hapus baris ini"]
    )
    return response


def _offices(request: HttpRequest) -> tuple[list[Agency], Agency]:
    """Where this person may enter paper, and the office of the address; else 404."""
    staff = cast(Staff, request.user)
    agencies = list(access.agencies_where(staff, Action.ENTER_PAPER).active().order_by("name"))
    slug = request.GET.get("instansi", "")
    agency = next((one for one in agencies if slug in ("", one.slug)), None)
    if agency is None:
        raise Http404
    return agencies, agency


def _address(name: str, agency: Agency) -> str:
    return f"{reverse(name)}?instansi={agency.slug}"


def _today(agency: Agency, now: dt.datetime) -> dt.date:
    return now.astimezone(agency.zone).date()
