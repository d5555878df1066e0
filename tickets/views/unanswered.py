"""Two verbs for an unanswered citizen: no reply is needed, or the officer replies later."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from services.access import Action
from tickets import desk
from tickets.views.guard import staff_of, staff_page, workable_ticket
from tickets.views.verbs import carry_out, done

_LONGEST_KEY = 18  # digits


@staff_page
@require_POST
def no_reply_needed(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.REPLY)
    staff, now = staff_of(request), timezone.now()
    newest = request.POST.get("newest", "")
    is_key = newest.isascii() and newest.isdigit() and len(newest) <= _LONGEST_KEY

    def do() -> None:
        seen = int(newest) if is_key else None
        desk.no_reply_needed(ticket, by=staff, now=now, seen=seen)

    return carry_out(request, ticket, do=do, words="Dicatat: pesan ini tidak perlu dibalas.")


@staff_page
@require_POST
def mark_unread(request: HttpRequest, register: str) -> HttpResponse:
    """Mark it unread and go back to the queue: staying on the ticket would mark it as read."""
    ticket = workable_ticket(request, register, Action.NOTE)
    desk.mark_unread(ticket, by=staff_of(request))
    words = "Tiket ditandai belum dibaca."
    return done(request, ticket, words=words, after=reverse("tickets:queue"))
