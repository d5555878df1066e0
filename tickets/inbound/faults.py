"""Handles a conversation that cannot be worked: tries again, then shows it to the officers."""

import datetime as dt

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from tickets import desk
from tickets.event_reasons import Why
from tickets.inbound.attaching import attach
from tickets.inbound.catalogue import Offices
from tickets.inbound.effects import open_ticket
from tickets.inbound.routing import tickets_of
from tickets.inbound.run import Run
from tickets.intake import Catalogue, IntakeState
from tickets.models import Conversation, Message, Ticket

log = structlog.get_logger(__name__)
_FIRST, _LONGEST = dt.timedelta(seconds=5), dt.timedelta(minutes=10)
_UNAVAILABLE = (
    OperationalError,
    InterfaceError,
)  # the database is away, as against a refused value
_TRIES = 3  # then a person reads the messages without the bot


def put_off(conversation_id: int, now: dt.datetime, error: Exception) -> None:
    """Try again after longer and longer pauses; after the third time without the bot.

    While the database is unreachable, tries do not count: only the time is put off.
    """
    try:
        with transaction.atomic():
            conversation = locked(conversation_id)
            attempts = min(conversation.converse_attempts + 1, 1000)
            wait = min(_FIRST * 2 ** min(attempts - 1, 10), _LONGEST)
            conversation.converse_attempts = attempts
            if conversation.converse_at is not None:
                conversation.converse_at = now + wait
            if conversation.silent_at is not None and conversation.silent_at <= now:
                conversation.silent_at = now + wait
            conversation.save(update_fields=["converse_attempts", "converse_at", "silent_at"])
        if attempts >= _TRIES and not isinstance(error, _UNAVAILABLE):
            show_as_it_is(conversation_id, now)
    except DatabaseError:
        log.exception("converse_not_put_off", conversation=conversation_id)


def show_as_it_is(conversation_id: int, now: dt.datetime) -> None:
    """Put every unworked message into the queue without the bot, after any fault."""
    try:
        with transaction.atomic():
            _show(locked(conversation_id), now)
    except Exception:  # its time is already put off; it stays due and is tried again
        log.exception("converse_not_shown", conversation=conversation_id)


def _show(conversation: Conversation, now: dt.datetime) -> None:
    messages = list(Message.objects.unworked().inbound().filter(conversation=conversation))
    offices = Offices()
    run = Run(
        conversation=conversation,
        now=now,
        state=IntakeState().for_new_ticket(),
        tickets=tickets_of(conversation, offices),
        offices=offices,
        offered=Catalogue(),  # what the office offers may be what fails
    )
    here = run.here
    open_ones = [each for each in here if each.is_open]
    ticket = open_ones[0] if open_ones else None
    spoken = [message for message in messages if message.says_something]
    if ticket is None and spoken:
        ticket = open_ticket(run, messages)
    if ticket is not None:
        attach(run, ticket, messages)
    for each in [ticket, *open_ones]:
        if each is not None and each.state == Ticket.State.INTAKE:
            desk.enqueue(each, by=None, now=now, why=Why.FAULT)
    keys = [message.pk for message in messages]
    Message.objects.filter(pk__in=keys, worked_at__isnull=True).update(worked_at=now)
    if spoken:
        newest = max((message.occurred_at, message.pk) for message in spoken)
        conversation.worked_until, conversation.worked_until_id = newest
    conversation.bot_state, conversation.silent_at = run.state.to_json(), None
    conversation.converse_at, conversation.converse_attempts = None, 0
    conversation.save()


def locked(conversation_id: int) -> Conversation:
    """The conversation's row, held until the transaction ends: the first lock of the lock order."""
    rows = Conversation.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("channel__agency", "citizen").get(pk=conversation_id)
