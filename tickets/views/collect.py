"""A result that is fetched at the counter: ready, taken back, collected."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from services.access import Action
from tickets import collecting, desk
from tickets.collect_forms import CollectedForm, ReadyForm
from tickets.models import Ticket
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, carry_out, verb_page

READY = Verb(
    title="Hasil siap diambil",
    button="Nyatakan siap diambil",
    done="Hasil sudah dinyatakan siap diambil.",
    intro="Pemohon diberi tahu tempat, jam pelayanan, dan hari terakhirnya. Waktu penyelesaian dijeda "
    "sampai hasilnya diambil.",
)
COLLECTED = Verb(
    title="Hasil sudah diambil",
    button="Catat diambil",
    done="Pengambilan hasil tercatat.",
    intro="Tiket yang masih terbuka sekaligus selesai dengan hasil dipenuhi.",
    reloads=True,
)
_TOLD = {
    desk.Told.TEXT: "Pemohon diberi tahu.",
    desk.Told.TEMPLATE: "Pemohon diberi tahu dengan templat.",
    desk.Told.NO_CHAT: "Pemohon belum diberi tahu, sebab tidak punya percakapan WhatsApp. Kabari "
    "dengan cara lain.",
    desk.Told.NUMBER_OFF: "Pemohon belum diberi tahu, sebab nomor kantor tidak aktif.",
    desk.Told.NO_TEMPLATE: "Pemohon belum diberi tahu: sudah lebih dari 24 jam sejak pesan "
    "terakhirnya, dan belum ada templat kabar yang disetujui. Hubungi dengan cara lain.",
}


@staff_page
@require_http_methods(["GET", "POST"])
def ready(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TAKE)
    staff, now = staff_of(request), timezone.now()

    def do(data: dict[str, Any]) -> str:
        return _said(READY.done, desk.mark_ready(ticket, by=staff, now=now, **data))

    form = ReadyForm(posted(request), initial=_proposed(ticket))
    if (places := desk.places_for(ticket, staff)) is not None:
        form.offer(places)
    return verb_page(request, ticket, verb=READY, form=form, do=do)


def _proposed(ticket: Ticket) -> dict[str, Any]:
    """What was said before, else the office itself and the usual time."""
    office, zone = ticket.agency, ticket.agency.zone
    if ticket.collect_by is not None:
        until = collecting.last_day(ticket.collect_by, zone)
        return {"place": ticket.collect_place, "until": until}
    place = office.address or office.name
    return {"place": place, "until": collecting.usual_day(timezone.now(), zone)}


def _said(done: str, told: desk.Told | None) -> str:
    return f"{done} {_TOLD[told]}" if told in _TOLD else done


@staff_page
@require_POST
def not_ready(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TAKE)
    staff, now = staff_of(request), timezone.now()

    def do() -> None:
        desk.mark_not_ready(ticket, by=staff, now=now)

    words = "Dibatalkan: hasil belum siap diambil. Pemohon yang sudah diberi tahu dikabari lagi."
    return carry_out(request, ticket, do=do, words=words)


@staff_page
@require_http_methods(["GET", "POST"])
def collected(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TAKE)
    staff, now = staff_of(request), timezone.now()

    def do(data: dict[str, Any]) -> None:
        how = desk.Handover(proxy_name=data["proxy_name"], note=data["note"])
        desk.collected(ticket, by=staff, now=now, how=how)

    return verb_page(request, ticket, verb=COLLECTED, form=CollectedForm(posted(request)), do=do)


@staff_page
@require_POST
def undo_collected(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TAKE)
    staff, now = staff_of(request), timezone.now()

    def do() -> None:
        desk.undo_collected(ticket, by=staff, now=now)

    return carry_out(request, ticket, do=do, words="Dibatalkan: hasil masih menunggu diambil.")
