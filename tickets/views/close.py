"""Resolve a matter with its outcome, or open it again."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action
from tickets import desk
from tickets.forms import ReasonForm, ResolveForm
from tickets.models import Ticket
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, verb_page

RESOLVE = Verb(
    title="Selesaikan tiket",
    button="Selesaikan",
    done="Tiket selesai.",
    intro="Pastikan jawabannya sudah terkirim. Tiket dapat dibuka lagi selama tujuh hari.",
    anew=True,
)
REOPEN = Verb(
    title="Buka kembali tiket",
    button="Buka kembali",
    done="Tiket dibuka kembali.",
    anew=True,
)


@staff_page
@require_http_methods(["GET", "POST"])
def resolve(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.RESOLVE)
    staff, now = staff_of(request), timezone.now()
    return verb_page(
        request,
        ticket,
        verb=replace(RESOLVE, done=_resolved(ticket, request.POST.get("outcome", ""))),
        form=ResolveForm(posted(request)),
        do=lambda data: desk.resolve(
            ticket, by=staff, now=now, outcome=data["outcome"], summary=data["summary"]
        ),
    )


def _resolved(ticket: Ticket, outcome: str) -> str:
    if outcome in Ticket.UNASKED_OUTCOMES:
        return f"{RESOLVE.done} Untuk hasil ini tidak ada undangan survei."
    if ticket.conversation_id is None:
        return f"{RESOLVE.done} Undangan survei tidak dikirim, sebab pemohon tidak lewat WhatsApp."
    return f"{RESOLVE.done} Undangan survei dikirim bila WhatsApp mengizinkan; lihat riwayatnya."


@staff_page
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.REOPEN)
    staff, now = staff_of(request), timezone.now()
    return verb_page(
        request,
        ticket,
        verb=REOPEN,
        form=ReasonForm(posted(request)),
        do=lambda data: desk.reopen(ticket, by=staff, now=now, reason=data["reason"]),
    )
