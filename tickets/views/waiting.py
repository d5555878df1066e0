"""Wait for the citizen or for another office, and go on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from services.access import Action
from tickets import desk
from tickets.forms import ReasonForm, WaitForm
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, carry_out, verb_page

FOR_CITIZEN = Verb(
    title="Menunggu pemohon",
    button="Tandai menunggu",
    done="Tiket menunggu pemohon; waktu dijeda sampai pemohon menulis lagi.",
    intro="Waktu penyelesaian dijeda dan jedanya tercatat. Pesan apa pun dari pemohon mengakhirinya.",
)
FOR_OTHER = Verb(
    title="Menunggu pihak lain",
    button="Tandai menunggu",
    done="Tiket menunggu pihak lain.",
    intro="Waktu tetap berjalan, kecuali ada gangguan sistem yang dicatat.",
)


@staff_page
@require_http_methods(["GET", "POST"])
def wait_for_citizen(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.WAIT)
    staff, now = staff_of(request), timezone.now()
    return verb_page(
        request,
        ticket,
        verb=FOR_CITIZEN,
        form=ReasonForm(posted(request)),
        do=lambda data: desk.wait_for_citizen(ticket, by=staff, now=now, reason=data["reason"]),
    )


@staff_page
@require_http_methods(["GET", "POST"])
def wait_for_other(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.WAIT)
    staff, now = staff_of(request), timezone.now()
    return verb_page(
        request,
        ticket,
        verb=FOR_OTHER,
        form=WaitForm(posted(request)),
        do=lambda data: desk.wait_for_other(
            ticket, by=staff, now=now, reason=data["reason"], outage=data["outage"]
        ),
    )


@staff_page
@require_POST
def completed_files(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.WAIT)
    staff, now = staff_of(request), timezone.now()

    def do() -> None:
        desk.completed_files(ticket, by=staff, now=now)

    return carry_out(
        request, ticket, do=do, words="Berkas dinyatakan lengkap; waktu mulai dihitung."
    )


@staff_page
@require_POST
def resume(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.WAIT)
    staff, now = staff_of(request), timezone.now()

    def do() -> None:
        desk.resume(ticket, by=staff, now=now)

    return carry_out(request, ticket, do=do, words="Tiket dilanjutkan; waktu berjalan lagi.")
