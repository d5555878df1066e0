"""Send a failed message again, or fetch a file again: always by hand, always as a new attempt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from services.access import Action
from tickets import desk
from tickets.models import Attachment
from tickets.views.guard import staff_of, staff_page, workable_ticket
from tickets.views.verbs import carry_out


@staff_page
@require_POST
def retry_message(request: HttpRequest, register: str, pk: int) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.REPLY)
    message = get_object_or_404(ticket.messages, pk=pk)
    staff, now = staff_of(request), timezone.now()

    def do() -> None:
        desk.retry_message(message, by=staff, now=now)

    return carry_out(request, ticket, do=do, words="Pesan dikirim ulang sebagai pesan baru.")


@staff_page
@require_POST
def retry_file(request: HttpRequest, register: str, pk: int) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.NOTE)
    attachment = get_object_or_404(Attachment.objects.filter(message__ticket=ticket), pk=pk)
    staff, now = staff_of(request), timezone.now()

    def do() -> None:
        desk.retry_file(attachment, by=staff, now=now)

    return carry_out(request, ticket, do=do, words="Berkas dicoba diambil lagi.")
