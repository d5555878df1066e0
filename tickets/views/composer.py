"""The place where an answer is typed: it knows the 24-hour window, the draft and the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from services import access
from services.access import Action
from services.models import Staff
from tickets.content import Text
from tickets.models import Message, MessageTemplate, Ticket
from tickets.models.template import UPDATE_BLANKS
from tickets.reminders import WARN_BEFORE_CLOSING
from tickets.reply_forms import ReplyForm, TemplateForm
from tickets.transports.registry import transport_of
from tickets.views.guard import draft_of
from tickets.views.remembered import templates_of
from tickets.views.verbs import new_form_key
from tickets.words import amount_words, words


def window_of(ticket: Ticket, *, now: dt.datetime) -> dict[str, Any]:
    """Whether free text may be sent, until when, and how to say it."""
    if ticket.conversation is None or ticket.channel is None:
        return {"kind": "none", "open": False}
    ends = ticket.conversation.window_expires_at
    seconds = transport_of(ticket.channel.kind).seconds_left(ends, now)
    if seconds is None:
        return {"kind": "endless", "open": True}
    if not seconds:
        return {"kind": "closed", "open": False}
    closes = now + dt.timedelta(seconds=seconds)
    return {
        "kind": "open",
        "open": True,
        "soon": seconds < WARN_BEFORE_CLOSING.total_seconds(),
        "left": amount_words(dt.timedelta(seconds=seconds)),
        "until": words(closes, zone=ticket.agency.zone, now=now),
        "iso": closes.isoformat(),
    }


def composer_of(
    ticket: Ticket,
    *,
    staff: Staff,
    newest: int,
    unsent: str,
    refused: ReplyForm | TemplateForm | None = None,
) -> dict[str, Any]:
    """What the two forms of the page are filled with; `may` False shows why nothing can be typed.

    The newest message on the page (its id) and who holds the ticket are kept in the form, so that what
    changed meanwhile is told of. Plain values: Django's forms are made when something was sent, and
    cost a fourteenth of the page.
    """
    if not access.can(staff, Action.REPLY, ticket) or ticket.conversation is None:
        return {"may": False}
    typed: Mapping[str, Any] = refused.data if isinstance(refused, ReplyForm) else {}
    picked: Mapping[str, Any] = refused.data if isinstance(refused, TemplateForm) else {}
    draft = draft_of(ticket, staff)
    drawn = {"seen": newest, "holder": ticket.assignee_id or 0}
    hidden = {**drawn, "form_key": new_form_key(), "quoted": ""}
    return {
        "may": True,
        "text": typed.get("text", draft),
        "hidden": {name: typed.get(name, value) for name, value in hidden.items()},
        "errors": errors_of(refused) if isinstance(refused, ReplyForm) else [],
        "is_wrong": isinstance(refused, ReplyForm) and "text" in refused.errors,
        "has_draft": bool(draft),
        "templates": _templates_of(ticket, typed=picked, text=draft or unsent, refused=refused),
        "template_hidden": {
            name: picked.get(name, value)
            for name, value in {**drawn, "form_key": new_form_key()}.items()
        },
        "template_errors": errors_of(refused) if isinstance(refused, TemplateForm) else [],
    }


def errors_of(form: ReplyForm | TemplateForm | None) -> list[str]:
    """What is wrong, a sentence each, with the name of the field where it is a lesser one."""
    if form is None:
        return []
    own = [str(error) for error in form.errors.get("text", ())]
    fields = [f"{field.label}: {error}" for field in form for error in field.errors]
    if own:
        fields = [words for words in fields if not words.endswith(tuple(own))]
    return [*map(str, form.non_field_errors()), *own, *fields]


def unsent_in(last: Message | None) -> str:
    """The words of the officer's last message where the closed window kept them back."""
    if last is None or last.type != Text.type:
        return ""
    return last.text if last.is_kept_back else ""


def _templates_of(
    ticket: Ticket,
    *,
    typed: Mapping[str, Any],
    text: str,
    refused: ReplyForm | TemplateForm | None,
) -> list[dict[str, Any]]:
    if not ticket.channel_id:
        return []
    offered = templates_of(ticket.channel_id, anew=refused is not None)
    missing = refused.missing if isinstance(refused, TemplateForm) else ()
    is_unfit = isinstance(refused, TemplateForm) and refused.is_unfit
    shown = [_shown(one, ticket=ticket, typed=typed, text=text) for one in offered]
    chosen = typed.get("template", "")
    for place, one in enumerate(shown):
        one["chosen"] = str(one["pk"]) == chosen if chosen else place == 0
        for blank in one["blanks"]:
            blank["is_missing"] = blank["name"] in missing
            blank["is_wrong"] = blank["is_missing"] or (is_unfit and one["chosen"])
    return shown


def _shown(
    template: MessageTemplate, *, ticket: Ticket, typed: Mapping[str, Any], text: str
) -> dict[str, Any]:
    """A template with its blanks: name, label, value, and whether it takes the answer's words.

    The register number of an update is filled in by the server, and is no blank.
    """
    blanks = []
    body = pattern = template.body  # the pattern names the blank that is being typed
    for n in range(1, template.parameter_count + 1):
        is_text = template.tells_update and n == UPDATE_BLANKS
        name = f"blank_{template.pk}_{n}"
        label = "Kabar untuk pemohon" if is_text else f"Isian {n}"
        value = typed.get(name, text if is_text else "")
        if template.tells_update and not is_text:
            value = ticket.register_number
        else:
            blanks.append({"name": name, "label": label, "value": value, "is_text": is_text})
        filled = " ".join(value.split()) or f"[{label}]"
        body = body.replace(f"{{{{{n}}}}}", filled)
        pattern = pattern.replace(f"{{{{{n}}}}}", f"[{label}]" if is_text else filled)
    name = template.name.replace("_", " ").capitalize()
    return {
        "pk": template.pk,
        "name": name,
        "body": body,
        "pattern": pattern,
        "blanks": blanks,
    }
