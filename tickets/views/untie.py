"""A matter of the counter that was tied to the wrong WhatsApp."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action
from tickets import desk
from tickets.forms import ReasonForm
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, verb_page

UNTIE = Verb(
    title="Lepas dari WhatsApp",
    button="Lepaskan",
    done="Dilepas. Kabar tiket ini tidak lagi dikirim ke WhatsApp itu.",
    intro="Bila tiket loket ini terhubung dengan WhatsApp yang keliru. Pesan yang sudah ada tetap di sini, "
    "dan WhatsApp itu tidak dapat menghubungkannya lagi. Pemiliknya diberi tahu bila waktu balas masih "
    "terbuka.",
    style="danger",
    reloads=True,
)


@staff_page
@require_http_methods(["GET", "POST"])
def untie(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TRANSFER)
    staff, now = staff_of(request), timezone.now()

    def do(data: dict[str, Any]) -> None:
        desk.untie(ticket, by=staff, now=now, reason=data["reason"])

    return verb_page(request, ticket, verb=UNTIE, form=ReasonForm(posted(request)), do=do)
