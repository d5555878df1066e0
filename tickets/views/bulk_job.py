"""How far a job for many tickets is, and what became of each of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from services.models import Staff
from tickets import bulk, identity
from tickets.desk.base import Refused
from tickets.models import BulkItem, BulkJob
from tickets.views.guard import staff_of, staff_page
from tickets.views.tabs import digest
from tickets.views.unread import newest_unread, news_html

State = BulkItem.State
# The badge and what it says; "Selesai" alone would be read as the ticket's own state.
_SHOWN = {
    State.WAITING: ("plain", "Menunggu giliran"),
    State.DONE: ("ok", "Berhasil"),
    State.REFUSED: ("warn", "Tidak dikerjakan"),
    State.FAILED: ("danger", "Gagal"),
    State.STOPPED: ("plain", "Dihentikan"),
}
_FAILED = "Ada gangguan di pihak kami. Kerjakan tiket ini sendiri, atau coba lagi nanti."
# What was not done comes first: it is what is left for the person.
_ORDER = (State.FAILED, State.REFUSED, State.STOPPED, State.WAITING, State.DONE)


@staff_page
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """The page /tiket/bersama/<id>/, for the person who started it."""
    found = _mine(request, pk)
    return render(request, "tickets/bulk/job.html", _context(found, staff_of(request)))


@staff_page
@require_GET
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """The present state, or 304."""
    found, staff = _mine(request, pk), staff_of(request)
    states = list(found.items.order_by("pk").values_list("state", flat=True))
    can_undo = bulk.can_be_undone(found, timezone.now())
    etag = f'W/"{digest(found.pk, states, can_undo, newest_unread(staff))}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = render(request, "tickets/bulk/_job.html", _context(found, staff))
        response.write(news_html(staff))
    response["ETag"] = etag
    return response


@staff_page
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave out what was not begun."""
    found = _mine(request, pk)
    left = bulk.stop(found, now=timezone.now())
    messages.success(request, f"Dihentikan; {left} tiket tidak dikerjakan.")
    return redirect(found.get_absolute_url())


@staff_page
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was done, as a job of its own."""
    found = _mine(request, pk)
    try:
        undoing = bulk.undo(found, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(found.get_absolute_url())
    return redirect(undoing.get_absolute_url())


def _mine(request: HttpRequest, pk: int) -> BulkJob:
    return get_object_or_404(BulkJob.objects.of(staff_of(request)), pk=pk)


def _context(found: BulkJob, reader: Staff) -> dict[str, Any]:
    now = timezone.now()
    related = found.items.select_related("ticket__citizen", "ticket__agency")
    items = sorted(related, key=lambda one: (_ORDER.index(State(one.state)), one.position))
    counts = {state: sum(one.state == state for one in items) for state in State}
    return {
        "job": found,
        "title": f"{found.get_deed_display()}: {len(items)} tiket",
        "rows": [_row(one, reader) for one in items],
        "total": len(items),
        "settled": len(items) - counts[State.WAITING],
        "waiting": counts[State.WAITING],
        "summary": _summary(counts),
        "can_undo": bulk.can_be_undone(found, now),
        "undoing": BulkJob.objects.filter(undoes=found).first(),
    }


def _summary(counts: dict[State, int]) -> str:
    order = (State.DONE, State.REFUSED, State.FAILED, State.STOPPED, State.WAITING)
    return ", ".join(f"{counts[one]} {_SHOWN[one][1].lower()}" for one in order if counts[one])


def _row(item: BulkItem, reader: Staff) -> dict[str, Any]:
    look, words = _SHOWN[State(item.state)]
    return {
        "register": item.ticket.register_number,
        "url": item.ticket.get_absolute_url(),
        "name": identity.of(item.ticket, reader=reader).name,
        "state": words,
        "look": look,
        "why": _FAILED if item.state == State.FAILED else item.why,
    }
