"""The pages on which an office writes down what it counted at its counter, and how long its matters took
before Si Whapik: of a year, or of single months; each line says who wrote it and when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action, agencies_where
from siwhapik.dashboard.views import today_at
from siwhapik.reports.baseline_form import BaselineForm
from siwhapik.reports.by_hand_form import ByHandForm, month_words
from siwhapik.reports.by_hand_keeping import keep
from siwhapik.reports.former import lengths
from siwhapik.reports.former_form import FormerTimeForm
from tickets.models import Baseline, FormerTime
from tickets.views.guard import posted, staff_of, staff_page

# What the page shows of a row besides what all such rows have; in the order of the rows.
More = Callable[[Sequence[Any]], list[dict[str, Any]]]


@staff_page
@require_http_methods(["GET", "POST"])
def baseline(request: HttpRequest) -> HttpResponse:
    """How many came to the counter and stand in no ticket."""
    return _page(request, "baseline", form_class=BaselineForm, more=_use)


@staff_page
@require_http_methods(["GET", "POST"])
def former(request: HttpRequest) -> HttpResponse:
    """How long matters took."""
    return _page(request, "former", form_class=FormerTimeForm, more=_lengths)


def _page(
    request: HttpRequest, name: str, *, form_class: type[ByHandForm], more: More
) -> HttpResponse:
    """The form and what was written before; `name`: of the address and of the template."""
    staff = staff_of(request)
    offices = list(agencies_where(staff, Action.KEEP_BASELINE))
    if not offices:
        raise PermissionDenied
    now = timezone.now()
    form = form_class(posted(request), offices=offices, today=today_at(offices, now))
    if request.method == "POST" and form.is_valid():
        messages.success(request, form.kept_words(*keep(form.given, by=staff, now=now)))
        return redirect(f"reports:{name}")
    found = form.kind.objects.filter(agency__in=offices)
    rows: list[Any] = list(found.select_related("agency", "entered_by"))
    told = [
        {"row": row, "month": month_words(row.month), **also}
        for row, also in zip(rows, more(rows), strict=True)
    ]
    context = {"form": form, "rows": told, "several": len(offices) > 1}
    return render(request, f"reports/{name}.html", context, status=422 if form.errors else 200)


def _use(rows: Sequence[Baseline]) -> list[dict[str, Any]]:
    """Where single months of a year are known, the number of the whole year is not used."""
    by_month = {(row.agency_id, row.year) for row in rows if row.month}
    return [{"unused": not row.month and (row.agency_id, row.year) in by_month} for row in rows]


def _lengths(rows: Sequence[FormerTime]) -> list[dict[str, Any]]:
    return [dict(zip(("first", "done"), lengths(row), strict=True)) for row in rows]
