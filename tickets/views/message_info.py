"""What is known of one message: who said it, when each thing happened to it, and what went wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from services import access
from services.access import Action
from services.models import Staff
from tickets import desk, identity
from tickets.error_words import error_words
from tickets.kinds import kind_words
from tickets.models import Message, StatusEvent, Ticket
from tickets.views.case import shower
from tickets.views.composer import window_of
from tickets.views.guard import needs_no_reason, page_number, sees_numbers, staff_of, staff_page
from tickets.views.links import Links
from tickets.views.presenting import moment
from tickets.views.thread_file import file_of
from tickets.views.ticket import reason_page

Facts = list[tuple[str, str]]
_TOLD = {
    "sent": "Terkirim",
    "delivered": "Sampai",
    "read": "Dibaca",
    "played": "Didengar",
    "failed": "Ditolak WhatsApp",
}


@staff_page
@require_GET
def info(request: HttpRequest, pk: str) -> HttpResponse:
    """In a dialog over the ticket, or as a page; for who opens the ticket."""
    message = _message(request, pk)
    ticket, staff = message.ticket, staff_of(request)
    assert ticket is not None  # noqa: S101  # for the type checker
    part = bool(request.headers.get("HX-Request"))
    if not needs_no_reason(staff, ticket):
        return _to_ticket(ticket) if part else reason_page(request, ticket)
    citizen = identity.of(ticket, reader=staff)
    show = shower(citizen, unmasked=sees_numbers(request, ticket))
    may_split = access.can(staff, Action.TRANSFER, ticket) and desk.can_split(ticket)
    context = {
        "ticket": ticket,
        "message": message,
        "facts": _facts(message, ticket, who=citizen.name),
        "files": _files(message, show, is_hidden=citizen.is_hidden),
        "split": Links(ticket.register_number)["split"]
        if may_split and desk.is_divisible(message, ticket)
        else "",
        "quote": _may_quote(message, ticket, staff=staff),
    }
    name = "tickets/_message_info.html" if part else "tickets/message_info.html"
    return render(request, name, context)


def _may_quote(message: Message, ticket: Ticket, *, staff: Staff) -> bool:
    """Whether an answer that quotes it could be sent now."""
    now = timezone.now()
    return (
        ticket.is_open
        and access.can(staff, Action.REPLY, ticket)
        and bool(window_of(ticket, now=now)["open"])
        and not desk.why_not_quoted(message, ticket, now=now)
    )


def _message(request: HttpRequest, pk: str) -> Message:
    openable = Ticket.objects.openable_by(staff_of(request)).values("pk")
    related = Message.objects.select_related(
        "ticket__agency",
        "ticket__service",
        "ticket__citizen",
        "ticket__conversation",
        "ticket__channel",
        "channel",
        "author",
    )
    found = related.filter(pk=page_number(pk), ticket__in=openable).first()
    if found is None:
        raise Http404
    return found


def _to_ticket(ticket: Ticket) -> HttpResponse:
    """There the reason is asked for."""
    response = HttpResponse(status=204)
    response["HX-Redirect"] = ticket.get_absolute_url()
    return response


def _facts(message: Message, ticket: Ticket, *, who: str) -> Facts:
    def at(when: dt.datetime | None) -> str:
        return moment(when, zone=ticket.agency.zone) if when else ""

    comes_in = message.direction == Message.Direction.IN
    by = str(message.author) if message.author is not None else ""
    facts = [
        ("Dari", who if comes_in else by or str(Message.Origin(message.origin).label)),
        ("Dicatat oleh", by if comes_in else ""),
        ("Jenis", kind_words(message.kind)),
        ("Ditulis", at(message.occurred_at)),
        ("Sampai di kantor", at(message.received_at) if comes_in else ""),
        *_way(message, at),
    ]
    facts += [("Ditarik", at(message.withdrawn_at)), ("Tanggapan", message.reaction)]
    return [(name, words) for name, words in facts if words]


def _way(message: Message, at: Callable[[dt.datetime | None], str]) -> Facts:
    """What became of a message that goes out; nothing of a note."""
    if message.direction != Message.Direction.OUT:
        return []
    told = StatusEvent.objects.filter(message=message, status__in=_TOLD).order_by(
        "occurred_at", "pk"
    )
    way = [(_TOLD[one.status], at(one.occurred_at)) for one in told]
    way.append(("Keadaan sekarang", str(Message.Status(message.status).label)))
    if message.attempts > 1:
        way.append(("Percobaan kirim", str(message.attempts)))
    if message.status == Message.Status.QUEUED:
        way.append(("Dicoba lagi", at(message.next_attempt_at)))
    return way + _wrong(message)


def _wrong(message: Message) -> Facts:
    if message.status == Message.Status.UNKNOWN and not message.error:
        return [("Yang terjadi", "Jawaban WhatsApp tidak sampai, jadi belum pasti terkirim.")]
    words = error_words(message.error)
    code = message.error_code or message.error.get("number")
    return [("Yang terjadi", words), ("Kode WhatsApp", str(code or ""))]


def _files(message: Message, show: Callable[[str], str], *, is_hidden: bool) -> list[Any]:
    is_named = not is_hidden or message.direction != Message.Direction.IN
    found = message.attachments.order_by("pk")
    return [file_of(one, show=show, is_named=is_named) for one in found]
