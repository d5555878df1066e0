"""The page on which the admin of an office chooses the criteria for recognition."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action, agencies_where
from services.models import Agency, RecognitionChoice
from siwhapik.reports.recognition import criteria_of
from siwhapik.reports.recognition_choosing import choose_criteria
from siwhapik.reports.recognition_form import RecognitionForm
from tickets.views.guard import posted, staff_of, staff_page

_SHOWN = 20  # of the changes


@staff_page
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows and changes what counts; each change stays with who made it and when."""
    staff = staff_of(request)
    agency = get_object_or_404(agencies_where(staff, Action.MANAGE_STAFF), slug=slug)
    rows = list(RecognitionChoice.objects.history(agency)[:_SHOWN])
    form = RecognitionForm(posted(request), chosen=criteria_of(rows[0] if rows else None))
    if request.method == "POST" and form.is_valid():
        choose_criteria(agency, form.chosen(), by=staff, now=timezone.now())
        messages.success(request, "Kriteria penghargaan tersimpan.")
        return redirect("reports:recognition", slug=agency.slug)
    history = [_told(row, agency) for row in rows]
    context = {"form": form, "agency": agency, "history": history}
    return render(request, "reports/recognition.html", context, status=422 if form.errors else 200)


def _told(row: RecognitionChoice, agency: Agency) -> tuple[RecognitionChoice, list[str], str]:
    """A change with its criteria in words and its moment in the office's time."""
    criteria = [one.sentence() for one in criteria_of(row)]
    return row, criteria, f"{row.at.astimezone(agency.zone):%d-%m-%Y %H.%M}"
