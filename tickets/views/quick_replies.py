"""The office's own answers, fetched when an officer first types "/"."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from services.access import Action
from tickets.filled_in import filled_in
from tickets.models import QuickReply
from tickets.views.guard import staff_of, staff_page, workable_ticket


@staff_page
@require_GET
def quick_replies(request: HttpRequest, register: str) -> JsonResponse:
    """A JSON list of {"shortcut", "title", "text"}, with the names of this matter filled in."""
    ticket = workable_ticket(request, register, Action.REPLY)
    staff = staff_of(request)
    fitting = QuickReply.objects.fitting(ticket.service, agency=ticket.agency_id)
    replies = [
        {
            "shortcut": one.shortcut,
            "title": one.title,
            "text": filled_in(one.text, ticket, reader=staff),
        }
        for one in fitting
    ]
    return JsonResponse(replies, safe=False)
