"""The labels of one ticket."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action
from tickets import desk
from tickets.label_forms import LabelForm
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, verb_page

LABELS = Verb(
    title="Label tiket",
    button="Simpan",
    done="Label disimpan.",
    intro="Hanya dibaca petugas. Daftar label diatur admin kantor di menu Kelola.",
)


@staff_page
@require_http_methods(["GET", "POST"])
def label(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.NOTE)
    staff, now, present = staff_of(request), timezone.now(), desk.labels_of(ticket)
    form = LabelForm(posted(request), agency=ticket.agency_id, initial={"labels": present})

    def do(data: dict[str, Any]) -> None:
        chosen = list(data["labels"])
        gone = [one for one in present if one not in chosen]
        desk.label(ticket, by=staff, now=now, add=chosen, remove=gone)

    return verb_page(request, ticket, verb=LABELS, form=form, do=do)
