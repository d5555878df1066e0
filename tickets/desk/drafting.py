"""Drafts and read marks of officers; they leave no history, because they decide nothing."""

import datetime as dt

from services.access import Action
from services.models import Staff
from tickets.desk.base import must_be_able, tell_queue
from tickets.models import Draft, Ticket

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


def mark_seen(ticket: Ticket, *, by: Staff) -> None:
    """Note that the ticket's officer has seen every message; other readers change nothing."""
    if ticket.assignee_id != by.pk or not ticket.unread_count:
        return
    if Ticket.objects.filter(pk=ticket.pk, unread_count__gt=0).update(unread_count=0):
        ticket.unread_count = 0
        tell_queue(ticket.agency_id)
