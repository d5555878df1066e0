"""Pages of results besides those of the surveys app: they need charts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from services import access
from services.access import Action
from siwhapik.reports.sheets import Table
from siwhapik.skm.added import added_tables
from siwhapik.skm.groups import FACETS, tables_of
from surveys import adding, frozen
from surveys.forms import RangeForm
from surveys.models import Facet
from surveys.reading import read_once
from surveys.views.chosen import Chosen, of_office, office_of, offices_of
from tickets.desk.base import Refused
from tickets.views.guard import staff_of, staff_page


@staff_page
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """One office's results by profile, hour and number; 404 without the right to its index."""
    staff = staff_of(request)
    with read_once(Facet.WHOLE, *FACETS):
        chosen = of_office(request, staff, office_of(request, offices_of(staff)))
        tables = tables_of(chosen)
    return render(request, "skm/groups.html", _context(chosen, tables))


@staff_page
@require_safe
def added(request: HttpRequest) -> HttpResponse:
    """Answers to one office's own questions; 404 for who must not learn what single citizens answered."""
    staff = staff_of(request)
    chosen = of_office(request, staff, office_of(request, offices_of(staff)))
    if chosen.guarded:
        raise Http404
    dates = chosen.dates
    closed = frozen.snapshot_of(dates.frozen_id) if dates.frozen_id is not None else None
    tables = added_tables(
        chosen.agency,
        days=(dates.starts, dates.ends),
        until=closed.at if closed is not None else None,
    )
    context = _context(chosen, tables)
    manages = access.can(staff, Action.MANAGE_CATALOGUE, chosen.agency)
    context["may_add"] = manages and chosen.agency.is_active
    context["ready"] = adding.not_asked(chosen.agency) if context["may_add"] else []
    return render(request, "skm/added.html", context)


@staff_page
@require_POST
def ask_ready(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One click: this ready question is asked from now on."""
    staff = staff_of(request)
    mine = access.agencies_where(staff, Action.MANAGE_CATALOGUE).active()
    agency = get_object_or_404(mine, pk=pk)
    if code not in {one.code for one in adding.READY}:
        raise Http404
    try:
        question = adding.ask_ready(agency, code, by=staff)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Mulai ditanyakan dalam survei: {question.question}")
    return redirect(f"{reverse('skm:added')}?instansi={agency.slug}")


def _context(chosen: Chosen, tables: list[Table]) -> dict[str, Any]:
    return {
        "chosen": chosen,
        "agency": chosen.agency,
        "dates": chosen.dates,
        "form": RangeForm(chosen.offered, shown=chosen.dates, agency=chosen.agency),
        "tables": tables,
    }
