"""The place where an answer is typed: it knows the 24-hour window, the draft and the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from services import access
from services.access import Action
from services.compiled import compiled
from services.models import Staff
from tickets.forms import ReplyForm, TemplateForm
from tickets.models import MessageTemplate, Ticket
from tickets.views.guard import draft_of
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
    refused: ReplyForm | TemplateForm | None = None,
) -> dict[str, Any]:
    """What the two forms of the page are filled with; `may` False shows why nothing can be typed.

    `newest` is the newest message on the page, so that a later one is told of. Written as plain
    values: Django's forms are made when something was sent, and cost a fourteenth of the page.
    """
    if not access.can(staff, Action.REPLY, ticket) or ticket.conversation is None:
        return {"may": False}
    typed: Mapping[str, Any] = refused.data if isinstance(refused, ReplyForm) else {}
    picked: Mapping[str, Any] = refused.data if isinstance(refused, TemplateForm) else {}
    draft = draft_of(ticket)
    hidden = {"seen": newest, "form_key": new_form_key(), "quoted": ""}
    return {
        "may": True,
        "text": typed.get("text", draft),
        "hidden": {name: typed.get(name, value) for name, value in hidden.items()},
        "errors": errors_of(refused) if isinstance(refused, ReplyForm) else [],
        "has_draft": bool(draft),
        "templates": _templates_of(ticket, typed=picked),
        "template_key": picked.get("form_key", new_form_key()),
        "template_errors": errors_of(refused) if isinstance(refused, TemplateForm) else [],
    }


def errors_of(form: ReplyForm | TemplateForm | None) -> list[str]:
    """What is wrong, a sentence each, with the name of the field where it is one field's."""
    if form is None:
        return []
    fields = [f"{field.label}: {error}" for field in form for error in field.errors]
    return [*map(str, form.non_field_errors()), *fields]


def _templates_of(ticket: Ticket, *, typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not ticket.channel_id:
        return []
    offered = compiled(None, MessageTemplate.objects.offered, channel=ticket.channel_id)
    shown = [_shown(one, register=ticket.register_number, typed=typed) for one in offered]
    chosen = typed.get("template", "")
    for place, one in enumerate(shown):
        one["chosen"] = str(one["pk"]) == chosen if chosen else place == 0
    return shown


def _shown(template: MessageTemplate, *, register: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """A template with its blanks as (number, label, what was typed)."""
    # The contract of an update: register number, then what there is to tell.
    known = [("Nomor register", register), ("Kabar untuk pemohon", "")]
    is_update = template.purpose == MessageTemplate.Purpose.UPDATE
    named = known if is_update and template.parameter_count == len(known) else []
    blanks = []
    for n in range(1, template.parameter_count + 1):
        label, value = named[n - 1] if named else (f"Isian {n}", "")
        blanks.append((n, label, typed.get(f"blank_{template.pk}_{n}", value)))
    body = template.body
    for n, label, value in blanks:
        body = body.replace(f"{{{{{n}}}}}", value or f"[{label}]")
    name = template.name.replace("_", " ").capitalize()
    return {"pk": template.pk, "name": name, "body": body, "blanks": blanks}
