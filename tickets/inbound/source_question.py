"""Asks a citizen once from where they know of the office, or why they came to the counter.

Off unless the office wants it, and never in the way of help: after a matter is done, of nobody who has
another one open, and of nobody who ever reported danger, staff or a wrong (docs/decisions/0091).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from services.models import Agency
from services.models.service import Kind
from tickets import outbox, states
from tickets.inbound import replies
from tickets.inbound.faults import locked
from tickets.intake import IntakeState, Reply
from tickets.intake import memory as steps
from tickets.intake.sources import CAME, HEARD, question_rows
from tickets.models import Citizen, Conversation, Message, Ticket
from tickets.models.ticket_counter import HAS_HEARD, HAS_REASON
from tickets.transports.registry import transport_of

# The invitation to the survey goes first; after a day the window is closed, and the matter is gone.
AFTER, WITHIN = dt.timedelta(minutes=5), dt.timedelta(hours=20)
_DONE = (Ticket.Outcome.FULFILLED, Ticket.Outcome.ANSWERED)
# Whoever brought one of these is never asked.
_GRAVE = Q(is_urgent=True) | Q(is_about_staff=True) | Q(is_anonymous=True) | Q(kind=Kind.COMPLAINT)


def ask_sources(now: dt.datetime, limit: int = 100) -> int:
    """Ask those whose matter has just been done; returns how many."""
    offices = list(Agency.objects.filter(asks_source=True).values_list("pk", flat=True))
    if not offices:
        return 0
    found = _to_be_asked(now).filter(agency__in=offices).order_by("resolved_at", "pk")
    return sum(_ask(pk, now) for pk in list(found.values_list("pk", flat=True)[:limit]))


def _to_be_asked(now: dt.datetime) -> QuerySet[Ticket]:
    others = Ticket.objects.filter(citizen=OuterRef("citizen"))
    bars = _GRAVE | HAS_HEARD | HAS_REASON | Q(state__in=states.OPEN)
    return Ticket.objects.registered().filter(
        ~Exists(others.filter(bars)),
        state__in=states.ENDED,
        outcome__in=_DONE,
        resolved_at__gt=now - WITHIN,
        resolved_at__lte=now - AFTER,
        citizen__source_asked_at=None,
        conversation__no_more_since=None,
        conversation__silent_at=None,
        conversation__converse_at=None,
        conversation__channel__is_active=True,
        conversation__window_expires_at__gt=now,
        unanswered_since=None,
    )


@transaction.atomic
def _ask(key: int, now: dt.datetime) -> bool:
    """False: somebody was first, or the citizen has something else to say."""
    place = Ticket.objects.filter(pk=key).values_list("conversation", flat=True).first()
    if place is None:
        return False
    conversation = locked(place)
    ticket = _to_be_asked(now).filter(pk=key, conversation=conversation).first()
    if ticket is None or Message.objects.unworked().filter(conversation=conversation).exists():
        return False
    asked = Citizen.objects.filter(pk=ticket.citizen_id, source_asked_at=None)
    if not asked.update(source_asked_at=now):
        return False
    return _send(ticket, conversation, now)


def _send(ticket: Ticket, conversation: Conversation, now: dt.datetime) -> bool:
    question = CAME if ticket.is_from_counter else HEARD
    rows = question_rows(question, ticket.register_number)
    reply = Reply("ask_source", {"came": question == CAME}, rows)
    limits = transport_of(conversation.channel.kind).limits
    content = replies.content(reply, {}, limits=limits)
    letter = outbox.Letter(content=content, origin=Message.Origin.BOT, ticket=ticket)
    try:
        outbox.queue(conversation, letter, now=now, is_locked=True)
    except outbox.WindowClosed:
        return False
    state = IntakeState.from_json(conversation.bot_state)
    waits = replace(
        state,
        step=steps.SOURCE,
        options=tuple(row.id for row in rows),
        held=(),
        asked_at=now,
        asked="",
    )
    conversation.bot_state = waits.to_json()
    conversation.save(update_fields=["bot_state"])
    return True
