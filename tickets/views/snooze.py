"""Be reminded of a ticket; nobody else sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action
from tickets import desk
from tickets.snooze_forms import SnoozeForm
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, verb_page
from tickets.words import words

_HOW = (
    "Hanya untuk Anda. Sampai waktu itu tiket tidak tampil di Tugas saya, kecuali pemohon menulis atau "
    "tenggatnya tiba; rekan dan daftar lain tetap menampilkannya."
)


@staff_page
@require_http_methods(["GET", "POST"])
def snooze(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.NOTE)
    staff, now, zone = staff_of(request), timezone.now(), ticket.agency.zone
    present = desk.snooze_of(ticket, staff)
    until = words(present.until, zone=zone, now=now) if present else ""
    form = SnoozeForm(
        posted(request),
        moments=desk.moments_offered(ticket.agency, now),
        now=now,
        zone=zone,
        is_set=present is not None,
    )

    def do(data: dict[str, Any]) -> str:
        at: dt.datetime | None = data["until"]
        desk.snooze(ticket, by=staff, now=now, until=at)
        if at is None:
            return "Pengingat dihapus."
        return f"Anda diingatkan {words(at, zone=zone, now=now)}."

    now_set = f"Pengingat Anda sekarang: {until}. " if until else ""
    verb = Verb(title="Ingatkan saya", button="Simpan", done="", intro=f"{now_set}{_HOW}")
    return verb_page(request, ticket, verb=verb, form=form, do=do)
