"""What rows hold where the product, not a person, says something: a known code, never a sentence."""

import re
from collections.abc import Iterator
from typing import Any

from surveys.models import Invitation
from tickets import event_reasons, faults, kinds, notice_words, notifications, parking
from tickets.models import (
    Attachment,
    Channel,
    ClockSpan,
    Heartbeat,
    Message,
    Notification,
    Ticket,
    TicketEvent,
    WebhookEvent,
)
from tickets.received import Notice

_STEP = re.compile(r"50%|75%|due|due\+\d+d|window|")
# What shows on the page of a message without words; no text of a row says it.
_NO_TEXT = {*notice_words.SENTENCES.values(), *map("[{}]".format, kinds.KINDS.values())}
_ALWAYS_OURS = ("due_changed", "survey_invited")
_TYPE = re.compile(r"\w*")


def unknown() -> list[str]:
    """Every such value in the database that is no code of its table, with its row."""
    return [f"{row!r} {row.pk}: {value!r}" for row, value in _found()]


def _found() -> Iterator[tuple[Any, object]]:
    yield from _history()
    yield from _reasons()
    yield from _faults()
    yield from _parked()
    yield from _told()
    yield from _said()


def _history() -> Iterator[tuple[Any, object]]:
    for event in TicketEvent.objects.all():
        ours = event.actor_id is None or event.verb in _ALWAYS_OURS
        if ours and event.verb != "resolved" and event.reason:  # a result is an officer's sentence
            yield event, event.reason
        if event.data.get("why", "complete") not in event_reasons.SENTENCES:
            yield event, event.data


def _reasons() -> Iterator[tuple[Any, object]]:
    for row in (*ClockSpan.objects.exclude(why=""), *Invitation.objects.exclude(why="")):
        if row.why not in event_reasons.SENTENCES:
            yield row, row.why


def _faults() -> Iterator[tuple[Any, object]]:
    known = (*faults.SENTENCES, faults.Fault.REFUSED)
    for row, error in _errors():
        if error and error.get("code") not in known:
            yield row, error
    for beat in Heartbeat.objects.all():
        if not _TYPE.fullmatch(beat.error):
            yield beat, beat.error


def _parked() -> Iterator[tuple[Any, object]]:
    for event in WebhookEvent.objects.filter(is_parked=True):
        for item in event.parked:
            if item.get("code") not in parking.SENTENCES:
                yield event, item


def _told() -> Iterator[tuple[Any, object]]:
    for row in Notification.objects.all():
        is_known = row.kind in notifications.SENTENCES and _STEP.fullmatch(row.step)
        if not is_known or "text" in row.values:
            yield row, (row.kind, row.step, row.values)


def _said() -> Iterator[tuple[Any, object]]:
    for message in Message.objects.filter(text__in=_NO_TEXT):
        yield message, message.text
    for message in Message.objects.all():
        told = message.received.content if message.comes_in else None
        if isinstance(told, Notice) and (told.words or not told.code):
            yield message, told
    for ticket in Ticket.objects.filter(last_message_text__in=_NO_TEXT):
        yield ticket, ticket.last_message_text


def _errors() -> Iterator[tuple[Any, dict[str, Any]]]:
    for message in Message.objects.all():
        yield message, message.error
    for file in Attachment.objects.all():
        yield file, file.error
    for channel in Channel.objects.all():
        yield channel, channel.health_error
