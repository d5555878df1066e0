"""Corrects what a ticket says of its matter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action
from services.models import Staff
from tickets import desk, identity
from tickets.correct_forms import CorrectForm
from tickets.models import Ticket
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, verb_page

CORRECT = Verb(
    title="Perbaiki data tiket",
    button="Simpan",
    done="Data tiket diperbaiki. Isian lama tetap ada di riwayat.",
    intro="Layanan yang keliru diperbaiki lewat Teruskan, di menu yang sama.",
)


@staff_page
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TRANSFER)
    staff = staff_of(request)
    form = CorrectForm(posted(request), shown=_shown(ticket, staff))

    def do(data: dict[str, Any]) -> None:
        to = desk.Correction(**form.changes())
        desk.correct(ticket, to=to, by=staff, now=timezone.now())

    return verb_page(request, ticket, verb=CORRECT, form=form, do=do)


def _shown(ticket: Ticket, staff: Staff) -> dict[str, str]:
    """As the ticket's page shows it to this person, numbers masked."""
    citizen = identity.of(ticket, reader=staff)
    shown = {"subject": citizen.text(ticket.subject), "kind": ticket.kind}
    if ticket.is_from_counter:
        shown["came_because"] = ticket.came_because
    if citizen.is_hidden:
        return shown
    return {**shown, "applicant_name": ticket.applicant_name, "proxy_name": ticket.proxy_name}
