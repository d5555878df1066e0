"""Works one conversation's new messages: into tickets, with one turn of the bot for all of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import structlog
from celery import shared_task
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from services import rows
from tickets import desk, intake, states, wakeups
from tickets.async_commit import async_commit, relaxing
from tickets.event_reasons import Why
from tickets.inbound.attaching import attach
from tickets.inbound.catalogue import Offices
from tickets.inbound.echoes import place_echoes
from tickets.inbound.effects import carry_out, drop_settled_question, open_ticket
from tickets.inbound.faults import locked, put_off
from tickets.inbound.overtaking import LOOK_AGAIN, claimed_between, overtakes
from tickets.inbound.routing import (
    asked_about,
    completed,
    place_of,
    quoted_ticket,
    route,
    tickets_of,
)
from tickets.inbound.run import Run
from tickets.inbound.spoken import incoming, owes_reply
from tickets.inbound.tying import tie_what_is_named
from tickets.intake import IntakeState
from tickets.models import Conversation, Message, QueueVersion, Ticket, holding
from tickets.models.turn_rows import due_conversations, turn_rows
from tickets.single_flight import SingleFlight

log = structlog.get_logger(__name__)
_BATCH = 200  # messages in one transaction; the next run takes the rest
_RUNS = 50
_REMEMBERED = ("worked_until", "worked_until_id", "bot_state", "silent_at", "privacy_told_at")


def converse_pending(now: dt.datetime, limit: int = 100) -> int:
    """Work the conversations that have been quiet long enough; returns how many.

    Running it twice at once is harmless: each conversation is worked under its own lock.
    """
    offices = Offices()
    with async_commit(by_each=True):
        due = due_conversations(now, most=limit)
        return sum(1 for pk in due if converse(pk, now, offices=offices))


def converse(conversation_id: int, now: dt.datetime, *, offices: Offices | None = None) -> bool:
    """Work what is due in this conversation until nothing is left; returns whether anything was.

    A fault is recorded and tried again later; it never reaches other conversations.
    """
    worked = False
    for _ in range(_RUNS):
        try:
            count = _one_run(conversation_id, now, offices or Offices())
        except Exception as error:  # after any error these messages must not vanish
            log.exception("converse_failed", conversation=conversation_id)
            put_off(conversation_id, now, error)
            return worked
        worked = worked or count > 0
        if count < _BATCH:  # later messages set their own time
            return worked
    return worked


def enqueue_silent(now: dt.datetime, limit: int = 100) -> int:
    """Queue matters after ten minutes of silence in intake, or on an open question; how many."""
    due = Conversation.objects.filter(silent_at__lte=now).order_by("silent_at")
    return sum(1 for pk in list(due.values_list("pk", flat=True)[:limit]) if _end_silence(pk, now))


@transaction.atomic
def _one_run(conversation_id: int, now: dt.datetime, offices: Offices) -> int:
    """Work at most _BATCH messages; returns how many there were."""
    # The worker that holds the lock works it, or leaves it due; two runs would wait in step.
    claimed = claimed_between(now)
    read = turn_rows(conversation_id, most=_BATCH, claimed=claimed, first=relaxing())
    if read is None or not _is_due(read.conversation, now):
        return 0
    offices.knows(mark=read.mark)
    conversation, messages = read.conversation, read.messages
    conversation.channel = offices.channel(conversation.channel_id)
    quoting = [message for message in messages if message.quoted_id]
    prefetch_related_objects(quoting, "quoted__ticket")  # hardly any: no join for the others
    if messages and overtakes(conversation, messages, read.claimed):
        return _wait_for_older(conversation, now)
    if messages:
        run = Run(
            conversation=conversation,
            now=now,
            state=IntakeState.from_json(conversation.bot_state),
            tickets=completed(read.tickets, conversation, offices),
            offices=offices,
        )
        with holding.holding(conversation.pk, run.tickets, calendar=run.offices.calendar):
            _work(run, messages)
            _is_worked(conversation, until_now=len(messages) < _BATCH)
    else:
        _is_worked(conversation, until_now=True)
    return len(messages)


def _is_worked(conversation: Conversation, *, until_now: bool) -> None:
    """Write what the run remembers; `until_now`: nothing is left to be worked."""
    if until_now:
        conversation.converse_at = None
    conversation.converse_attempts = 0
    told = (*_REMEMBERED, "converse_at", "converse_attempts")
    holding.flush(beside=[rows.change_of(conversation, told)])


def _is_due(conversation: Conversation, now: dt.datetime) -> bool:
    return conversation.converse_at is not None and conversation.converse_at <= now


def _work(run: Run, messages: Sequence[Message]) -> None:
    heard = [message for message in messages if message.direction == Message.Direction.IN]
    if heard:
        _hear(run, heard)
    place_echoes(run, [message for message in messages if message not in heard])


def _wait_for_older(conversation: Conversation, now: dt.datetime) -> int:
    conversation.converse_at = now + LOOK_AGAIN
    conversation.save(update_fields=["converse_at"])
    wake = partial(wakeups.wake, wakeups.CONVERSE, delay=LOOK_AGAIN.total_seconds())
    transaction.on_commit(wake, robust=True)
    return 0


def _hear(run: Run, messages: Sequence[Message]) -> None:
    """Work the citizen's messages as a whole."""
    # Before any savepoint: whatever the verbs tell the queue waits for the commit as one.
    QueueVersion.bump_after_commit(run.conversation.channel.agency_id)
    tie_what_is_named(run, messages)
    drop_settled_question(run)
    driving = _set_late_ones_in_place(run, messages)
    asked = run.state.asked
    for group in _by_ticket(run, driving):
        _turn(run, group, asked=asked)
    _remember(run, messages, driving)


