"""All tickets that match what the queue shows now, not those of its first page alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from services import access
from services.access import Action
from services.models import Staff
from tickets import bulk
from tickets.finding.search import GROUPS, Wanted, find
from tickets.models import Ticket
from tickets.narrowing import narrow
from tickets.views import asked
from tickets.views.guard import staff_of, staff_page
from tickets.views.search_results import GROUP, after, groups_of


@staff_page
@require_GET
def matching(request: HttpRequest) -> JsonResponse:
    """{"keys": [...], "more": whether there are more than a job takes}, in the queue's order."""
    staff = staff_of(request)
    if not access.can(staff, Action.TAKE):
        raise Http404
    keys = matching_keys(request, staff=staff, now=timezone.now())
    return JsonResponse({"keys": keys[: bulk.MOST], "more": len(keys) > bulk.MOST})


def matching_keys(request: HttpRequest, *, staff: Staff, now: dt.datetime) -> list[int]:
    """The tickets (by id) of the queue's address, one more than a job takes at most."""
    visible, data = Ticket.objects.visible_to(staff), asked.read(request)
    found = narrow(visible, data=data, staff=staff)
    if typed := data.get(asked.TEXT, "").strip():
        group = request.GET.get(GROUP, "")
        wanted = Wanted(
            typed=typed,
            tickets=found.tickets,
            reader=staff,
            now=now,
            group=group if group in GROUPS else "",
        )
        keys = _searched(wanted)
        mine = set(visible.filter(pk__in=keys).values_list("pk", flat=True))
        return [key for key in keys if key in mine]
    first = () if found.order.startswith("-") else ("-is_urgent",)
    ordered = found.tickets.order_by(*first, found.order, "pk")
    return list(ordered.values_list("pk", flat=True)[: bulk.MOST + 1])


def _searched(wanted: Wanted) -> list[int]:
    """Page by page what a search shows: a look alike at an entry may turn out to be no hit."""
    heads = access.offices_headed(wanted.reader)
    shown = groups_of(find(wanted), wanted, heads=heads)
    keys: dict[int, None] = {}
    for group in shown:
        page = replace(wanted, group=group.key)
        while len(keys) <= bulk.MOST:
            groups = groups_of(find(page), page, heads=heads)
            if not groups:
                break
            keys |= dict.fromkeys(one.hit.ticket for one in groups[0].found)
            if not groups[0].more:
                break
            page = replace(page, after=after(groups[0].cursor))
    return list(keys)[: bulk.MOST + 1]
