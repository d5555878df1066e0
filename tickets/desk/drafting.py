"""Drafts and read marks of officers; they leave no history, because they decide nothing."""

import datetime as dt

from services.access import Action
from services.models import Staff
from tickets.desk.base import must_be_able, tell_queue
from tickets.models import Conversation, Draft, Message, Ticket

LONGEST = 20_000


def save_draft(ticket: Ticket, *, by: Staff, now: dt.datetime, text: str) -> Draft | None:
    """Save the draft of this person for this ticket; an empty text deletes it."""
    must_be_able(by, Action.REPLY, ticket)
    text = text.replace("\x00", "")[:LONGEST]
    if not text.strip():
        Draft.objects.filter(ticket=ticket, staff=by).delete()
        return None
    values = {"text": text, "updated_at": now}
    return Draft.objects.update_or_create(ticket=ticket, staff=by, defaults=values)[0]


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
