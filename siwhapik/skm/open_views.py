"""The public pages of an office's survey results, and their open data."""

from __future__ import annotations

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from services.models import Agency
from siwhapik.reports.files import harmless
from siwhapik.skm.composing import period_days
from siwhapik.skm.open_results import HEAD, published_of, results_of
from surveys.models import SurveyPeriod
from surveys.presenting import seal


@require_safe
def office(request: HttpRequest, slug: str) -> HttpResponse:
    """One office: elements, services, trend, and what was done; the newest period if none is named."""
    periods = _periods(slug)
    period = _named(periods, request.GET.get("periode", ""))
    results = results_of(period, published=periods, now=timezone.now())
    context = {
        "agency": period.agency,
        "period": period,
        "days": period_days(period),
        "periods": periods,
        "headline": results.headline,
        "tables": results.tables,
        "seal": seal(period),
    }
    return render(request, "skm/office.html", context)


@require_safe
def open_data(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The figures of one period as CSV, without small groups."""
    periods = _periods(slug)
    period = next((one for one in periods if one.pk == pk), None)
    if period is None:
        raise Http404
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEAD)
    for line in results_of(period, published=periods, now=timezone.now()).lines:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in line])
    headers = {
        "Content-Disposition": f'attachment; filename="ikm-{slug}-{pk}.csv"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _periods(slug: str) -> list[SurveyPeriod]:
    """The published periods of that office; 404 without any."""
    agency = get_object_or_404(Agency.objects.active(), slug=slug)
    found = published_of(agency, today=timezone.now().astimezone(agency.zone).date())
    if not found:
        raise Http404
    return found


def _named(periods: list[SurveyPeriod], code: str) -> SurveyPeriod:
    return next((one for one in periods if str(one.pk) == code), periods[0])
