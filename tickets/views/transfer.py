"""Pass a matter on to another service or office (disposisi)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services import access
from services.access import Action
from services.models import Staff
from tickets import desk
from tickets.forms import TransferForm
from tickets.models import Ticket
from tickets.views.close import HELD
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, verb_page

INTRO = (
    "Nomor register dan percakapan ikut; tenggat dihitung menurut standar yang baru. Bila pindah "
    "instansi, pemohon diberi tahu."
)


@staff_page
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TRANSFER)
    staff, now = staff_of(request), timezone.now()
    may_end = access.can(staff, Action.RESOLVE, ticket)
    verb = Verb(
        title="Teruskan tiket",
        button="Teruskan",
        done="Tiket diteruskan. Nomor registernya tetap.",
        intro=INTRO,
        after=reverse("tickets:queue"),
    )
    return verb_page(
        request,
        ticket,
        verb=verb,
        form=TransferForm(posted(request), ticket=ticket, may_end=may_end),
        do=lambda data: _pass_on(ticket, data, by=staff, now=now),
    )


def _pass_on(ticket: Ticket, data: dict[str, Any], *, by: Staff, now: dt.datetime) -> str | None:
    if target := data.get("elsewhere"):
        end = desk.refer_elsewhere(ticket, by=by, now=now, target=target, reason=data["reason"])
        if end.is_open:
            return HELD
        return "Pemohon diarahkan ke pihak yang berwenang. Tiket selesai."
    desk.transfer(
        ticket,
        by=by,
        now=now,
        to_service=data["to_service"],
        to_agency=data["to_agency"],
        reason=data["reason"],
        is_not_ours=data["is_not_ours"],
    )
    return None
