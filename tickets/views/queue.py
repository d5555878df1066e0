"""The queue, most urgent first; a polling page learns when something changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.core.cache import caches
from django.db.models import Q
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from services import access
from services.access import Action
from services.models import Staff
from tickets.filters import (
    ABOUT_STAFF,
    ANONYMOUS,
    TO_COLLECT,
    UNANSWERED,
    TicketFilter,
)
from tickets.finding.search import GROUPS, Wanted
from tickets.models import Ticket
from tickets.models.ticket_queryset import TicketQuerySet
from tickets.narrowing import Narrowed, narrow
from tickets.views import asked, bulk, own_tasks
from tickets.views.guard import staff_of, staff_page
from tickets.views.links import page_link
from tickets.views.rows import FIELDS, Reader, list_of, row_of
from tickets.views.search_results import CURSOR, GROUP, after, found_in, with_parameter
from tickets.views.tabs import bar_of, counts_of, digest, tabs_of, tick, version_for, views_for
from tickets.views.unread import news_html

PAGE_SIZE = 50
# After so many seconds a poll gets a full answer, in case a bump was lost.
HEALS_AFTER = 60
_URGENT = "darurat-"  # begins the cursor of a page that ended among the emergencies
_EPOCH, _MICROSECOND = dt.datetime.fromtimestamp(0, dt.UTC), dt.timedelta(microseconds=1)
# The texts of empty views.
EMPTY = {
    UNANSWERED: (
        "Semua pesan sudah dibalas",
        "Di sini muncul tiket yang pesan atau berkas terakhirnya dari pemohon dan belum dijawab "
        "kantor, juga bila sudah dibaca, selesai, atau waktunya dijeda.",
    ),
    TO_COLLECT: (
        "Tidak ada hasil yang menunggu diambil",
        "Di sini muncul tiket yang hasilnya dinyatakan siap diambil, juga bila harinya sudah lewat.",
    ),
    ANONYMOUS: (
        "Belum ada identitas yang dirahasiakan",
        "Di sini muncul tiket yang pemohonnya minta nama dan nomornya dirahasiakan.",
    ),
    ABOUT_STAFF: (
        "Belum ada pengaduan tentang petugas",
        "Di sini muncul pengaduan warga tentang petugas kantor ini.",
    ),
}
FORGOTTEN = "Pencarian ini sudah tidak tersimpan. Ketik lagi yang dicari."
NOTHING_HERE = ("Tidak ada tiket di tampilan ini", "Tiket lain mungkin ada di tampilan sebelahnya.")
# Filters that are shown only where a link of the dashboard used one.
ON_ARRIVAL = ("tempo_dari", "tempo_sampai")
MORE = tuple(name for name in TicketFilter.base_filters if name not in ("tampilan", "q", "status"))


@staff_page
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The page /antrean/."""
    now, staff = timezone.now(), staff_of(request)
    if not access.can(staff, Action.READ_TICKET):
        return render(request, "tickets/no_queue.html", status=200)
    if asked.personal(request):
        return redirect(f"{request.path}?{_address(request, request.GET)}")
    shows_more = any(request.GET.get(name) for name in (*MORE, "saringan"))
    context = {
        "list": _list(request, staff=staff, version=version_for(staff), now=now),
        "poll_url": f"{page_link('queue-changes')}?{request.GET.urlencode()}",
        "is_filtered": bool(_without_cursor(request).urlencode()),
        "view": request.GET.get("tampilan", ""),
        "states": request.GET.getlist("status"),
        "q": asked.read(request).get(asked.TEXT, ""),
        "more": _more_filters(request, staff) if shows_more else None,
        "more_url": f"{page_link('queue-filters')}?{request.GET.urlencode()}",
        "search_url": page_link("search"),
        "alike_url": page_link("bulk-alike"),
        "register_url": page_link("walk-in"),
        "saved_url": f"{page_link('saved-views')}?{request.GET.urlencode()}",
        "can_register": access.can(staff, Action.REGISTER_WALK_IN),
        "outages_url": page_link("outages") if access.can(staff, Action.RECORD_OUTAGE) else "",
        "offers": bulk.offered(staff),
        "asked_for": [(name, one) for name, values in request.GET.lists() for one in values],
    }
    return render(request, "tickets/queue.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Keeps what was typed out of the address, and goes to the list (GET: after a log-in)."""
    address = _address(request, request.POST)
    return redirect(f"{page_link('queue')}{'?' if address else ''}{address}")


def _address(request: HttpRequest, given: QueryDict) -> str:
    """The parameters of the list, with a key for a text that may be personal."""
    query = QueryDict(mutable=True)
    for name in (*TicketFilter.base_filters, GROUP):
        if values := [value for value in given.getlist(name) if value and name != asked.TEXT]:
            query.setlist(name, values)
    name, value = asked.kept(request, given.get(asked.TEXT, ""))
    if value:
        query[name] = value
    return query.urlencode()


@staff_page
@require_GET
def filters(request: HttpRequest) -> HttpResponse:
    """The further filters; fetched when opened: few officers need them, and forms are slow."""
    staff = staff_of(request)
    if not access.can(staff, Action.READ_TICKET):
        raise Http404
    context = {"more": _more_filters(request, staff)}
    return render(request, "tickets/_queue_more.html", context)


@staff_page
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """The present rows and counts, or 304: versions are compared before anything is rendered."""
    now, staff = timezone.now(), staff_of(request)
    if not access.can(staff, Action.READ_TICKET):
        raise Http404
    version = version_for(staff)
    etag = _etag(request, version=version, now=now)
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        listed = _list(request, staff=staff, version=version, now=now)
        response = HttpResponse(listed + news_html(staff))
    response["ETag"] = etag
    return response


def _more_filters(request: HttpRequest, staff: Staff) -> list[BoundField]:
    form = TicketFilter(request.GET, staff=staff, queryset=Ticket.objects.none()).form
    form.is_valid()
    return [form[name] for name in MORE if name not in ON_ARRIVAL or request.GET.get(name)]


def _list(request: HttpRequest, *, staff: Staff, version: str, now: dt.datetime) -> str:
    """Tabs and rows as HTML; cached in this process for as long as a poll would get 304.

    `version` was read first, so the HTML cached under it is never older than it.
    """
    pages, key = caches["pages"], _etag(request, version=version, now=now)
    kept: str | None = pages.get(key)
    if kept is None:
        context = _listing(request, staff=staff, version=version, now=now)
        kept = render_to_string("tickets/_queue_list.html", context)
        pages.set(key, kept, HEALS_AFTER)
    return kept


def _without_cursor(request: HttpRequest) -> QueryDict:
    query = request.GET.copy()
    query.pop(CURSOR, None)
    return query


def _listing(
    request: HttpRequest, *, staff: Staff, version: str, now: dt.datetime
) -> dict[str, Any]:
    visible, data = Ticket.objects.visible_to(staff), asked.read(request)
    found = narrow(visible, data=data, staff=staff)
    cursor = request.GET.get(CURSOR, "")
    counts = counts_of(visible, staff=staff, version=version, now=now)
    tabs = tabs_of(data, counts=counts, views_shown=views_for(staff))
    query = _without_cursor(request)
    first, is_view = query.urlencode(), set(query) == {"tampilan"}
    shown: dict[str, Any]
    if typed := data.get(asked.TEXT, "").strip():
        wanted = Wanted(
            typed=typed,
            tickets=found.tickets,
            reader=staff,
            now=now,
            group=_group(request),
            after=after(cursor),
        )
        shown = found_in(wanted, reader=_reader(staff), query=query)
    else:
        shown = _unsearched(found, cursor=cursor, staff=staff, now=now, query=query)
    notices = [found.notice, shown.pop("notice", "")]
    if asked.is_forgotten(request, data):
        notices.append(FORGOTTEN)
    return {
        **shown,
        "tabs": tabs,
        "tab_bars": [bar_of(tabs["views"], "Tampilan antrean"), bar_of(tabs["states"], "Status")],
        "label_bar": bar_of(tabs["labels"], "Label") if tabs["labels"] else "",
        "is_filtered": bool(first),
        "is_view": is_view,
        "empty": EMPTY.get(request.GET.get("tampilan", ""), NOTHING_HERE),
        "notice": " ".join(filter(None, notices)),
        "first_url": f"?{first}" if request.GET.get(CURSOR) else "",
    }


def _reader(staff: Staff) -> Reader:
    heads = frozenset(access.offices_headed(staff))
    return Reader(pk=staff.pk, heads=heads, picks=access.can(staff, Action.TAKE))


def _unsearched(
    found: Narrowed, *, cursor: str, staff: Staff, now: dt.datetime, query: QueryDict
) -> dict[str, Any]:
    view = query.get("tampilan", "")
    reader = replace(_reader(staff), notes=own_tasks.asides(view, staff, now=now))
    rest = own_tasks.apart(found, view=view, staff=staff)
    shown = _rows(rest, cursor=cursor, reader=reader, now=now, query=query)
    if view != own_tasks.MINE or cursor:
        return shown
    return own_tasks.with_reminders(shown, found, reader=reader, staff=staff, now=now)


def _group(request: HttpRequest) -> str:
    group = request.GET.get(GROUP, "")
    return group if group in GROUPS else ""


def _rows(
    found: Narrowed, *, cursor: str, reader: Reader, now: dt.datetime, query: QueryDict
) -> dict[str, Any]:
    """A page of the list as it stands."""
    rows, next_cursor = _page(found.tickets, cursor=cursor, order=found.order)
    notes = reader.notes
    prepared = [
        row_of(values, reader=reader, now=now, why=notes.get(values["pk"], "")) for values in rows
    ]
    return {
        "rows": prepared,
        "list": list_of(prepared),
        "next_url": with_parameter(query, CURSOR, next_cursor) if next_cursor else "",
        "words": f"{len(rows)} tiket di halaman ini",
    }


def _page(found: TicketQuerySet, *, cursor: str, order: str) -> tuple[list[dict[str, Any]], str]:
    """One page by keyset; `order` is a field, with "-" before it the newest first.

    Where the earliest comes first, emergencies come before all others.
    """
    rows = list(_after(found, cursor, order).values(*FIELDS)[: PAGE_SIZE + 1])
    if len(rows) <= PAGE_SIZE:
        return rows, ""
    last = rows[PAGE_SIZE - 1]
    if order == "-pk":
        return rows[:PAGE_SIZE], str(last["pk"])
    micros = ((last[order.removeprefix("-")] or _EPOCH) - _EPOCH) // _MICROSECOND
    urgent = _URGENT if last["is_urgent"] and not order.startswith("-") else ""
    return rows[:PAGE_SIZE], f"{urgent}{micros}-{last['pk']}"


def _after(found: TicketQuerySet, cursor: str, order: str) -> TicketQuerySet:
    """The tickets after the page that ended at the cursor; all where it is not valid."""
    if order == "-pk":
        is_ours = cursor.isascii() and cursor.isdigit()
        return (found.filter(pk__lt=int(cursor[:18])) if is_ours else found).order_by(order)
    field, then = order.removeprefix("-"), "lt" if order.startswith("-") else "gt"
    first = () if then == "lt" else ("-is_urgent",)
    found = found.order_by(*first, order, "-pk" if then == "lt" else "pk")
    micros, _, pk = cursor.removeprefix(_URGENT).partition("-")
    is_ours = cursor.isascii() and micros.isdigit() and pk.isdigit()
    if not is_ours or len(micros) >= 18 or len(pk) >= 18:
        return found
    at = _EPOCH + int(micros) * _MICROSECOND
    after = Q(**{f"{field}__{then}": at}) | Q(**{field: at, f"pk__{then}": int(pk)})
    after &= Q(**{f"{field}__{then}e": at})  # by this the index finds where to go on
    if first and cursor.startswith(_URGENT):
        return found.filter(Q(is_urgent=False) | after)
    # IN is an equality for the index of SQLite too, where NOT is none.
    return found.filter(after, is_urgent__in=(False,)) if first else found.filter(after)


def _etag(request: HttpRequest, *, version: str, now: dt.datetime) -> str:
    return f'W/"{digest(version, request.GET.urlencode(), tick(now, HEALS_AFTER))}"'
