"""A second matter in a ticket becomes a ticket of its own; and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from services.access import Action
from services.masking import shortened
from tickets import desk, identity
from tickets.desk.splitting import MOST
from tickets.kinds import kind_words
from tickets.models import Message, Ticket
from tickets.split_forms import SplitForm
from tickets.views.case import shower
from tickets.views.guard import posted, sees_numbers, staff_of, staff_page, workable_ticket
from tickets.views.presenting import short_moment
from tickets.views.verbs import Verb, carry_out, verb_page

WANTED = "pesan"  # in the address: the message from whose menu the form was opened
_LONGEST = 90
SPLIT = Verb(
    title="Pisahkan menjadi tiket baru",
    button="Pisahkan",
    done="Pesan dipisahkan.",
    intro="Pesan terpilih pindah beserta berkasnya. Tenggat dihitung sejak pesan pertamanya, dan "
    "pemohon diberi tahu nomor barunya bila waktu balas masih terbuka.",
)


@staff_page
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.TRANSFER)
    form = SplitForm(
        posted(request),
        agency=ticket.agency_id,
        offered=_offered(request, ticket),
        initial={"messages": request.GET.getlist(WANTED)},
    )

    form.fields["service"].help_text = _kept(ticket)

    def do(data: dict[str, Any]) -> str:
        off = desk.Second(
            messages=data["messages"], service=data["service"], subject=data["subject"]
        )
        new = desk.split(ticket, off=off, by=staff_of(request), now=timezone.now())
        return f"{len(data['messages'])} pesan menjadi tiket {new.register_number}."

    return verb_page(request, ticket, verb=SPLIT, form=form, do=do)


@staff_page
@require_POST
def undo_split(request: HttpRequest, register: str) -> HttpResponse:
    """Asked on either ticket; afterwards one stands on the ticket that has the messages again."""
    ticket = workable_ticket(request, register, Action.TRANSFER)

    def do() -> None:
        desk.undo_split(ticket, by=staff_of(request), now=timezone.now())

    return carry_out(request, ticket, do=do, words="Pemisahan dibatalkan, pesan disatukan kembali.")


def _kept(ticket: Ticket) -> str:
    """What "Belum tahu" means where replies are checked."""
    if ticket.service is None or not ticket.service.checks_replies:
        return ""
    return (
        f"Bila belum tahu, layanannya tetap {ticket.service}, sebab balasannya diperiksa penyelia "
        "dahulu."
    )


def _offered(request: HttpRequest, ticket: Ticket) -> list[tuple[int, str]]:
    """The citizen's newest words and files, as the ticket's page shows them to this person."""
    citizen = identity.of(ticket, reader=staff_of(request))
    show = shower(citizen, unmasked=sees_numbers(request, ticket))
    zone, now = ticket.agency.zone, timezone.now()
    return [
        (one.pk, f"{short_moment(one.occurred_at, zone=zone, now=now)}: {_words(one, show)}")
        for one in desk.divisible(ticket)[-MOST:]
    ]


def _words(message: Message, show: Callable[[str], str]) -> str:
    said = show(" ".join((message.edited_text or message.text).split()))
    return shortened(said, _LONGEST) or kind_words(message.type)
