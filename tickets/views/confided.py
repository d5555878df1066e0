"""What a citizen confides: that their name be kept, and complaints about the office's own people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from services.access import Action
from tickets import desk
from tickets.forms import ReasonForm
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, carry_out, verb_page

KEEP = Verb(
    title="Rahasiakan identitas pemohon",
    button="Rahasiakan",
    done="Identitas pemohon dirahasiakan.",
    intro=(
        "Nama dan nomor pemohon tidak tampil lagi bagi siapa pun selain kepala kantor, juga tidak "
        "bagi Anda. Balasan tetap sampai kepada pemohon. Hanya kepala kantor yang dapat mencabutnya."
    ),
    reloads=True,
)
LIFT = Verb(
    title="Cabut kerahasiaan identitas",
    button="Cabut kerahasiaan",
    done="Identitas pemohon tampil lagi bagi petugas.",
    intro="Nama pemohon tampil lagi bagi semua yang membaca tiket ini. Alasan Anda masuk riwayat.",
    style="danger",
    after="/antrean/",  # the head reads it only while it is kept
)


@staff_page
@require_http_methods(["GET", "POST"])
def keep_anonymous(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.KEEP_ANONYMOUS)
    staff, now = staff_of(request), timezone.now()

    def do(_: dict[str, Any]) -> None:
        desk.keep_anonymous(ticket, by=staff, now=now)

    return verb_page(request, ticket, verb=KEEP, form=forms.Form(posted(request)), do=do)


@staff_page
@require_http_methods(["GET", "POST"])
def lift_anonymity(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.LIFT_ANONYMITY)
    staff, now = staff_of(request), timezone.now()

    def do(data: dict[str, Any]) -> None:
        desk.lift_anonymity(ticket, by=staff, now=now, reason=data["reason"])

    return verb_page(request, ticket, verb=LIFT, form=ReasonForm(posted(request)), do=do)


@staff_page
@require_POST
def mark_about_staff(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.MARK_ABOUT_STAFF)
    staff, now = staff_of(request), timezone.now()

    def do() -> None:
        desk.mark_about_staff(ticket, by=staff, now=now)

    words = "Ditandai sebagai pengaduan tentang petugas. Penyelia dan kepala kantor diberi tahu."
    return carry_out(request, ticket, do=do, words=words)


@staff_page
@require_POST
def unmark_about_staff(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.UNMARK_ABOUT_STAFF)
    staff, now = staff_of(request), timezone.now()

    def do() -> None:
        desk.unmark_about_staff(ticket, by=staff, now=now)

    return carry_out(request, ticket, do=do, words="Tanda pengaduan tentang petugas dilepas.")