def _set_late_ones_in_place(run: Run, messages: Sequence[Message]) -> list[Message]:
    """Put messages older than the newest worked one into their tickets; returns the others."""
    until = (run.conversation.worked_until, run.conversation.worked_until_id)
    driving = []
    for message in messages:
        late = until[0] is not None and (message.occurred_at, message.pk) < until
        ticket = (quoted_ticket(message) or place_of(message)) if late else None
        if ticket is None:
            driving.append(message)
        else:
            _set_in_place(run, message, run.same(ticket))
    return driving


def _set_in_place(run: Run, message: Message, ticket: Ticket) -> None:
    """Late words are owed a reply; while the bot still asks, they can call for a person.

    Words that ask for one on a ticket where no officer would give it go on in the open matter, else
    in a new one that follows.
    """
    asks = owes_reply(message, ticket, hears=run.catalogue, drives=False)
    if asks and _is_out_of_sight(ticket):
        ticket = _goes_on_in(run, message, ticket)
    attach(run, ticket, [message], drives=False)
    if message.says_something:
        said, context = [incoming(message)], run.context(ticket)
        carry_out(run, intake.late(run.state, said, run.catalogue, context, run.now), ticket, [])


def _is_out_of_sight(ticket: Ticket) -> bool:
    """On a closed ticket officers cannot reply, and what ended without a number is in no list."""
    has_number = ticket.registered_at is not None
    return ticket.state in states.FINAL or not (ticket.is_open or has_number)


def _goes_on_in(run: Run, message: Message, closed: Ticket) -> Ticket:
    ticket = _routed(run, message, run.state)
    if ticket is None or _is_out_of_sight(ticket):
        ticket = open_ticket(run, [message])
        desk.enqueue(ticket, by=None, now=run.now, why=Why.FOLLOW_UP)
    desk.keep_as_in(closed, ticket, now=run.now)
    return ticket


def _routed(run: Run, message: Message, state: IntakeState) -> Ticket | None:
    ticket = route(message, run.tickets, state, run.now)
    return run.same(ticket) if ticket is not None else None


def _by_ticket(run: Run, messages: Sequence[Message]) -> list[list[Message]]:
    """Messages that answer different tickets are different matters; the rest is one."""
    groups: dict[int | None, list[Message]] = {}
    for message in messages:
        ticket = _routed(run, message, run.state)
        groups.setdefault(ticket.pk if ticket else None, []).append(message)
    return list(groups.values())


def _turn(run: Run, messages: list[Message], *, asked: str) -> None:
    """`asked`: what was asked about before this run; the citizen has not read a newer question."""
    ticket = _routed(run, messages[0], replace(run.state, asked=asked))
    spoken = [message for message in messages if message.says_something]
    quoted = all(quoted_ticket(message) is not None for message in spoken)
    decided = intake.turn(
        run.state,
        [incoming(message) for message in spoken],
        run.catalogue,
        run.context(ticket, quoted=quoted),
        run.now,
    )
    ticket = carry_out(run, decided, ticket, messages)
    if ticket is None:  # an event before any ticket: recorded, but no matter
        events = [message.pk for message in messages if message not in spoken]
        Message.objects.filter(pk__in=events).update(worked_at=run.now)


def _remember(run: Run, messages: Sequence[Message], driving: Sequence[Message]) -> None:
    conversation = run.conversation
    conversation.bot_state = run.state.to_json()
    spoken = [message for message in messages if message.says_something]
    answers = any(message in spoken for message in driving)
    if not _waits(run):
        conversation.silent_at = None
    elif (
        answers or conversation.silent_at is None
    ):  # a reaction or an edit does not end the silence
        conversation.silent_at = run.now + intake.SILENCE
    if not spoken:
        return  # nor does it make earlier messages late
    newest = max((message.occurred_at, message.pk) for message in spoken)
    if conversation.worked_until is None or newest > (
        conversation.worked_until,
        conversation.worked_until_id,
    ):
        conversation.worked_until, conversation.worked_until_id = newest


def _waits(run: Run) -> bool:
    return any(intake.expects_answer(run.state, ticket.state) for ticket in run.here)


def _end_silence(conversation_id: int, now: dt.datetime) -> bool:
    try:
        with transaction.atomic():
            return _enqueue_one(locked(conversation_id), now)
    except Exception as error:  # one conversation's fault must not stop the sweep
        log.exception("silence_failed", conversation=conversation_id)
        put_off(conversation_id, now, error)
        return False


def _enqueue_one(conversation: Conversation, now: dt.datetime) -> bool:
    if conversation.silent_at is None or conversation.silent_at > now:
        return False
    if Message.objects.unworked().filter(conversation=conversation).exists():
        return False  # the citizen has written after all; that run decides
    offices = Offices()
    run = Run(
        conversation=conversation,
        now=now,
        state=IntakeState.from_json(conversation.bot_state),
        tickets=tickets_of(conversation, offices),
        offices=offices,
    )
    drop_settled_question(run)
    here = run.here
    waiting = [each for each in here if each.state == Ticket.State.INTAKE]
    waiting += [each for each in here if each.state in states.ENDED]
    ticket = asked_about(here, run.state) or (waiting[0] if waiting else None)
    decided = intake.silence(run.state, run.catalogue, run.context(ticket), now)
    carry_out(run, decided, ticket, [])
    conversation.bot_state, conversation.silent_at = run.state.to_json(), None
    conversation.save(update_fields=["bot_state", "silent_at", "privacy_told_at"])
    return bool(decided.effects)


@shared_task(name=wakeups.CONVERSE)
def converse_task() -> None:
    """Work what is due."""
    _converse_all_due()


@SingleFlight
def _converse_all_due() -> None:
    while converse_pending(timezone.now()):
        pass
