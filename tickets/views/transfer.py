"""Pass a matter on to another service or office (disposisi)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action
from tickets import desk
from tickets.forms import TransferForm
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, verb_page


@staff_page
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TRANSFER)
    staff, now = staff_of(request), timezone.now()
    verb = Verb(
        title="Teruskan tiket",
        button="Teruskan",
        done="Tiket diteruskan. Nomor registernya tetap.",
        intro="Pilih salah satu: layanan lain atau instansi lain. Nomor register dan percakapan "
        "ikut; tenggat dihitung menurut standar yang baru.",
        after=reverse("tickets:queue"),
    )
    return verb_page(
        request,
        ticket,
        verb=verb,
        form=TransferForm(posted(request), ticket=ticket),
        do=lambda data: desk.transfer(
            ticket,
            by=staff,
            now=now,
            to_service=data["to_service"],
            to_agency=data["to_agency"],
            reason=data["reason"],
        ),
    )
