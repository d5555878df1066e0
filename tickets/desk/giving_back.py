"""Words that were not approved go back to who wrote them: returned, taken back, or overtaken."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from services.access import Action
from services.models import Staff
from tickets.desk.base import Refused, Verb, cleaned, must_be_able, record, working_on, write
from tickets.desk.checking import State, held_of
from tickets.desk.drafting import LONGEST
from tickets.event_reasons import Why
from tickets.models import Draft, HeldReply, Ticket
from tickets.notifications import Kind, Occasion, cause_of, tell


def return_held(ticket: Ticket, *, by: Staff, now: dt.datetime, held: HeldReply, note: str) -> None:
    """Nothing is sent; the author is told why, and has the words in their draft. Raises Refused."""
    note = cleaned(note, what="Catatan", field="note")
    with working_on(ticket):
        must_be_able(by, Action.APPROVE_REPLY, ticket)
        must_wait(ticket, held)
        _words_back(ticket, held, State.RETURNED, by=by, now=now)
        _tell_returned(ticket, held, by=by, now=now, note=note)


def take_back_held(ticket: Ticket, *, by: Staff, now: dt.datetime, held: HeldReply) -> None:
    """The author thought better of it. Raises Refused for anybody else."""
    with working_on(ticket):
        must_wait(ticket, held)
        if held.author_id != by.pk:
            raise Refused("Yang dapat menarik kembali tulisan ini hanya penulisnya.")
        _words_back(ticket, held, State.TAKEN_BACK, by=by, now=now)
        record(ticket, Verb.REPLY_TAKEN_BACK, by=by, now=now)


def give_back(ticket: Ticket, *, by: Staff | None, now: dt.datetime, why: Why) -> None:
    """The matter went on without what waits, if anything does; call it inside `working_on`."""
    if (held := held_of(ticket)) is not None:
        _words_back(ticket, held, State.RETURNED, by=by, now=now)
        _tell_returned(ticket, held, by=by, now=now, note=why)


def must_wait(ticket: Ticket, held: HeldReply) -> None:
    """Bring it up to date; raises Refused where somebody has decided meanwhile."""
    held.refresh_from_db()
    if held.ticket_id != ticket.pk:
        raise Refused("Tulisan itu dari tiket lain.")
    if held.state != State.WAITING:
        raise Refused(f"Tulisan ini sudah {held.get_state_display().lower()}.")


def settle(
    ticket: Ticket, held: HeldReply, state: State, *, by: Staff | None, now: dt.datetime
) -> None:
    """Write what was decided, and forget the words."""
    values: dict[str, Any] = {
        "state": state,
        "decided_by": by,
        "decided_at": now,
        "text": "",
        "parts": [],
    }
    HeldReply.objects.filter(pk=held.pk).update(**values)
    write(ticket, approval_asked_at=None)


def _words_back(
    ticket: Ticket, held: HeldReply, state: State, *, by: Staff | None, now: dt.datetime
) -> None:
    """Give the words back; files are chosen anew."""
    settle(ticket, held, state, by=by, now=now)
    for part in held.parts:
        if part["file"]:
            name = part["file"]["name"]
            transaction.on_commit(partial(default_storage.delete, name), robust=True)
    _into_draft(held, now)


def _into_draft(held: HeldReply, now: dt.datetime) -> None:
    """Before what the author has typed since."""
    mine = Draft.objects.filter(ticket=held.ticket_id, staff=held.author_id)
    typed = mine.values_list("text", flat=True).first() or ""
    whole = "\n\n".join(filter(None, (held.text.strip(), typed.strip())))[:LONGEST]
    values: dict[str, Any] = {"text": whole, "updated_at": now}
    if held.quoted_id is not None:
        values["quoted_id"] = held.quoted_id
    if whole:
        Draft.objects.update_or_create(
            ticket_id=held.ticket_id, staff_id=held.author_id, defaults=values
        )


def _tell_returned(
    ticket: Ticket, held: HeldReply, *, by: Staff | None, now: dt.datetime, note: str | Why
) -> None:
    """`note`: what a person typed, or the code of what overtook the words."""
    data: dict[str, Any] = {"author": held.author_id, "author_name": str(held.author)}
    typed = note
    if isinstance(note, Why):
        typed, data["why"] = "", note
    event = record(ticket, Verb.REPLY_RETURNED, by=by, now=now, reason=typed, data=data)
    told = Occasion(kind=Kind.RETURNED, cause=cause_of(event), people=[held.author])
    tell(told, ticket=ticket, by=by, now=now)
