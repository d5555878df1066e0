"""An emergency goes before everything else in the queue, and back to its place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from services.access import Action
from tickets import desk
from tickets.views.guard import staff_of, staff_page, workable_ticket
from tickets.views.verbs import carry_out


@staff_page
@require_POST
def mark_urgent(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.MARK_URGENT)
    staff, now = staff_of(request), timezone.now()

    def do() -> None:
        desk.mark_urgent(ticket, by=staff, now=now)

    words = "Tiket ditandai darurat. Penyelia dan petugas yang bertugas diberi tahu."
    return carry_out(request, ticket, do=do, words=words)


@staff_page
@require_POST
def unmark_urgent(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.MARK_URGENT)
    staff, now = staff_of(request), timezone.now()

    def do() -> None:
        desk.unmark_urgent(ticket, by=staff, now=now)

    return carry_out(request, ticket, do=do, words="Tanda darurat dilepas.")
