"""What a visitor at the counter takes home: a page for A4 or for a roll of 80 mm."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tickets import qr
from tickets.desk import explaining
from tickets.models import Channel, Ticket
from tickets.public_links import TRACKING_PAGE, tracking_link
from tickets.views.guard import ReasonNeeded, readable_ticket, staff_page
from tickets.views.ticket import reason_page
from tickets.words import long_words


@staff_page
@never_cache
@require_GET
def receipt(request: HttpRequest, register: str) -> HttpResponse:
    """For those who may open the ticket; no name stands on it, since paper is lost."""
    try:
        ticket = readable_ticket(request, register)
    except ReasonNeeded as needed:
        return reason_page(request, needed.ticket)
    if not ticket.is_from_counter:
        raise Http404
    context = {
        "ticket": ticket,
        "track_page": TRACKING_PAGE,
        "facts": _facts(ticket),
        "channel": Channel.objects.to_write_to(ticket.agency_id, service=ticket.service_id),
        "code": mark_safe(  # noqa: S308  # drawn by us from the ticket's own code
            qr.svg(tracking_link(ticket.tracking_code), name="Kode QR ke halaman lacak")
        ),
    }
    return render(request, "tickets/receipt.html", context)


def _facts(ticket: Ticket) -> list[tuple[str, str]]:
    """In full, since "besok" means another day to who reads the paper later."""
    in_full = partial(long_words, zone=ticket.agency.zone)
    facts = [
        ("Layanan", ticket.service.name if ticket.service else ticket.get_kind_display()),
        ("Diterima", in_full(ticket.received_at)),
    ]
    promise = explaining.promised_to_citizen(ticket, say=in_full)
    return [*facts, promise] if promise else facts
