"""Drafts: saved while an officer types, so that no refresh or error loses them, and taken over by
colleagues.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from services import access
from services.access import Action
from services.masking import shortened
from services.models import Staff
from tickets import desk, identity
from tickets.content import with_plain_line_breaks
from tickets.desk.drafting import has_draft_in
from tickets.models import Draft, Ticket
from tickets.models.beside import Beside
from tickets.together import Colleague
from tickets.views import case, together
from tickets.views.guard import (
    page_number,
    sees_numbers,
    staff_of,
    staff_page,
    workable_ticket,
)
from tickets.views.quoting import Quote, quote_of, quoted_id
from tickets.views.verbs import refused

_GONE = "Draf itu sudah dikirim atau dihapus pemiliknya."
_MASKED = (
    "Draf ini memuat data pemohon yang disamarkan bagi Anda. Buka dahulu samarannya, "
    "atau minta {} mengirimnya sendiri."
)
_MOST, _BEGINNING = 5, 140


class Offered(NamedTuple):
    """A colleague's draft, as the page shows it."""

    pk: int
    who: str
    begins: str
    text: str  # "" where the beginning is all of it


@staff_page
@require_POST
def draft(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.REPLY)
    text, quoted = request.POST.get("text", ""), request.POST.get("quoted")
    # A page from before this knows of no quote.
    pk = None if quoted is None else quoted_id(quoted) or 0
    desk.save_draft(ticket, by=staff_of(request), now=timezone.now(), text=text, quoted=pk)
    return HttpResponse(status=204)


@staff_page
@require_POST
def use(request: HttpRequest, register: str) -> HttpResponse:
    """Take a colleague's draft over; the answer is the whole text for the composer."""
    ticket, staff = workable_ticket(request, register, Action.REPLY), staff_of(request)
    offered = Draft.objects.of_colleagues(ticket, reader=staff)
    theirs = offered.filter(pk=page_number(request.POST.get("draft", ""))).first()
    if theirs is None:
        return refused(request, ticket, words=_GONE)
    show = _shown_to(request, ticket)
    if show(theirs.text) != theirs.text:
        return refused(request, ticket, words=_MASKED.format(theirs.staff))
    own = request.POST.get("text")
    own = _own(ticket, staff) if own is None else with_plain_line_breaks(own)
    try:
        whole = desk.use_draft(ticket, by=staff, now=timezone.now(), draft=theirs, text=own)
    except desk.Refused as refusal:
        return refused(request, ticket, words=str(refusal))
    if request.headers.get("HX-Request"):
        return _to_composer(whole, quote_of(theirs.quoted_id, ticket, show=show))
    messages.success(request, f"Draf {theirs.staff} ada di kotak balasan Anda.")
    return redirect(f"{ticket.get_absolute_url()}#composer")


def _to_composer(text: str, quote: Quote | None) -> HttpResponse:
    """The text is the answer; what it quotes goes along in a header."""
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    if quote is not None:
        response["HX-Trigger"] = json.dumps({"quote-offered": quote._asdict()})
    return response


def beside_composer(
    request: HttpRequest, ticket: Ticket, *, aside: Beside, colleagues: tuple[Colleague, ...]
) -> dict[str, Any]:
    """Who else is there, and colleagues' drafts that this person may take over: not while they are
    being typed, and not what stands in the person's own already.
    """
    offered: list[Offered] = []
    staff = staff_of(request)
    if aside.has_drafts and access.can(staff, Action.REPLY, ticket):
        typing = {one.pk for one in colleagues if one.types}
        found = Draft.objects.of_colleagues(ticket, reader=staff).exclude(staff__in=typing)
        show = _shown_to(request, ticket)
        offered = [
            _offered(one, show) for one in found[:_MOST] if not has_draft_in(aside.draft, one)
        ]
    return {"together": together.shown(colleagues), "drafts": offered}


def _offered(one: Draft, show: Callable[[str], str]) -> Offered:
    text = show(one.text.strip())
    line = " ".join(text.split())
    begins = shortened(line, _BEGINNING)
    is_all = begins == text
    return Offered(
        one.pk, str(one.staff), begins if is_all else f"{begins}…", "" if is_all else text
    )


def _shown_to(request: HttpRequest, ticket: Ticket) -> Callable[[str], str]:
    citizen = identity.of(ticket, reader=staff_of(request))
    return case.shower(citizen, unmasked=sees_numbers(request, ticket))


def _own(ticket: Ticket, staff: Staff) -> str:
    saved = Draft.objects.filter(ticket=ticket, staff=staff)
    return saved.values_list("text", flat=True).first() or ""
