"""Two eyes: where a service asks for it, what an operator writes waits until a supervisor lets it go.

The one place where that is decided (docs/decisions/0070): every verb by which an officer's own words
reach a citizen asks `is_checked`. What becomes of them then is in approving.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from services import access
from services.access import Action
from services.models import Staff
from tickets import outbox
from tickets.content import Content
from tickets.desk.base import Refused, Verb, record, write
from tickets.models import Draft, HeldReply, Message, Ticket
from tickets.notifications import Kind, Occasion, cause_of, tell
from tickets.received import Contacts, Location

State = HeldReply.State
# What officers choose of what the office keeps (desk.sharing): there are no words of theirs in it.
NOTHING_TYPED = (Location.type, Contacts.type)


@dataclass(frozen=True)
class Part:
    """One message of a reply."""

    content: Content
    file: outbox.StoredFile | None = None

    def plain(self) -> dict[str, Any]:
        """As `HeldReply.parts` keeps it."""
        file = asdict(self.file) if self.file is not None else None
        return {"content": self.content.payload(), "file": file}


@dataclass(frozen=True, kw_only=True)
class ToCheck:
    """What is to be said, as it would go out now; `outcome`: the words are the result of the matter."""

    text: str
    form_key: str = ""
    parts: Sequence[Part] = ()
    quoted: Message | None = None
    then: str = ""
    until: dt.date | None = None
    outcome: str = ""


def is_checked(ticket: Ticket, by: Staff | None) -> bool:
    """Whether what this person writes to the citizen waits; supervisors are the second pair of eyes."""
    if by is None or ticket.service is None or not ticket.service.checks_replies:
        return False
    return not access.can(by, Action.APPROVE_REPLY, ticket)


def was_held(ticket: Ticket, *, by: Staff | None, form_key: str) -> bool:
    """Whether this very form was taken before, and waits; one that was approved is known by what it
    sent, and what came back is said anew, mostly in other words, by a page that has the key still.
    """
    if by is None or not form_key or ticket.approval_asked_at is None:
        return False
    mine = HeldReply.objects.filter(ticket=ticket, author=by, form_key=form_key)
    return mine.waiting().exists()


def hold(ticket: Ticket, *, by: Staff, now: dt.datetime, words: ToCheck) -> HeldReply:
    """Keep it until somebody has decided, and tell who may; call it inside `working_on`.

    Raises Refused while another one of the ticket waits, and where nobody could approve it.
    """
    _must_be_the_only_one(ticket)
    _must_have_a_reader(ticket, by)
    held = HeldReply.objects.create(
        ticket=ticket,
        author=by,
        form_key=words.form_key,
        text=words.text,
        parts=[part.plain() for part in words.parts],
        quoted=words.quoted,
        then=words.then,
        until=words.until,
        outcome=words.outcome,
        asked_at=now,
    )
    write(ticket, approval_asked_at=now)
    Draft.objects.filter(ticket=ticket, staff=by).delete()
    event = record(ticket, Verb.REPLY_HELD, by=by, now=now)
    tell(Occasion(kind=Kind.TO_APPROVE, cause=cause_of(event)), ticket=ticket, by=by, now=now)
    return held


def held_of(ticket: Ticket) -> HeldReply | None:
    """The one that waits; asks the database only where there is one."""
    if ticket.approval_asked_at is None:
        return None
    waiting = HeldReply.objects.filter(ticket=ticket).waiting()
    return waiting.select_related("author", "quoted").first()


def was_approved(message: Message) -> bool:
    """Whether the words of a message, or of the one that it repeats, had a second pair of eyes."""
    ticket = message.ticket
    if message.type in NOTHING_TYPED:
        return True
    while message.retry_of is not None:
        message = message.retry_of
    if ticket is None or message.author is None or not is_checked(ticket, message.author):
        return True
    approved = HeldReply.objects.filter(ticket=ticket, author=message.author, state=State.APPROVED)
    return approved.filter(decided_at=message.occurred_at).exists()


def _must_be_the_only_one(ticket: Ticket) -> None:
    if (waiting := held_of(ticket)) is not None:
        raise Refused(
            f"Tulisan {waiting.author} di tiket ini masih menunggu persetujuan penyelia. "
            "Tunggu dahulu, atau minta penulisnya menariknya kembali."
        )


def _must_have_a_reader(ticket: Ticket, by: Staff) -> None:
    able = access.people_who_can(Action.APPROVE_REPLY, ticket)
    if not able.filter(is_active=True).exclude(pk=by.pk).exists():
        raise Refused(
            "Balasan layanan ini diperiksa penyelia dahulu, tetapi kantor ini belum punya penyelia. "
            "Minta admin OPD menambahkan penyelia."
        )
