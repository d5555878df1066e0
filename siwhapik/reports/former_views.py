"""The page on which an office writes down how long its matters took before Si Whapik."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action, agencies_where
from siwhapik.dashboard.views import today_at
from siwhapik.reports.baseline_form import month_words
from siwhapik.reports.former import lengths
from siwhapik.reports.former_form import FormerTimeForm, kept_words
from siwhapik.reports.former_keeping import keep_former
from tickets.models import FormerTime
from tickets.views.guard import posted, staff_of, staff_page


@staff_page
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """A year, or single months; each line says who wrote it and when."""
    staff = staff_of(request)
    offices = list(agencies_where(staff, Action.KEEP_BASELINE))
    if not offices:
        raise PermissionDenied
    now = timezone.now()
    form = FormerTimeForm(posted(request), offices=offices, today=today_at(offices, now))
    if request.method == "POST" and form.is_valid():
        former = form.former
        before = keep_former(former, by=staff, now=now)
        span = f"{month_words(former.month)} {former.year}"
        messages.success(request, kept_words(former, span=span, before=before))
        return redirect("reports:former")
    rows = FormerTime.objects.filter(agency__in=offices).select_related("agency", "entered_by")
    told = [(row, month_words(row.month), *lengths(row)) for row in rows]
    context = {"form": form, "rows": told, "several": len(offices) > 1}
    return render(request, "reports/former.html", context, status=422 if form.errors else 200)
