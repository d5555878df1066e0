"""Views of the queue that were kept, with counts; fetched beside the queue, so that it asks no more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.core.cache import cache
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from services import access
from services.access import Action
from services.models import Staff
from tickets.models import SavedView, Ticket
from tickets.narrowing import narrow
from tickets.saved_view_forms import SavedViewForm, kept_of
from tickets.views.guard import staff_of, staff_page
from tickets.views.tabs import COUNTS_HOLD, tick, version_for

MOST_COUNTED = 999  # no list is counted through the whole history


@dataclass(frozen=True, slots=True)
class Shown:
    """One view as it stands above the queue."""

    pk: int
    name: str
    url: str
    count: str
    is_current: bool
    is_shared: bool
    may_delete: bool


@staff_page
@require_GET
def saved_views(request: HttpRequest) -> HttpResponse:
    """The bar over the queue; a page of its own without JavaScript."""
    staff, now = _reader(request), timezone.now()
    query = kept_of(request.GET.urlencode())
    form = SavedViewForm(staff=staff, initial={"query": query})
    context = {"views": _shown(staff, query, now), "form": form, "can_save": bool(query)}
    part = bool(request.headers.get("HX-Request"))
    template = "tickets/_saved_views.html" if part else "tickets/saved_views.html"
    return render(request, template, context)


@staff_page
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    staff = _reader(request)
    form = SavedViewForm(request.POST, staff=staff)
    if not form.is_valid():
        views = _shown(staff, "", timezone.now())
        context = {"views": views, "form": form, "can_save": True}
        return render(request, "tickets/saved_views.html", context, status=422)
    SavedView.objects.create(owner=staff, **form.cleaned_data)
    messages.success(request, f"Tampilan {form.cleaned_data['name']} disimpan.")
    return redirect(f"{reverse('tickets:queue')}?{form.cleaned_data['query']}")


@staff_page
@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own, or one that is shared with an office of which one is a supervisor."""
    staff = _reader(request)
    mine = Q(owner=staff) | Q(agency__in=access.agencies_where(staff, Action.ASSIGN))
    view = get_object_or_404(SavedView.objects.filter(mine), pk=pk)
    view.delete()
    messages.success(request, f"Tampilan {view.name} dihapus.")
    return redirect("tickets:queue")


def _reader(request: HttpRequest) -> Staff:
    staff = staff_of(request)
    if not access.can(staff, Action.READ_TICKET):
        raise Http404
    return staff


def _shown(staff: Staff, query: str, now: dt.datetime) -> list[Shown]:
    supervised = {one.pk for one in access.agencies_where(staff, Action.ASSIGN)}
    views = list(SavedView.objects.for_reader(staff))
    counts = _counts(views, staff, now)
    return [
        Shown(
            pk=one.pk,
            name=one.name,
            url=f"{reverse('tickets:queue')}?{one.query}",
            count=counts[one.pk],
            is_current=one.query == query,
            is_shared=one.agency_id is not None,
            may_delete=one.owner_id == staff.pk or one.agency_id in supervised,
        )
        for one in views
    ]


def _counts(views: list[SavedView], staff: Staff, now: dt.datetime) -> dict[int, str]:
    """Kept as long as nothing changes in the queue, a quarter of a minute at most."""
    key = f"saved-views:{version_for(staff)}:{tick(now, COUNTS_HOLD)}"
    kept: dict[int, str] = cache.get(key) or {}
    for one in views:
        if one.pk not in kept:
            kept[one.pk] = _count(one, staff)
    cache.set(key, kept, COUNTS_HOLD)
    return kept


def _count(view: SavedView, staff: Staff) -> str:
    visible = Ticket.objects.visible_to(staff)
    found = narrow(visible, data=QueryDict(view.query), staff=staff).tickets
    count = found.order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
