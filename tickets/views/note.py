"""A note among colleagues."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action
from tickets import desk
from tickets.forms import NoteForm
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, new_form_key, verb_page

NOTE = Verb(title="Catatan internal", button="Simpan catatan", done="Catatan disimpan.")


@staff_page
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.NOTE)
    staff, now = staff_of(request), timezone.now()
    form = NoteForm(
        posted(request),
        initial={"form_key": new_form_key()},
        colleagues=desk.who_can_be_mentioned(ticket, by=staff),
    )
    return verb_page(
        request,
        ticket,
        verb=NOTE,
        form=form,
        do=lambda data: desk.note(
            ticket,
            by=staff,
            now=now,
            text=data["text"],
            form_key=data["form_key"],
            mentions=list(data["mentions"]),
        ),
    )
