"""Ask the head of the office, and the head's answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services import access
from services.access import Action
from services.models import Staff
from tickets import desk
from tickets.escalation_forms import AnswerForm, EscalateForm
from tickets.models import Ticket
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.presenting import mask_numbers
from tickets.views.verbs import Verb, verb_page
from tickets.words import words

ASK = Verb(
    title="Minta jawaban pimpinan",
    button="Minta jawaban",
    done="Pimpinan diberi tahu dan diminta menjawab.",
    intro="Kepala kantor diberi tahu dan dapat membuka tiket ini. Waktu penyelesaian tetap berjalan.",
)
ANSWER = Verb(
    title="Jawab sebagai pimpinan",
    button="Simpan jawaban",
    done="Jawaban tercatat. Petugas yang meminta diberi tahu.",
    intro="Jawaban ini dibaca petugas, tidak dikirim kepada pemohon.",
)


@staff_page
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.ESCALATE)
    staff, now, zone = staff_of(request), timezone.now(), ticket.agency.zone
    usual = desk.usual_answer_by(ticket.agency, now)

    def do(data: dict[str, Any]) -> None:
        desk.escalate(ticket, by=staff, now=now, reason=data["reason"], until=data["until"])

    form = EscalateForm(posted(request), initial={"until": usual}, zone=zone)
    return verb_page(request, ticket, verb=ASK, form=form, do=do)


@staff_page
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, register: str) -> HttpResponse:
    ticket = workable_ticket(request, register, Action.ANSWER_ESCALATION)
    staff, now = staff_of(request), timezone.now()

    def do(data: dict[str, Any]) -> None:
        desk.answer_escalation(ticket, by=staff, now=now, answer=data["answer"])

    asked = escalation_of(ticket, staff=staff, now=now)
    verb = replace(ANSWER, intro=f"{_question(asked)} {ANSWER.intro}") if asked else ANSWER
    return verb_page(request, ticket, verb=verb, form=AnswerForm(posted(request)), do=do)


def _question(asked: dict[str, Any]) -> str:
    """What is to be answered, above the field: on a page of its own the ticket is not beside it."""
    until = "Seharusnya dijawab" if asked["is_late"] else "Paling lambat"
    return f"{asked['who']} bertanya: “{asked['reason']}” {until} {asked['until']}."


def escalation_of(ticket: Ticket, *, staff: Staff, now: dt.datetime) -> dict[str, Any] | None:
    """What the head is asked, for the head of the page; None where nothing is asked."""
    asked = desk.open_escalation(ticket)
    if asked is None:
        return None
    return {
        "who": str(asked.asked_by),
        "reason": mask_numbers(asked.reason),
        "until": words(asked.due_at, zone=ticket.agency.zone, now=now),
        "is_late": asked.due_at < now,
        "may_answer": access.can(staff, Action.ANSWER_ESCALATION, ticket),
    }
