"""The place where an answer is typed: it knows the 24-hour window, the draft and the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from services import access
from services.access import Action
from services.models import Staff
from tickets import desk
from tickets.content import Text
from tickets.desk.drafting import LONGEST
from tickets.models import Message, MessageTemplate, Ticket
from tickets.reminders import WARN_BEFORE_CLOSING
from tickets.reply_forms import ReplyForm, TemplateForm, blanks_of
from tickets.transports.registry import transport_of
from tickets.views.quoting import Quote
from tickets.views.remembered import templates_of
from tickets.views.verbs import new_form_key
from tickets.words import amount_words, words

MAIN = ("text", "files", "template")


class Typed(NamedTuple):
    """What the person was typing, the words of theirs that a closed window kept back, and what the
    answer quotes.
    """

    draft: str
    unsent: str
    quote: Quote | None = None


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
    typed: Typed,
    refused: ReplyForm | TemplateForm | None = None,
) -> dict[str, Any]:
    """What the two forms of the page are filled with; `may` False shows why nothing can be typed.

    The newest message on the page (its id) and who holds the ticket are kept in the form, so that what
    changed meanwhile is told of. Plain values, and Django's forms only for what was sent
    (`tickets.reply_forms` says why).
    """
    if not access.can(staff, Action.REPLY, ticket) or ticket.conversation is None:
        return {"may": False}
    answer: Mapping[str, Any] = refused.data if isinstance(refused, ReplyForm) else {}
    picked: Mapping[str, Any] = refused.data if isinstance(refused, TemplateForm) else {}
    drawn = {"seen": newest, "holder": ticket.assignee_id or 0}
    quoted = typed.quote.pk if typed.quote else ""
    return {
        "may": True,
        "checked": desk.is_checked(ticket, staff),
        "text": answer.get("text", typed.draft),
        "hidden": {**_hidden(drawn, answer), "quoted": quoted},
        "quote": typed.quote,
        "errors": errors_of(refused) if isinstance(refused, ReplyForm) else [],
        "wrong": wrong_in(refused),
        "longest": LONGEST,
        "has_draft": bool(typed.draft),
        "follows": follows_of(ticket, staff=staff),
        "led": len(desk.followers_of(ticket)),
        "templates": _templates_of(
            ticket, typed=picked, text=typed.draft or typed.unsent, refused=refused
        ),
        "template_hidden": _hidden(drawn, picked),
        "template_errors": errors_of(refused) if isinstance(refused, TemplateForm) else [],
    }


def _hidden(drawn: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """What a form keeps unseen, as it was sent where it was; each form has a key of its own."""
    values = {**drawn, "form_key": new_form_key()}
    return {name: sent.get(name, value) for name, value in values.items()}


def follows_of(ticket: Ticket, *, staff: Staff) -> list[tuple[str, str, str]]:
    """(value, words, key) of the buttons that send and do what follows; the usual ending first."""
    follows = []
    if ticket.assignee_id is None or access.can(staff, Action.RESOLVE, ticket):
        first = desk.usual_end(ticket)
        ends = sorted((desk.Then.FULFILLED, desk.Then.ANSWERED), key=lambda one: one is not first)
        for then in ends:
            assert then.outcome is not None  # noqa: S101  # for the type checker
            words = f"Kirim, lalu selesai: {then.outcome.label.lower()}"
            follows.append((then.value, words, "e" if then is first else ""))
    if access.can(staff, Action.WAIT, ticket):
        follows.append((desk.Then.WAIT.value, "Kirim, lalu tunggu pemohon", "w"))
        follows.append((desk.Then.UNTIL.value, "Kirim, lalu tunggu sampai …", "u"))
    return follows


def errors_of(form: ReplyForm | TemplateForm) -> list[str]:
    """What is wrong, a sentence each, with the name of the field where it is a lesser one."""
    main = [str(error) for name in MAIN for error in form.errors.get(name, ())]
    others = [field for field in form if field.name not in MAIN]
    lesser = [f"{field.label}: {error}" for field in others for error in field.errors]
    return [*map(str, form.non_field_errors()), *main, *lesser]


def wrong_in(form: ReplyForm | TemplateForm | None) -> str:
    """The name of the main field that is wrong, to be marked on the page; "" for none."""
    return next((name for name in MAIN if form is not None and name in form.errors), "")


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
    form = refused if isinstance(refused, TemplateForm) else None
    shown = [_shown(one, ticket=ticket, typed=typed, text=text) for one in offered]
    chosen = typed.get("template", "")
    for place, one in enumerate(shown):
        one["chosen"] = str(one["pk"]) == chosen if chosen else place == 0
        for blank in one["blanks"]:
            blank["error"] = error = form.error_of(blank["name"]) if form else ""
            above = "template-errors" if form and form.is_unfit and one["chosen"] else ""
            blank["errors_at"] = f"{blank['name']}_error" if error else above
    return shown


def _shown(
    template: MessageTemplate, *, ticket: Ticket, typed: Mapping[str, Any], text: str
) -> dict[str, Any]:
    """A template with its blanks, and what they make of its body; the pattern names the blank that is
    being typed.
    """
    body = pattern = template.body
    if template.tells_update:
        body = pattern = body.replace("{{1}}", ticket.register_number)
    blanks = []
    for blank in blanks_of(template):
        value = typed.get(blank.name, text if blank.is_words else "")
        blanks.append({**asdict(blank), "longest": blank.longest, "value": value})
        filled = " ".join(value.split()) or f"[{blank.label}]"
        place = f"{{{{{blank.number}}}}}"
        body = body.replace(place, filled)
        pattern = pattern.replace(place, f"[{blank.label}]" if blank.is_words else filled)
    name = template.name.replace("_", " ").capitalize()
    return {
        "pk": template.pk,
        "name": name,
        "body": body,
        "pattern": pattern,
        "blanks": blanks,
    }
