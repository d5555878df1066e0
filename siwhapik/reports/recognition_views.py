"""The page on which the admin of an office chooses the criteria for recognition."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action, agencies_where
from services.models import RecognitionChoice
from siwhapik.reports.recognition import criteria_of
from siwhapik.reports.recognition_form import RecognitionForm
from tickets.models import QueueVersion
from tickets.views.guard import posted, staff_of, staff_page

_SHOWN = 20  # of the changes


@staff_page
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows and changes what counts; each change stays with who made it and when."""
    staff = staff_of(request)
    agency = get_object_or_404(agencies_where(staff, Action.MANAGE_STAFF), slug=slug)
    rows = list(RecognitionChoice.objects.history(agency)[:_SHOWN])
    now = criteria_of(rows[0] if rows else None)
    form = RecognitionForm(posted(request), chosen=now)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        if chosen != now:
            with transaction.atomic():
                RecognitionChoice.objects.create(
                    agency=agency,
                    criteria=[one._asdict() for one in chosen],
                    by=staff,
                    at=timezone.now(),
                )
                # The report that shows it is drawn anew (siwhapik.drawn_content).
                QueueVersion.bump_after_commit(agency.pk)
        messages.success(request, "Kriteria penghargaan tersimpan.")
        return redirect("reports:recognition", slug=agency.slug)
    history = [
        (
            row,
            [one.sentence() for one in criteria_of(row)],
            f"{row.at.astimezone(agency.zone):%d-%m-%Y %H.%M}",
        )
        for row in rows
    ]
    context = {"form": form, "agency": agency, "history": history}
    return render(request, "reports/recognition.html", context, status=422 if form.errors else 200)
