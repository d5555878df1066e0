"""What an operator writes where a service asks for a second pair of eyes, and what became of it."""

import datetime as dt
from typing import Any

from services.models import Staff
from tickets import desk
from tickets.desk import Then
from tickets.models import HeldReply, Notification, Ticket

TEXT = "Mohon maaf, permohonan ini belum dapat kami penuhi."


def write(ticket: Ticket, by: Staff, now: dt.datetime, then: Then = Then.STAY, **more: Any) -> Any:
    letter = desk.Reply(**{"text": TEXT, "form_key": "kunci-satu", **more})
    return desk.reply_then(ticket, by=by, now=now, letter=letter, then=then)


def approve(ticket: Ticket, by: Staff, now: dt.datetime, **more: Any) -> None:
    ticket.refresh_from_db()
    held = HeldReply.objects.select_related("author", "quoted").latest("pk")
    desk.approve(ticket, by=by, now=now, held=held, **more)
    ticket.refresh_from_db()


def said(ticket: Ticket) -> list[str]:
    return list(
        ticket.messages.filter(direction="out").order_by("pk").values_list("text", flat=True)
    )


def verbs(ticket: Ticket) -> list[str]:
    return list(ticket.events.order_by("pk").values_list("verb", flat=True))


def told(kind: str) -> set[Staff]:
    return {row.staff for row in Notification.objects.filter(kind=kind)}
