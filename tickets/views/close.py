"""Resolve a matter with its outcome, or open it again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action
from services.models.staff import GoesOn
from tickets import desk
from tickets.forms import ENDS_TOO, ReasonForm, ResolveForm
from tickets.models import Ticket
from tickets.views.going_on import go_on, goes_on
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, done, new_form_key, verb_page

RESOLVE = Verb(
    title="Selesaikan tiket",
    button="Selesaikan",
    done="Tiket selesai.",
    intro="Tiket dapat dibuka lagi selama tujuh hari.",
    reloads=True,
)
# The officer's message about what the citizen was told.
_TOLD = {
    desk.Told.TEXT: "Hasilnya dikirim kepada pemohon.",
    desk.Told.TEMPLATE: "Hasilnya dikirim kepada pemohon sebagai templat.",
    desk.Told.NOT_ASKED: "Untuk hasil ini pemohon tidak diberi tahu.",
    desk.Told.NO_CHAT: "Pemohon tidak diberi tahu lewat WhatsApp, sebab tidak punya percakapan. "
    "Sampaikan hasilnya langsung.",
    desk.Told.NUMBER_OFF: "Pemohon belum diberi tahu, sebab nomor kantor tidak aktif.",
    desk.Told.NO_TEMPLATE: "Pemohon belum diberi tahu: sudah lebih dari 24 jam sejak pesan "
    "terakhirnya, dan belum ada templat kabar yang disetujui. Hubungi dengan cara lain.",
}
HELD = "Menunggu persetujuan penyelia. Tiket selesai, dan pemohon diberi tahu, sesudah disetujui."
REOPEN = Verb(
    title="Buka kembali tiket",
    button="Buka kembali",
    done="Tiket dibuka kembali.",
    reloads=True,
)


@staff_page
@require_http_methods(["GET", "POST"])
def resolve(request: HttpRequest, register: str) -> HttpResponse:
    """Every officer of such tickets sees the form; the verb decides who may resolve this one."""
    ticket = workable_ticket(request, register, Action.TAKE)
    staff, now = staff_of(request), timezone.now()

    followers, led = desk.followers_of(ticket), list[str]()

    def do(data: dict[str, Any]) -> str:
        ends_too = desk.EndLed() if data.pop("led", "") == ENDS_TOO else None
        how = desk.Resolution(**data, led=ends_too)
        desk.conclude(ticket, by=staff, now=now, how=how)
        if job := desk.end_led_job(ticket, by=staff, form_key=how.form_key):
            led.append(job.get_absolute_url())
        return _resolved(ticket)

    def go(request: HttpRequest, ticket: Ticket, words: str) -> HttpResponse:
        if led:
            return done(request, ticket, words=words, after=led[0])
        if goes_on(staff, GoesOn.DONE):
            return go_on(request, ticket, words)
        return done(request, ticket, words=words, after=ticket.get_absolute_url())

    initial = {"form_key": new_form_key()}
    form = ResolveForm(posted(request), ticket=ticket, followers=len(followers), initial=initial)
    return verb_page(request, ticket, verb=replace(RESOLVE, goes_on=go), form=form, do=do)


def _resolved(ticket: Ticket) -> str:
    if ticket.is_open:
        return HELD
    told = desk.told(ticket)
    said = [RESOLVE.done, _TOLD[told] if told else ""]
    if ticket.outcome in Ticket.SETTLING_OUTCOMES:
        said.append("Untuk hasil ini tidak ada undangan survei.")
    elif ticket.conversation_id is None:
        said.append("Pemohon dapat mengisi survei lewat kode QR di tanda terimanya.")
    else:
        said.append("Undangan survei dikirim bila WhatsApp mengizinkan; lihat riwayatnya.")
    return " ".join(filter(None, said))


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
