"""Send the citizen a place on the map, or a contact card."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action
from tickets import desk
from tickets.models import Ticket
from tickets.share_forms import ShareForm
from tickets.views.composer import window_of
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, new_form_key, refused, verb_page

SHARE = Verb(
    title="Kirim lokasi atau kontak",
    button="Kirim",
    done="Masuk antrean kirim.",
    intro="Yang dapat dikirim: letak kantor di peta, telepon kantor, dan nomor WhatsApp kantor.",
)
_CLOSED = (
    "Sudah lebih dari 24 jam sejak pesan terakhir pemohon, jadi lokasi dan kontak belum dapat dikirim. "
    "Tulis alamat atau nomornya dalam templat; bila pemohon membalas, kirim lagi dari sini."
)
_SET = "Admin OPD mengisinya di Kelola, Instansi, bagian Kantor."
_NOTHING = f"Belum ada yang dapat dikirim: titik peta dan telepon kantor belum diisi. {_SET}"
_NO_PLACE = f"Titik peta kantor Anda belum diisi, jadi lokasinya belum dapat dikirim. {_SET}"


@staff_page
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.REPLY)
    staff, now = staff_of(request), timezone.now()
    offers = desk.offers(ticket)
    if request.method == "GET" and (words := _why_not(ticket, offers)):
        return refused(request, ticket, words=words)

    def do(data: dict[str, Any]) -> None:
        desk.share(ticket, by=staff, now=now, what=data["what"], form_key=data["form_key"])

    form = ShareForm(posted(request), offers=offers, initial={"form_key": new_form_key()})
    has_own = any(one.code == f"place-{ticket.agency_id}" for one in offers)
    verb = SHARE if has_own else replace(SHARE, intro=_NO_PLACE)
    return verb_page(request, ticket, verb=verb, form=form, do=do)


def _why_not(ticket: Ticket, offers: list[desk.Offer]) -> str:
    """Why nothing can be sent now, and what to do; "" where something can."""
    if window_of(ticket, now=timezone.now())["kind"] == "closed":
        return _CLOSED
    return "" if offers else _NOTHING
