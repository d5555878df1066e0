"""Take, assign, hand back: who works on a ticket."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from services.access import Action
from tickets import desk
from tickets.person_forms import AssignForm, HandBackForm
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, carry_out, verb_page

ASSIGN = Verb(title="Tugaskan tiket", button="Tugaskan", done="Tiket ditugaskan.")
RELEASE = Verb(
    title="Kembalikan ke antrean",
    button="Kembalikan",
    done="Tiket kembali ke antrean.",
    intro="Tiket ini lalu dapat diambil petugas lain.",
)


@staff_page
@require_POST
def take(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TAKE)
    staff, now = staff_of(request), timezone.now()

    def do() -> None:
        desk.take(ticket, by=staff, now=now)

    words = "Tiket ini sekarang tugas Anda. Keliru? Batal ambil (z) dalam satu menit."
    return carry_out(request, ticket, do=do, words=words)


@staff_page
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.ASSIGN)
    staff, now = staff_of(request), timezone.now()
    form = AssignForm(posted(request), colleagues=desk.colleagues_for(ticket, now=now))
    return verb_page(
        request,
        ticket,
        verb=ASSIGN,
        form=form,
        do=lambda data: desk.assign(ticket, by=staff, now=now, to=data["to"], note=data["note"]),
    )


@staff_page
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.HAND_BACK)
    staff, now = staff_of(request), timezone.now()
    return verb_page(
        request,
        ticket,
        verb=RELEASE,
        form=HandBackForm(posted(request)),
        do=lambda data: desk.release(ticket, by=staff, now=now, reason=data["reason"]),
    )
