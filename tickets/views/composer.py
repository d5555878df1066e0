"""The place where an answer is typed: it knows the 24-hour window, the draft and the quick replies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from services import access
from services.access import Action
from services.models import Staff
from tickets.forms import ReplyForm, TemplateForm
from tickets.models import Draft, QuickReply, Ticket
from tickets.views.presenting import citizen_name
from tickets.views.verbs import new_form_key
from tickets.whatsapp import window
from tickets.words import amount_words, words


def window_of(ticket: Ticket, *, now: dt.datetime) -> dict[str, Any]:
    """Whether free text may be sent, until when, and how to say it."""
    if ticket.conversation is None:
        return {"kind": "none", "open": False}
    ends = ticket.conversation.window_expires_at
    seconds = window.seconds_left(ends, now)
    if not seconds:
        return {"kind": "closed", "open": False}
    closes = now + dt.timedelta(seconds=seconds)
    return {
        "kind": "open",
        "open": True,
        "soon": seconds < 2 * 3600,
        "left": amount_words(dt.timedelta(seconds=seconds)),
        "until": words(closes, zone=ticket.agency.zone, now=now),
        "iso": closes.isoformat(),
    }


def composer_of(
    ticket: Ticket,
    *,
    staff: Staff,
    newest: int,
    reply_form: ReplyForm | None = None,
    template_form: TemplateForm | None = None,
) -> dict[str, Any]:
    """Forms, draft and quick replies; `may` False shows why nothing can be typed.

    `newest` is the newest message on the page, so that a later one is told of.
    """
    if not access.can(staff, Action.REPLY, ticket) or ticket.conversation is None:
        return {"may": False}
    drafts = Draft.objects.filter(ticket=ticket, staff=staff).values_list("text", flat=True)
    draft = "".join(drafts)
    given = reply_form.data if reply_form else {"seen": newest, "form_key": new_form_key()}
    return {
        "may": True,
        "form": reply_form or ReplyForm(initial={"text": draft}),
        "hidden": {name: given.get(name, "") for name in ("seen", "form_key", "quoted")},
        "template_form": template_form or TemplateForm(ticket=ticket),
        "template_key": template_form.data.get("form_key", "") if template_form else new_form_key(),
        "has_draft": bool(draft),
        "quick_replies": _quick_replies(ticket),
    }


def _quick_replies(ticket: Ticket) -> list[dict[str, str]]:
    """The office's own words with the names of this matter filled in."""
    of_service = Q(service__isnull=True) | Q(service=ticket.service_id)
    known = {
        "{nama}": citizen_name(ticket),
        "{nomor}": ticket.register_number,
        "{layanan}": ticket.service.name if ticket.service else "layanan kami",
    }
    replies = QuickReply.objects.filter(of_service, agency=ticket.agency)
    return [
        {"shortcut": shortcut, "title": title, "text": _filled(text, known)}
        for shortcut, title, text in replies.values_list("shortcut", "title", "text")
    ]


def _filled(text: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(name, value)
    return text
