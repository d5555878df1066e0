"""Pages of results besides those of the surveys app: they need charts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from siwhapik.skm.groups import FACETS, tables_of
from surveys.forms import RangeForm
from surveys.models import Facet
from surveys.reading import read_once
from surveys.views.chosen import of_office, office_of, offices_of
from tickets.views.guard import staff_of, staff_page


@staff_page
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """One office's results by profile, hour and number; 404 without the right to its index."""
    staff = staff_of(request)
    with read_once(Facet.WHOLE, *FACETS):
        chosen = of_office(request, staff, office_of(request, offices_of(staff)))
        tables = tables_of(chosen)
    context = {
        "chosen": chosen,
        "agency": chosen.agency,
        "dates": chosen.dates,
        "form": RangeForm(chosen.offered, shown=chosen.dates, agency=chosen.agency),
        "tables": tables,
    }
    return render(request, "skm/groups.html", context)
