"""The office's own answers, fetched when an officer first types "/"."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from services.access import Action
from tickets import identity
from tickets.models import QuickReply
from tickets.views.guard import staff_of, staff_page, workable_ticket

CALLED = "Pemohon"  # whose name is kept


@staff_page
@require_GET
def quick_replies(request: HttpRequest, register: str) -> JsonResponse:
    """A JSON list of {"shortcut", "title", "text"}, with the names of this matter filled in."""
    ticket = workable_ticket(request, register, Action.REPLY)
    citizen = identity.of(ticket, reader=staff_of(request))
    known = {
        "{nama}": CALLED if citizen.is_hidden else citizen.name,
        "{nomor}": ticket.register_number,
        "{layanan}": ticket.service.name if ticket.service else "layanan kami",
    }
    fitting = QuickReply.objects.fitting(ticket.service, agency=ticket.agency_id)
    replies = [
        {"shortcut": one.shortcut, "title": one.title, "text": _filled(one.text, known)}
        for one in fitting
    ]
    return JsonResponse(replies, safe=False)


def _filled(text: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(name, value)
    return text
