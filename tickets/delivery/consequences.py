"""What an error or a success says beyond its own message: about the window and the number."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from tickets import wakeups
from tickets.content import Template
from tickets.faults import Error
from tickets.models import (
    AccountNotice,
    Channel,
    Conversation,
    Message,
    MessageTemplate,
    Ticket,
)
from tickets.transports.protocol import ErrorRule
from tickets.transports.registry import content_in

PROBE_AFTER = dt.timedelta(minutes=10)  # a stopped number is tried with one message


def follow(answer: ErrorRule, why: Error, *, message: Message, now: dt.datetime) -> None:
    """Do what the rule of an error asks for (`why`: as rows keep it), whether it came at once or in a later status."""
    if answer.action == "template":
        close_window(message, now)
    elif answer.action == "stop_channel":
        trouble(message.channel_id, Channel.Health.STOPPED, why, now)
    elif answer.template_event:
        pause_template(message, answer, now=now)
    elif answer.action == "template_bug":
        trouble(message.channel_id, Channel.Health.FAILING, why, now)


def close_window(message: Message, now: dt.datetime) -> None:
    """The channel is right about the window; unless the citizen has written since the message."""
    lane = Conversation.objects.filter(
        pk=message.conversation_id or 0, window_expires_at__gt=now
    ).exclude(last_inbound_at__gt=message.occurred_at)
    if lane.update(window_expires_at=now):
        Ticket.objects.filter(
            conversation_id=message.conversation_id or 0, window_expires_at__gt=now
        ).update(window_expires_at=now)


def trouble(channel_id: int | None, health: str, why: Error, now: dt.datetime) -> None:
    """Mark a number; what is stopped stays stopped until a message gets through."""
    channels = Channel.objects.filter(pk=channel_id or 0)
    if health == Channel.Health.STOPPED:
        channels.update(resume_at=now + PROBE_AFTER)
    channels.exclude(health=health).exclude(health=Channel.Health.STOPPED).update(
        health=health, health_error=why, health_since=now
    )


def heal(channel_id: int | None) -> None:
    """A message went out: what was wrong with sending is over, what WhatsApp said of it is not."""
    sick = Channel.objects.filter(pk=channel_id or 0, health__in=Channel.SICK)
    if sick.update(health=Channel.Health.OK, health_error={}, health_since=None, resume_at=None):
        settle_health(channel_id, now=timezone.now())


def settle_health(channel_id: int | None, *, now: dt.datetime) -> None:
    """Let a number that sends say whether WhatsApp has told anything that is still so."""
    channel = Channel.objects.filter(pk=channel_id or 0)
    told = Exists(AccountNotice.objects.in_force(now).filter(channel=OuterRef("pk"))) | Exists(
        MessageTemplate.objects.reported().filter(channel=OuterRef("pk"))
    )
    channel.filter(told, health=Channel.Health.OK).update(
        health=Channel.Health.RESTRICTED, health_since=now
    )
    channel.filter(~told, health=Channel.Health.RESTRICTED).update(
        health=Channel.Health.OK, health_since=None
    )


def pause_template(message: Message, answer: ErrorRule, *, now: dt.datetime) -> None:
    """The channel refused a send because it has stopped the template: it is offered no more."""
    rows = MessageTemplate.objects.filter(channel_id=message.channel_id or 0)
    if message.origin == Message.Origin.SURVEY:  # its payload is sealed, and wiped by now
        survey = rows.filter(purpose=MessageTemplate.Purpose.SURVEY, status="approved")
        rows = rows.filter(pk__in=survey.order_by("pk").values("pk")[:1])
    else:
        sent = content_in(message.payload)
        if not isinstance(sent, Template):
            return
        rows = rows.filter(name=sent.name, language=sent.language)
    rows.exclude(status=answer.template_status).update(
        status=answer.template_status,
        reported_event=answer.template_event,
        reported_reason="",
        reported_at=now,
    )
    settle_health(message.channel_id, now=now)


def release(channel_id: int) -> None:
    """The number was mended by hand: what waits for it need not wait any longer."""
    heal(channel_id)
    waiting = Message.objects.filter(channel_id=channel_id, status=Message.Status.QUEUED)
    Conversation.objects.filter(messages__in=waiting).update(next_send_at=None)
    waiting.update(next_attempt_at=None)
    for name in (wakeups.DELIVER_OFFICERS, wakeups.DELIVER, wakeups.DELIVER_FILES):
        transaction.on_commit(partial(wakeups.wake, name), robust=True)
