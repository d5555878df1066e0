"""What people wrote about an office, by theme."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from services import access
from services.access import Action
from services.models import Staff
from surveys import recommending, remarking
from surveys.forms import RangeForm
from surveys.models import Response
from surveys.themes import names
from surveys.theming import Remark, Remarks, correct, remarks
from surveys.views.chosen import Chosen, of_office, office_of, offices_of
from tickets.desk.base import Refused
from tickets.views.guard import staff_of, staff_page

PAGE = 50
# Parameters of the list, by which field of a correction brings them back; its "tema" are those that were ticked.
_HIDDEN = {name: name for name in ("instansi", "periode", "kuesioner", "hal")} | {"tema": "dari"}


@staff_page
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """One office's remarks; 404 for who may not read them."""
    staff = staff_of(request)
    chosen = _chosen(request, staff)
    found = remarks(chosen.agency, dates=chosen.dates, reader=staff)
    theme = request.GET.get("tema", "")
    theme = theme if theme in names() else ""
    page = Paginator(found.about(theme), PAGE).get_page(request.GET.get("hal"))
    context = {
        "agency": chosen.agency,
        "dates": chosen.dates,
        "query": chosen.query,
        "form": RangeForm(chosen.offered, shown=chosen.dates, agency=chosen.agency),
        "themes": _links(found, chosen, theme),
        "theme": names().get(theme, ""),
        "rows": _rows(list(page), chosen, staff),
        "cut": found.cut,
        "next_url": _url(chosen, theme, page.number + 1) if page.has_next() else "",
        "first_url": _url(chosen, theme) if page.number > 1 else "",
        "hidden": {**chosen.kept, "hal": str(page.number), "dari": theme},
    }
    return render(request, "surveys/comments.html", context)


@staff_page
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the themes that were ticked, and go back to the list."""
    staff = staff_of(request)
    offices = access.agencies_where(staff, Action.SEE_COMMENTS)
    response = get_object_or_404(Response.objects.filter(agency__in=offices), pk=pk)
    try:
        correct(response, themes=request.POST.getlist("tema"), by=staff, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Tema disimpan.")
    asked = {name: request.POST.get(shown, "") for name, shown in _HIDDEN.items()}
    kept = urlencode({name: value for name, value in asked.items() if value})
    return redirect(f"{reverse('surveys:comments')}?{kept}#saran-{response.pk}")


def _chosen(request: HttpRequest, staff: Staff) -> Chosen:
    agency = office_of(request, offices_of(staff))
    if not access.can(staff, Action.SEE_COMMENTS, agency):
        raise Http404
    return of_office(request, staff, agency)


def _links(found: Remarks, chosen: Chosen, theme: str) -> list[dict[str, Any]]:
    """A link for each theme that some remark has, and one for all."""
    every = {"name": "Semua", "count": len(found.every), "url": _url(chosen), "here": not theme}
    return [every] + [
        {"name": names()[key], "count": count, "url": _url(chosen, key), "here": key == theme}
        for key, count in found.counts.items()
    ]


def _rows(page: list[Remark], chosen: Chosen, staff: Staff) -> list[dict[str, Any]]:
    links = _recommending(page, chosen, staff)
    return [_row(one) | {"recommend_url": links.get(one.pk, "")} for one in page]


def _row(one: Remark) -> dict[str, Any]:
    choices = [(key, name, key in one.themes) for key, name in names().items()]
    return {"remark": one, "themes": [names()[key] for key in one.themes], "choices": choices}


def _recommending(page: list[Remark], chosen: Chosen, staff: Staff) -> dict[int, str]:
    """The address of a recommendation for each remark that may be chosen, for who opened the period's results."""
    period = chosen.period
    if period is None or not access.can(staff, Action.RECOMMEND, chosen.agency):
        return {}
    if not recommending.has_opened(period, staff):
        return {}
    form = reverse("surveys:recommend", args=[period.pk])
    found = remarking.choosable_keys(period, staff, [one.pk for one in page])
    return {pk: f"{form}?{urlencode({'saran': pk})}" for pk in found}


def _url(chosen: Chosen, theme: str = "", page: int = 1) -> str:
    asked = {**chosen.kept, "tema": theme, "hal": str(page) if page > 1 else ""}
    return f"{reverse('surveys:comments')}?{urlencode({k: v for k, v in asked.items() if v})}"
