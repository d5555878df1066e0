"""From colleague to colleague: hand over, ask for a ticket, agree or not, undo a mistaken take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from services.access import Action
from services.models import Staff
from tickets import desk
from tickets.models import Ticket
from tickets.person_forms import AskOverForm, HandOverForm
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, carry_out, verb_page

HAND_OVER = Verb(title="Serahkan kepada rekan", button="Serahkan", done="Tiket diserahkan.")
ASK_OVER = Verb(
    title="Minta mengambil alih",
    button="Kirim permintaan",
    done="Permintaan terkirim. Tiket pindah bila rekan Anda atau penyelia setuju.",
    intro="Rekan Anda atau penyelia menyetujuinya dengan satu tombol. Tanpa jawaban, permintaan "
    "gugur sesudah dua jam.",
)


@staff_page
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.HAND_OVER)
    staff, now = staff_of(request), timezone.now()
    colleagues = desk.colleagues_for(ticket, now=now)
    others = [one for one in colleagues if one.staff.pk != ticket.assignee_id]
    form = HandOverForm(posted(request), colleagues=others)
    return verb_page(
        request,
        ticket,
        verb=HAND_OVER,
        form=form,
        do=lambda data: desk.hand_over(ticket, by=staff, now=now, to=data["to"], note=data["note"]),
    )


@staff_page
@require_http_methods(["GET", "POST"])
def ask_over(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TAKE)
    staff, now = staff_of(request), timezone.now()
    return verb_page(
        request,
        ticket,
        verb=ASK_OVER,
        form=AskOverForm(posted(request)),
        do=lambda data: desk.ask_over(ticket, by=staff, now=now, note=data["note"]),
    )


@staff_page
@require_POST
def agree_over(request: HttpRequest, register: str) -> HttpResponse:
    return _at_once(request, register, desk.agree_over, words="Disetujui. Tiket sudah pindah.")


@staff_page
@require_POST
def decline_over(request: HttpRequest, register: str) -> HttpResponse:
    return _at_once(request, register, desk.decline_over, words="Permintaan tidak disetujui.")


@staff_page
@require_POST
def undo_take(request: HttpRequest, register: str) -> HttpResponse:
    words = "Pengambilan dibatalkan. Tiket kembali ke antrean."
    return _at_once(request, register, desk.undo_take, words=words, right=Action.TAKE)


def _at_once(
    request: HttpRequest,
    register: str,
    verb: Callable[..., Ticket],
    *,
    words: str,
    right: Action = Action.HAND_OVER,
) -> HttpResponse:
    ticket = workable_ticket(request, register, right)
    by: Staff = staff_of(request)
    now: dt.datetime = timezone.now()
    return carry_out(request, ticket, do=lambda: verb(ticket, by=by, now=now), words=words)
