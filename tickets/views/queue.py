"""The queue: what to do next, on top; it tells a page that polls when something changed."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from services import access
from services.access import Action
from services.models import Staff
from tickets.filters import SOON, VIEWS, TicketFilter, narrow
from tickets.models import QueueVersion, Ticket
from tickets.models.ticket import TicketQuerySet
from tickets.views.guard import staff_of, staff_page
from tickets.views.rows import FIELDS, row_of

PAGE_SIZE = 50
# A bump that was lost is made up for by then.
HEALS_AFTER = 60
COUNTS_HOLD = 15
CURSOR = "sesudah"
# Filters behind "Saringan lain".
MORE = tuple(name for name in TicketFilter.base_filters if name not in ("tampilan", "q", "status"))


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the queue with the number of tickets in it."""

    key: str
    label: str
    url: str
    current: bool
    count: int | None
    tone: str = ""


@staff_page
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The page /antrean/."""
    now, staff = timezone.now(), staff_of(request)
    if not access.can(staff, Action.READ_TICKET):
        return render(request, "tickets/no_queue.html", status=200)
    shows_more = any(request.GET.get(name) for name in (*MORE, "saringan"))
    context = {
        **_listing(request, staff=staff, now=now),
        "view": request.GET.get("tampilan", ""),
        "states": request.GET.getlist("status"),
        "q": request.GET.get("q", ""),
        "more": _more_filters(request, staff) if shows_more else None,
        "more_url": f"{reverse('tickets:queue-filters')}?{request.GET.urlencode()}",
        "can_register": access.can(staff, Action.REGISTER_WALK_IN),
    }
    return render(request, "tickets/queue.html", context)


@staff_page
@require_GET
def filters(request: HttpRequest) -> HttpResponse:
    """The further filters; fetched when they are opened, for few need them and forms are dear."""
    staff = staff_of(request)
    if not access.can(staff, Action.READ_TICKET):
        raise Http404
    context = {"more": _more_filters(request, staff)}
    return render(request, "tickets/_queue_more.html", context)


@staff_page
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """The rows and counts anew, or 304: the versions are compared before anything is rendered."""
    now, staff = timezone.now(), staff_of(request)
    if not access.can(staff, Action.READ_TICKET):
        raise Http404
    etag = _etag(request, staff=staff, now=now)
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        context = _listing(request, staff=staff, now=now)
        response = render(request, "tickets/_queue_list.html", context)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _more_filters(request: HttpRequest, staff: Staff) -> list[BoundField]:
    form = TicketFilter(request.GET, staff=staff, queryset=Ticket.objects.none()).form
    form.is_valid()
    return [form[name] for name in MORE]


def _listing(request: HttpRequest, *, staff: Staff, now: dt.datetime) -> dict[str, Any]:
    visible = Ticket.objects.visible_to(staff)
    found = narrow(visible, data=request.GET, staff=staff)
    cursor = request.GET.get(CURSOR, "")
    rows, next_cursor = _page(found.tickets, cursor=cursor, is_history=found.is_history)
    query = request.GET.copy()
    query.pop(CURSOR, None)
    first = query.urlencode()
    query[CURSOR] = next_cursor
    return {
        "rows": [row_of(values, staff_id=staff.pk, now=now) for values in rows],
        "tabs": _tabs(request, counts=_counts(visible, staff=staff, now=now)),
        "is_filtered": bool(first),
        "notice": found.notice,
        "poll_url": f"{reverse('tickets:queue-changes')}?{request.GET.urlencode()}",
        "first_url": f"?{first}" if request.GET.get(CURSOR) else "",
        "next_url": f"?{query.urlencode()}" if next_cursor else "",
        "words": f"{len(rows)} tiket di halaman ini",
    }


def _page(
    found: TicketQuerySet, *, cursor: str, is_history: bool
) -> tuple[list[dict[str, Any]], str]:
    """One page by keyset: open tickets by time left, history by the newest register first."""
    if is_history:
        found = found.order_by("-pk")
        if cursor.isascii() and cursor.isdigit():
            found = found.filter(pk__lt=int(cursor[:18]))
    else:
        found = found.order_by("sort_due_at", "pk")
        due, _, pk = cursor.partition("-")
        is_ours = cursor.isascii() and due.isdigit() and pk.isdigit()
        if is_ours and len(due) < 18 and len(pk) < 18:
            at = dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(microseconds=int(due))
            after = Q(sort_due_at__gt=at) | Q(sort_due_at=at, pk__gt=int(pk))
            found = found.filter(after, sort_due_at__gte=at)
    rows = list(found.values(*FIELDS)[: PAGE_SIZE + 1])
    if len(rows) <= PAGE_SIZE:
        return rows, ""
    last = rows[PAGE_SIZE - 1]
    if is_history:
        return rows[:PAGE_SIZE], str(last["pk"])
    epoch = dt.datetime.fromtimestamp(0, dt.UTC)
    micros = (last["sort_due_at"] - epoch) // dt.timedelta(microseconds=1)
    return rows[:PAGE_SIZE], f"{micros}-{last['pk']}"


def _counts(visible: TicketQuerySet, *, staff: Staff, now: dt.datetime) -> dict[str, int]:
    """How many open tickets each tab holds: one query over the partial index, kept a moment."""
    versions = _versions(staff)
    key = f"queue-counts:{staff.pk}:{_digest(versions, _rights(staff))}:{_tick(now, COUNTS_HOLD)}"
    if (kept := cache.get(key)) is not None:
        return dict(kept)
    running = Q(paused_since__isnull=True)
    counts = visible.open().aggregate(
        semua=Count("pk"),
        saya=Count("pk", filter=Q(assignee=staff)),
        bebas=Count("pk", filter=Q(assignee__isnull=True)),
        segera=Count("pk", filter=running & Q(sort_due_at__gte=now, sort_due_at__lt=now + SOON)),
        lewat=Count("pk", filter=running & Q(sort_due_at__lt=now)),
        **{
            f"status_{state}": Count("pk", filter=Q(state=state))
            for state in ("intake", "new", "in_progress", "waiting_citizen", "waiting_other")
        },
    )
    # A message may fail after its ticket was resolved, so these are counted in every state.
    counts["gangguan"] = visible.filter(has_trouble=True).count()
    cache.set(key, counts, COUNTS_HOLD)
    return counts


def _tabs(request: HttpRequest, *, counts: dict[str, int]) -> dict[str, list[Tab]]:
    view, states = request.GET.get("tampilan", ""), request.GET.getlist("status")
    tones = {"lewat": "danger", "gangguan": "danger"}
    views = [
        Tab(
            key=key or "semua",
            label=label,
            url=f"?tampilan={key}" if key else "?",
            current=view == key and not states,
            count=counts.get(key or "semua"),
            tone=tones.get(key, ""),
        )
        for key, label in VIEWS
    ]
    by_state = [
        Tab(
            key=f"status_{state}",
            label=str(label),
            url=f"?status={state}",
            current=states == [state],
            count=counts[f"status_{state}"],
        )
        for state, label in Ticket.State.choices
        if f"status_{state}" in counts
    ]
    return {"views": views, "states": by_state}


def _etag(request: HttpRequest, *, staff: Staff, now: dt.datetime) -> str:
    parts = (staff.pk, _versions(staff), _rights(staff), request.GET.urlencode())
    return f'W/"{_digest(*parts, _tick(now, HEALS_AFTER))}"'


def _versions(staff: Staff) -> list[tuple[int, int]]:
    agencies = [one.agency_id for one in staff.memberships_now() if one.agency_id]
    rows = QueueVersion.objects.filter(agency_id__in=agencies).order_by("agency_id")
    return list(rows.values_list("agency_id", "version"))


def _rights(staff: Staff) -> list[tuple[str, int | None, list[int]]]:
    return [(one.role, one.agency_id, sorted(one.service_ids)) for one in staff.memberships_now()]


def _tick(now: dt.datetime, seconds: int) -> int:
    return int(now.timestamp()) // seconds


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()
