"""The form of a verb: on a page of its own, and the same in a dialog over the ticket."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tickets import desk
from tickets.models import Ticket


@dataclass(frozen=True, kw_only=True)
class Verb:
    """A verb's form; `after` is the address that follows, the ticket when empty; `goes_on` answers instead.

    `reloads`: the composer comes or goes with it, so the whole page is loaded again.
    """

    title: str
    button: str
    done: str
    intro: str = ""
    style: str = "primary"
    after: str = ""
    goes_on: Callable[[HttpRequest, Ticket, str], HttpResponse] | None = None
    reloads: bool = False


def verb_page(
    request: HttpRequest,
    ticket: Ticket,
    *,
    verb: Verb,
    form: BaseForm,
    do: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Show the form, or carry the verb out; a refusal says why and shows again what was typed.

    Words that `do` returns replace the verb's own message.
    """
    form.auto_id = "verb_%s"  # the dialog lies over a page with forms of its own
    if request.method == "POST" and form.is_valid():
        try:
            words = do(form.cleaned_data)
        except desk.Refused as refusal:
            mark(form, refusal)
        else:
            words = words if isinstance(words, str) else verb.done
            if verb.goes_on is not None:
                return verb.goes_on(request, ticket, words)
            after = verb.after or (ticket.get_absolute_url() if verb.reloads else "")
            return done(request, ticket, words=words, after=after)
    part = bool(request.headers.get("HX-Request"))
    template = "tickets/_verb_form.html" if part else "tickets/verb.html"
    context = {"ticket": ticket, "verb": verb, "form": form, "action": request.path}
    return render(request, template, context, status=422 if form.errors else 200)


def mark(form: BaseForm, refusal: desk.Refused) -> None:
    """Show the refusal beside the field that it is about, or above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def carry_out(
    request: HttpRequest, ticket: Ticket, *, do: Callable[[], object], words: str
) -> HttpResponse:
    """Carry out a verb without a form; a refusal is shown as a message."""
    try:
        do()
    except desk.Refused as refusal:
        return refused(request, ticket, words=str(refusal))
    return done(request, ticket, words=words)


def refused(request: HttpRequest, ticket: Ticket, *, words: str) -> HttpResponse:
    """Say on the ticket why nothing was done."""
    if request.headers.get("HX-Request"):
        return _triggering({"verb-refused": {"text": words}})
    messages.error(request, words)
    return redirect(ticket.get_absolute_url())


def done(request: HttpRequest, ticket: Ticket, *, words: str, after: str = "") -> HttpResponse:
    """Go back to the ticket; a page with JavaScript stays and shows the message."""
    if request.headers.get("HX-Request") and not after:
        return _triggering({"verb-done": {"text": words}})
    messages.success(request, words)
    target = after or ticket.get_absolute_url()
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = target
        return response
    return redirect(target)


def new_form_key() -> str:
    """A key by which a repeated POST finds the row that the first one made."""
    return secrets.token_urlsafe(18)


def _triggering(events: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(status=204)
    response["HX-Trigger"] = json.dumps(events)
    return response
