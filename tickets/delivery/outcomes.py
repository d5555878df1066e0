"""What the answer to a send, or its absence, makes of the row; each by compare-and-set.

Every function returns whether the lane may go on with its next message.
"""

import datetime as dt

import structlog
from django.db import transaction

from tickets.delivery import consequences, has_trouble, statuses, telling_refused
from tickets.faults import Error, Fault, error, refusal
from tickets.figures.marking import mark_said
from tickets.models import Channel, Conversation, Message
from tickets.transports.protocol import WINDOW_CLOSED, ErrorRule, Rejected
from tickets.transports.registry import named

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 9  # with the waits of `ErrorRule`: about half an hour
# Where no answer came at all: 1, 3, 9, 27 s ... to ten minutes.
_LATER = ErrorRule("retry", "")
_UNSETTLED = (Message.Status.SENDING, Message.Status.UNKNOWN)
_ACCEPTED: dict[str, object] = {"status": Message.Status.ACCEPTED, "error_code": None, "error": {}}


def accepted(message: Message, *, external_id: str, now: dt.datetime) -> bool:
    """WhatsApp took it. A status that came before this answer is applied now."""
    with transaction.atomic():
        expected = _expected(message, external_id=external_id, now=now)
        if not expected:
            _settle(message, external_id=external_id, now=now)
        told = statuses.apply_orphans(message, external_id=external_id, now=now)
    if message.channel and message.channel.health in Channel.SICK:
        consequences.heal(message.channel_id)
    if told or not expected or (message.ticket is not None and message.ticket.has_trouble):
        has_trouble.tell(message)
    return True


def _expected(message: Message, *, external_id: str, now: dt.datetime) -> bool:
    """The row still is as we claimed it, as nearly always."""
    row = Message.objects.filter(
        pk=message.pk, external_id__isnull=True, status=Message.Status.SENDING
    )
    return bool(row.update(**named(external_id), sealed_payload="", **_ACCEPTED, status_at=now))


def _settle(message: Message, *, external_id: str, now: dt.datetime) -> None:
    """A status was quicker than the answer, or the claim was given up meanwhile."""
    rows = Message.objects.filter(pk=message.pk)
    rows.filter(external_id__isnull=True).update(**named(external_id))
    rows.filter(status__in=_UNSETTLED).update(status_at=now, **_ACCEPTED)
    rows.update(sealed_payload="")


def unknown(message: Message, *, now: dt.datetime) -> bool:
    """It may have left or not: "belum pasti", for an officer; never sent again by itself."""
    row = Message.objects.filter(pk=message.pk, status=Message.Status.SENDING)
    with transaction.atomic():
        has_trouble.lock(message)
        moved = row.update(status=Message.Status.UNKNOWN, status_at=now, sealed_payload="")
        if moved:
            has_trouble.tell(message)
    if moved:
        log.warning("delivery.unknown", message=message.pk)
    return bool(moved)


def window_closed(message: Message, *, now: dt.datetime) -> bool:
    """The 24 hours ended while it waited; delivery queues nothing in its place."""
    return failed(message, code=WINDOW_CLOSED, why=error(Fault.WINDOW_CLOSED), now=now)


def failed(message: Message, *, code: int | None, why: Error, now: dt.datetime) -> bool:
    """It will not be sent; the officer is told why."""
    open_states = (Message.Status.QUEUED, Message.Status.SENDING)
    with transaction.atomic():
        has_trouble.lock(message)
        moved = Message.objects.filter(pk=message.pk, status__in=open_states).update(
            status=Message.Status.FAILED,
            status_at=now,
            error_code=code,
            error=why,
            sealed_payload="",
        )
        if moved:
            mark_said(message)
            telling_refused.tell_officers(message, now=now)
        has_trouble.tell(message)
    return True


def not_sent(message: Message, *, now: dt.datetime) -> bool:
    """The request never left this machine: try again later."""
    if message.attempts >= MAX_ATTEMPTS:
        consequences.trouble(
            message.channel_id, Channel.Health.FAILING, error(Fault.UNREACHABLE), now
        )
        return failed(message, code=None, why=error(Fault.UNREACHABLE), now=now)
    if message.attempts >= 2:
        consequences.trouble(
            message.channel_id, Channel.Health.FAILING, error(Fault.UNREACHABLE), now
        )
    return _again(message, code=None, wait=_LATER.wait(message.attempts), now=now)


def stumbled(message: Message, *, now: dt.datetime) -> bool:
    """An unexpected error, before or after it left: try again later, or "belum pasti".

    Only what still lies in the outbox is tried again; a claimed message may have left.
    """
    row = Message.objects.filter(pk=message.pk, status=Message.Status.QUEUED)
    attempts = message.attempts + 1
    if not row.update(attempts=attempts):
        unknown(message, now=now)
    elif attempts >= MAX_ATTEMPTS:
        failed(message, code=None, why=error(Fault.STUMBLED), now=now)
    else:
        _again(message, code=None, wait=_LATER.wait(attempts), now=now)
    return False


def channel_stopped(message: Message, *, why: Error, now: dt.datetime) -> bool:
    """The number cannot send at all: the message waits in the outbox, the admin is alerted."""
    consequences.trouble(message.channel_id, Channel.Health.STOPPED, why, now)
    return _again(message, code=None, wait=consequences.PROBE_AFTER, now=now)


def refused(message: Message, answered: Rejected, *, now: dt.datetime) -> bool:
    """The channel said no: its transport's table says what follows."""
    answer = answered.rule
    log.info("delivery.refused", message=message.pk, code=answered.code, action=answer.action)
    if answer.action == "retry" and message.attempts < MAX_ATTEMPTS:
        return _retry(message, answered, now=now)
    why = refusal(answered.code, action=answer.action)
    if answer.action == "stop_channel":
        return channel_stopped(message, why=why, now=now)
    consequences.follow(answer, why, message=message, now=now)
    return failed(message, code=answered.code, why=why, now=now)


def _retry(message: Message, answered: Rejected, *, now: dt.datetime) -> bool:
    wait = answered.rule.wait(message.attempts, told=answered.retry_after)
    if answered.rule.is_rate_limit:
        Channel.objects.filter(pk=message.channel_id or 0).update(resume_at=now + wait)
    return _again(message, code=answered.code, wait=wait, now=now)


def _again(message: Message, *, code: int | None, wait: dt.timedelta, now: dt.datetime) -> bool:
    """Back into the outbox; the lane rests, so that no message overtakes it and no run tries it."""
    Conversation.objects.filter(pk=message.conversation_id or 0).update(next_send_at=now + wait)
    Message.objects.filter(
        pk=message.pk, status__in=(Message.Status.QUEUED, Message.Status.SENDING)
    ).update(
        status=Message.Status.QUEUED,
        status_at=now,
        claimed_at=None,
        error_code=code,
        next_attempt_at=now + wait,
    )
    return False
