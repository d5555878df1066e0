"""A supervisor lets an operator's words go out or returns them; the author takes them back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from services.access import Action
from tickets import desk
from tickets.models import AccessLog, HeldReply, Ticket
from tickets.views.files import served
from tickets.views.guard import (
    ReasonNeeded,
    posted,
    readable_ticket,
    staff_of,
    staff_page,
    workable_ticket,
)
from tickets.views.verbs import Verb, done, refused, verb_page

RETURN = Verb(
    title="Kembalikan kepada penulisnya",
    button="Kembalikan",
    done="Dikembalikan. Tidak ada yang dikirim kepada pemohon.",
    intro="Tulisannya kembali ke kotak balasan penulisnya, dengan catatan Anda. Berkas dipilih lagi.",
)
_GONE = "Tulisan ini sudah disetujui, dikembalikan, atau ditarik kembali."
_APPROVED = "Disetujui."


class ReturnForm(forms.Form):
    note = forms.CharField(
        label="Apa yang perlu diperbaiki",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis apa yang perlu diperbaiki, agar penulisnya tahu."},
    )
    held = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)


@staff_page
@require_POST
def approve(request: HttpRequest, register: str) -> HttpResponse:
    """One key: what stands on the page goes out, unless the citizen wrote since."""
    ticket = workable_ticket(request, register, Action.APPROVE_REPLY)
    held = _held(ticket, request.POST.get("held", ""))
    if held is None:
        return refused(request, ticket, words=_GONE)
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isdecimal() and len(seen) < 19 else None
    try:
        desk.approve(ticket, by=staff_of(request), now=timezone.now(), held=held, seen=number)
    except desk.FollowedByNothing as refusal:
        words = f"{_APPROVED} Balasan dikirim. Selain itu tidak ada yang berubah: {refusal}"
        return done(request, ticket, words=words)
    except desk.Refused as refusal:
        return refused(request, ticket, words=str(refusal))
    return done(request, ticket, words=_APPROVED)


@staff_page
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.APPROVE_REPLY)
    waiting = desk.held_of(ticket)
    form = ReturnForm(posted(request), initial={"held": waiting.pk if waiting else None})
    staff, now = staff_of(request), timezone.now()

    def do(data: dict[str, Any]) -> None:
        held = _held(ticket, str(data["held"]))
        if held is None:
            raise desk.Refused(_GONE)
        desk.return_held(ticket, by=staff, now=now, held=held, note=data["note"])

    return verb_page(request, ticket, verb=RETURN, form=form, do=do)


@staff_page
@require_POST
def take_back(request: HttpRequest, register: str) -> HttpResponse:
    """The author's own; the page is drawn anew, with the words in the composer."""
    ticket = workable_ticket(request, register, Action.NOTE)
    held = _held(ticket, request.POST.get("held", ""))
    if held is None:
        return refused(request, ticket, words=_GONE)
    try:
        desk.take_back_held(ticket, by=staff_of(request), now=timezone.now(), held=held)
    except desk.Refused as refusal:
        return refused(request, ticket, words=str(refusal))
    words = "Ditarik kembali. Tulisan Anda ada di kotak balasan."
    return done(request, ticket, words=words, after=ticket.get_absolute_url())


@staff_page
@require_GET
def file(request: HttpRequest, register: str, pk: int, number: int) -> HttpResponseBase:
    """A file that waits with the words, for everybody who reads the ticket; every opening is logged."""
    try:
        ticket = readable_ticket(request, register)
    except ReasonNeeded as needed:
        raise Http404 from needed
    held = get_object_or_404(HeldReply.objects.waiting(), pk=pk, ticket=ticket)
    kept = held.parts[number]["file"] if number < len(held.parts) else None
    if not kept or not default_storage.exists(kept["name"]):
        raise Http404
    AccessLog.objects.create(ticket=ticket, staff=staff_of(request), action=AccessLog.Action.FILE)
    return served(default_storage.open(kept["name"]), mime=kept["mime_type"], name=kept["filename"])


def _held(ticket: Ticket, pk: str) -> HeldReply | None:
    """Of this ticket, decided or not: a second click is told apart from a stranger's number."""
    if not pk.isdecimal() or len(pk) > 18:
        return None
    found = HeldReply.objects.filter(ticket=ticket, pk=int(pk))
    return found.select_related("author", "quoted").first()
