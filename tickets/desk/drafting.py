"""Drafts and read marks of officers; only taking over a colleague's draft stands in the history."""

import datetime as dt
from typing import Any

from services.access import Action
from services.models import Staff
from tickets.content import with_plain_line_breaks
from tickets.desk.base import Refused, Verb, must_be_able, record, tell_queue, working_on
from tickets.models import Conversation, Draft, Message, Ticket
from tickets.notifications import Kind, Occasion, cause_of, tell

LONGEST = 20_000


def save_draft(
    ticket: Ticket, *, by: Staff, now: dt.datetime, text: str, quoted: int | None = None
) -> Draft | None:
    """Save the draft of this person for this ticket; an empty text deletes it.

    `quoted`: the message that it answers, by its id, 0 for none; None leaves what is kept.
    """
    must_be_able(by, Action.REPLY, ticket)
    text = with_plain_line_breaks(text.replace("\x00", ""))[:LONGEST]
    if not text.strip():
        Draft.objects.filter(ticket=ticket, staff=by).delete()
        return None
    values: dict[str, Any] = {"text": text, "updated_at": now}
    if quoted is not None:
        values["quoted"] = ticket.messages.filter(pk=quoted).first() if quoted else None
    return Draft.objects.update_or_create(ticket=ticket, staff=by, defaults=values)[0]


def use_draft(ticket: Ticket, *, by: Staff, now: dt.datetime, draft: Draft, text: str) -> str:
    """Add a colleague's draft to what this person has typed (`text`), as their own draft; the whole.

    The colleague's stays as it is, and the colleague is told; what it quotes comes along where this
    person's quotes nothing. What has it in it already is given
    back unchanged. Raises Refused for a draft of another ticket, and where both are too long.
    """
    with working_on(ticket):
        must_be_able(by, Action.REPLY, ticket)
        if draft.ticket_id != ticket.pk:
            raise Refused("Draf itu untuk tiket lain.")
        if draft.staff_id == by.pk or has_draft_in(text, draft):
            return text
        theirs = with_plain_line_breaks(draft.text)
        whole = f"{text.rstrip()}\n\n{theirs}" if text.strip() else theirs
        if len(whole) > LONGEST:
            raise Refused("Kedua draf bersama terlalu panjang. Pendekkan tulisan Anda dahulu.")
        quoted = None if _quotes(ticket, by) else draft.quoted_id
        save_draft(ticket, by=by, now=now, text=whole, quoted=quoted)
        data = {"of": draft.staff_id, "of_name": str(draft.staff)}
        event = record(ticket, Verb.DRAFT_USED, by=by, now=now, data=data)
        told = Occasion(kind=Kind.DRAFT_USED, cause=cause_of(event), people=[draft.staff])
        tell(told, ticket=ticket, by=by, now=now)
    return whole


def bring_drafts(ticket: Ticket, into: Ticket, *, now: dt.datetime) -> None:
    """What was typed on a ticket that goes on in another one goes along, behind what stands there."""
    for draft in Draft.objects.filter(ticket=ticket):
        mine = Draft.objects.filter(ticket=into, staff=draft.staff_id).first()
        typed, quotes = (mine.text, mine.quoted_id) if mine is not None else ("", None)
        whole = "\n\n".join(filter(None, (typed.strip(), draft.text.strip())))[:LONGEST]
        quoted = quotes or draft.quoted_id
        values = {"text": whole, "quoted_id": quoted, "updated_at": now}
        Draft.objects.update_or_create(ticket=into, staff_id=draft.staff_id, defaults=values)
        draft.delete()


def has_draft_in(text: str, draft: Draft) -> bool:
    """Whether the draft stands in a text already; browsers send line breaks in several ways."""
    return with_plain_line_breaks(draft.text).strip() in with_plain_line_breaks(text)


def _quotes(ticket: Ticket, staff: Staff) -> bool:
    return Draft.objects.filter(ticket=ticket, staff=staff, quoted__isnull=False).exists()


def mark_unread(ticket: Ticket, *, by: Staff) -> None:
    """The officer wants to come back to it: highlight its row in the queue again."""
    must_be_able(by, Action.NOTE, ticket)
    if Ticket.objects.filter(pk=ticket.pk, unread_count=0).update(unread_count=1):
        ticket.unread_count = 1
        tell_queue(ticket.agency_id)


def mark_seen(ticket: Ticket, *, by: Staff, now: dt.datetime) -> None:
    """Note that the ticket's officer has seen every message; other readers change nothing.

    The citizen is told by the channel's own sign (blue ticks), where the number does so.
    """
    if ticket.assignee_id != by.pk or not ticket.unread_count:
        return
    if Ticket.objects.filter(pk=ticket.pk, unread_count__gt=0).update(unread_count=0):
        ticket.unread_count = 0
        tell_queue(ticket.agency_id)
        _tell_citizen(ticket, now=now)


def _tell_citizen(ticket: Ticket, *, now: dt.datetime) -> None:
    """Put the newest message of the citizen down to be marked as read there; once for a message."""
    theirs = ticket.messages.filter(direction=Message.Direction.IN, external_id__isnull=False)
    newest = theirs.order_by("-occurred_at", "-pk").values_list("external_id", flat=True).first()
    if newest is None:
        return
    here = Conversation.objects.filter(pk=ticket.conversation_id or 0, channel__marks_read=True)
    here.exclude(read_external_id=newest).update(
        read_external_id=newest, tell_read_at=now, tell_read_attempts=0
    )
