"""Wait for the citizen or for another office, and go on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from services.access import Action
from services.models.staff import GoesOn
from tickets import desk, states
from tickets.forms import WaitForm
from tickets.views.going_on import go_on, goes_on
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, carry_out, verb_page
from tickets.wait_forms import WaitDayForm, WaitForCitizenForm

FOR_CITIZEN = Verb(
    title="Menunggu pemohon",
    button="Tandai menunggu",
    done="Tiket menunggu pemohon; waktunya dijeda.",
    intro="Waktu penyelesaian dijeda dan jedanya tercatat. Pesan apa pun dari pemohon mengakhirinya.",
)
DAY = Verb(
    title="Ubah hari tunggu",
    button="Simpan",
    done="Hari tunggu disimpan.",
    intro="Tiket tetap menunggu pemohon. Pesan apa pun dari pemohon mengakhirinya.",
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
    if request.method == "GET" and ticket.state in states.WAITING_FOR_CITIZEN:
        return redirect("tickets:change-wait", ticket.register_number)
    return verb_page(
        request,
        ticket,
        verb=replace(FOR_CITIZEN, goes_on=go_on) if goes_on(staff, GoesOn.DONE) else FOR_CITIZEN,
        form=WaitForCitizenForm(posted(request), offers=desk.days_offered(ticket.agency, now)),
        do=lambda data: desk.wait_for_citizen(
            ticket, by=staff, now=now, reason=data["reason"], until=data["until"]
        ),
    )


@staff_page
@require_http_methods(["GET", "POST"])
def change_wait(request: HttpRequest, register: str) -> HttpResponse:
    """Set, move or take away the day until which a citizen is awaited already."""
    ticket = workable_ticket(request, register, Action.WAIT)
    staff, now = staff_of(request), timezone.now()
    until = ticket.waits_until and ticket.waits_until.astimezone(ticket.agency.zone).date()
    offers = desk.days_offered(ticket.agency, now)
    return verb_page(
        request,
        ticket,
        verb=DAY,
        form=WaitDayForm(posted(request), offers=offers, until=until),
        do=lambda data: desk.change_wait(ticket, by=staff, now=now, until=data["until"]),
    )


@staff_page
@require_GET
def days(request: HttpRequest, register: str) -> HttpResponse:
    """The days to wait until, for the dialog over an answer; fetched when it opens."""
    ticket = workable_ticket(request, register, Action.WAIT)
    now = timezone.now()
    tomorrow = now.astimezone(ticket.agency.zone).date() + dt.timedelta(days=1)
    context = {"offers": desk.days_offered(ticket.agency, now), "first": tomorrow.isoformat()}
    return render(request, "tickets/_wait_days.html", context)


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
