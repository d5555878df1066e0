"""What a ticket page shows of words that wait for a second pair of eyes, or that came back unsent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from services import access
from services.access import Action
from services.models import Staff
from tickets import desk
from tickets.event_reasons import event_why
from tickets.models import HeldReply, Ticket, TicketEvent
from tickets.models.beside import Beside
from tickets.views.message_words import quote_words
from tickets.views.quoting import quote_of
from tickets.words import day_words, words

Verb = TicketEvent.Verb
# The newest of these in the history says whether somebody's words have come back.
_ABOUT_WORDS = (
    Verb.REPLIED,
    Verb.REPLY_HELD,
    Verb.REPLY_APPROVED,
    Verb.REPLY_RETURNED,
    Verb.REPLY_TAKEN_BACK,
)
_FOLLOWS = {
    desk.Then.FULFILLED: "Sesudah dikirim, tiket selesai: dipenuhi.",
    desk.Then.ANSWERED: "Sesudah dikirim, tiket selesai: dijawab.",
    desk.Then.WAIT: "Sesudah dikirim, tiket menunggu pemohon.",
}


def waiting_of(
    ticket: Ticket, *, staff: Staff, now: dt.datetime, show: Callable[[str], str]
) -> dict[str, Any] | None:
    """The words that wait, and what this person may do with them; asks only where there are any."""
    held = desk.held_of(ticket)
    if held is None:
        return None
    is_mine = held.author_id == staff.pk
    return {
        "pk": held.pk,
        "who": str(held.author),
        "at": words(held.asked_at, zone=ticket.agency.zone, now=now),
        "is_mine": is_mine,
        "outcome": held.get_outcome_display(),
        "text": show(held.text),
        "quoted": show(quote_words(held.quoted)) if held.quoted is not None else "",
        "files": _files(ticket, held, show),
        "follows": _follows(held),
        "may_approve": not is_mine and access.can(staff, Action.APPROVE_REPLY, ticket),
    }


def returned_of(
    ticket: Ticket,
    events: Sequence[TicketEvent],
    *,
    staff: Staff,
    draft: Beside,
    show: Callable[[str], str],
) -> dict[str, Any] | None:
    """Why this person's words came back, as long as they lie in the draft unsent; `events` are the
    newest lines of the history.
    """
    about = [one for one in events if one.verb in _ABOUT_WORDS]
    last = about[-1] if about and draft.draft and ticket.approval_asked_at is None else None
    if last is None or last.verb != Verb.REPLY_RETURNED or last.data.get("author") != staff.pk:
        return None
    return {
        "who": str(last.actor or ""),
        "note": last.reason or event_why(last.data),
        "text": draft.draft,
        "quote": quote_of(draft.quoted, ticket, show=show),
    }


def _files(ticket: Ticket, held: HeldReply, show: Callable[[str], str]) -> list[dict[str, str]]:
    return [
        {
            "name": show(part["file"]["filename"]),
            "url": reverse("tickets:held-file", args=[ticket.register_number, held.pk, number]),
        }
        for number, part in enumerate(held.parts)
        if part["file"]
    ]


def _follows(held: HeldReply) -> str:
    if held.then == desk.Then.UNTIL and held.until is not None:
        return f"Sesudah dikirim, tiket menunggu pemohon sampai {day_words(held.until)}."
    return _FOLLOWS.get(desk.Then(held.then), "")
