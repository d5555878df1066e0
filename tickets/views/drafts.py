"""Saves drafts while an officer types, so that no refresh or error loses them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from services.access import Action
from tickets import desk
from tickets.views.guard import staff_of, staff_page, workable_ticket


@staff_page
@require_POST
def draft(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.REPLY)
    text = request.POST.get("text", "")
    desk.save_draft(ticket, by=staff_of(request), now=timezone.now(), text=text)
    return HttpResponse(status=204)
