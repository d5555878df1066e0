"""Merges two citizens who turn out to be one person; the other row's data follow the first."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from tickets.figures.marking import mark_people
from tickets.models import Citizen, CitizenIdentity, Conversation, Message, Ticket


def merge(keep: Citizen, other: Citizen) -> None:
    """Link `other` to `keep` and move its ids, conversations, tickets and messages.

    Needs a transaction. Locks conversations, then tickets (the order of tickets/README.md).
    """
    conversations = list(
        Conversation.objects.select_for_update(no_key=True)
        .filter(citizen__in=[keep, other])
        .order_by("pk")
    )
    remaining = {row.channel_id: row for row in conversations if row.citizen_id == keep.pk}
    for conversation in conversations:
        if conversation.citizen_id != other.pk:
            continue
        if target := remaining.get(conversation.channel_id):
            _move(conversation, target)
        else:
            conversation.citizen = keep
            conversation.save(update_fields=["citizen"])
    theirs = Ticket.objects.filter(citizen=other)
    mark_people(theirs)
    theirs.update(citizen=keep)
    CitizenIdentity.objects.filter(citizen=other).update(citizen=keep)
    Citizen.objects.filter(Q(pk=other.pk) | Q(merged_into=other)).update(merged_into=keep)
    for field in ("name", "profile_name", "username", "phone"):
        setattr(keep, field, getattr(keep, field) or getattr(other, field))
    keep.source_asked_at = keep.source_asked_at or other.source_asked_at
    keep.save(update_fields=["name", "profile_name", "username", "phone", "source_asked_at"])


def _move(source: Conversation, target: Conversation) -> None:
    tickets = Ticket.objects.filter(conversation=source)
    messages = Message.objects.filter(conversation=source)
    intake = Ticket.objects.filter(conversation=target, state=Ticket.State.INTAKE)
    staying = tickets.filter(state=Ticket.State.INTAKE).first() if intake.exists() else None
    if staying:
        # Only one matter at a time is in intake: this one goes to the queue.
        tickets = tickets.exclude(pk=staying.pk)
        messages = messages.exclude(ticket=staying)
    messages.update(conversation=target)
    tickets.update(conversation=target)
    target.address = max((source, target), key=_last_heard).address
    for field in ("window_expires_at", "last_inbound_at", "worked_until", "next_send_at"):
        values = [value for row in (target, source) if (value := getattr(row, field))]
        setattr(target, field, max(values, default=None))
    target.worked_until_id = max(target.worked_until_id, source.worked_until_id)
    if source.converse_at and (not target.converse_at or source.converse_at < target.converse_at):
        target.converse_at = source.converse_at
    target.save()
    source.converse_at = None
    source.silent_at = timezone.now() if staying else None
    source.save(update_fields=["converse_at", "silent_at"])


def _last_heard(conversation: Conversation) -> dt.datetime:
    return conversation.last_inbound_at or dt.datetime.min.replace(tzinfo=dt.UTC)
