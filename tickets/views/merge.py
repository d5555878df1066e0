"""Tickets that are about the same are put together; and the ways back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from services import access
from services.access import Action
from services.masking import shortened
from services.models import Staff
from tickets import desk, identity
from tickets.merge_forms import CHOSEN, MergeForm
from tickets.models import Ticket
from tickets.models.ticket_queryset import TicketQuerySet
from tickets.surge import Said, alike
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.verbs import Verb, carry_out, done, refused, verb_page

MERGE = Verb(
    title="Gabungkan tiket",
    button="Gabungkan",
    done="Tiket digabungkan.",
    intro="Dari pemohon yang sama: isinya pindah ke nomor tertua, nomor yang lain berakhir sebagai ganda. "
    "Dari pemohon lain: tiketnya mengikuti, dan selesai bersama yang memimpin.",
)
LATELY = dt.timedelta(days=30)
_LOOKED_AT = 500  # the newest
_OFFERED = 10  # of each kind
_LONGEST = 80
_STAYS_TIED = (
    " Tiket {} tetap terhubung dengan WhatsApp pemohon, sebab sesudah digabung ada pesan di sana. Bila "
    "keliru, buka tiket itu, lalu Lepas dari WhatsApp."
)
_SAME = "pemohon yang sama"
_SAME_PHONE = "{name}, nomor telepon yang sama"
_FIELDS = ("pk", "register_number", "subject", "service__name", *identity.FIELDS)


@staff_page
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TRANSFER)
    staff, now = staff_of(request), timezone.now()
    form = MergeForm(posted(request), offered=_offered(ticket, staff=staff, now=now))
    after = [ticket]

    def do(data: dict[str, Any]) -> str:
        chosen, under = _chosen(data, staff=staff), ticket
        if data["leads"] == CHOSEN:
            chosen, under = _turned(ticket, chosen)
        after[0] = desk.combine(chosen, under=under, by=staff, now=now)
        return f"Digabungkan. Yang diteruskan: {after[0]}."

    def go(request: HttpRequest, ticket: Ticket, words: str) -> HttpResponse:
        return done(request, ticket, words=words, after=after[0].get_absolute_url())

    return verb_page(request, ticket, verb=replace(MERGE, goes_on=go), form=form, do=do)


def _turned(ticket: Ticket, chosen: list[Ticket]) -> tuple[list[Ticket], Ticket]:
    if len(chosen) != 1:
        raise desk.Refused("Pilih satu tiket saja yang memimpin.", field="leads")
    return [ticket], chosen[0]


def _chosen(data: dict[str, Any], *, staff: Staff) -> list[Ticket]:
    """What was chosen and typed, as far as this person reads it."""
    readable, typed = Ticket.objects.visible_to(staff), data["registers"]
    named = list(readable.filter(register_number__in=typed))
    if missing := sorted({*typed} - {one.register_number for one in named}):
        raise desk.Refused(
            f"Tiket {missing[0]} tidak ada, atau bukan bagian Anda. Periksa nomornya.",
            field="registers",
        )
    ticked = list(readable.filter(pk__in=data["others"]))
    if len(ticked) != len({*data["others"]}):
        raise desk.Refused(
            "Sebagian tiket itu tidak lagi dapat Anda buka. Muat ulang, lalu pilih lagi.",
            field="others",
        )
    return list({one.pk: one for one in (*ticked, *named)}.values())


@staff_page
@require_POST
def undo_merge(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TRANSFER)

    into = ticket.leader
    try:
        desk.undo_merge(ticket, by=staff_of(request), now=timezone.now())
    except desk.Refused as refusal:
        return refused(request, ticket, words=str(refusal))
    words = "Penggabungan dibatalkan; isinya kembali ke sini."
    if into is not None and desk.was_tied_by_merge(into):
        words += _STAYS_TIED.format(into)
    return done(request, ticket, words=words)


@staff_page
@require_POST
def let_go(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TRANSFER)

    def do() -> None:
        desk.let_go(ticket, by=staff_of(request), now=timezone.now())

    return carry_out(request, ticket, do=do, words="Dilepaskan. Tiket ini dikerjakan sendiri lagi.")


def _offered(ticket: Ticket, *, staff: Staff, now: dt.datetime) -> list[tuple[int, str]]:
    """The citizen's other open tickets, and open ones of others that say much the same."""
    heads = access.offices_headed(staff)
    free = Ticket.objects.visible_to(staff).open().filter(agency=ticket.agency_id, leader=None)
    free = free.exclude(pk=ticket.pk).exclude(state=Ticket.State.INTAKE).order_by("-pk")
    own = _of_the_same(ticket, free.known_to(staff))
    rows = list(free.filter(pk__in=own).values(*_FIELDS))
    newest = free.filter(received_at__gte=now - LATELY).exclude(pk__in=own)
    others = {row["pk"]: row for row in newest.values(*_FIELDS)[:_LOOKED_AT]}
    said = (Said(pk, row["subject"]) for pk, row in others.items())
    rows += [others[pk] for pk in alike(ticket.subject, said)[:_OFFERED]]
    return [(row["pk"], _named(row, heads=heads, own=own.get(row["pk"], ""))) for row in rows]


def _of_the_same(ticket: Ticket, free: TicketQuerySet) -> dict[int, str]:
    """The same citizen's, by id, with how that is known."""
    same = desk.of_one_person(ticket, free)[:_OFFERED]
    return {one.pk: _SAME if desk.is_same_by_row(one, ticket) else _SAME_PHONE for one in same}


def _named(row: dict[str, Any], *, heads: Iterable[int], own: str) -> str:
    citizen = identity.in_row(row, heads={*heads})
    who = own.format(name=citizen.name) or citizen.name
    said = shortened(citizen.text(row["subject"]), _LONGEST)
    return " · ".join(filter(None, (row["register_number"], who, row["service__name"], said)))
