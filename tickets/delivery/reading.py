"""Shows citizens that their officer has read what they wrote: blue ticks.

Nothing hangs on it: it is repeated a few times, and then left.
"""

from __future__ import annotations

import datetime as dt

import structlog

from tickets.models import Conversation
from tickets.transports.protocol import NotSent, OutcomeUnknown, Rejected, UnusableChannel
from tickets.transports.registry import transport_of

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 5
_WAIT_BASE = 4  # seconds: 4, 16, 64, 256


def tell_read(now: dt.datetime, limit: int = 200) -> int:
    """Tell what was read since; returns how many citizens were told."""
    due = Conversation.objects.due_to_tell_read(now).select_related("channel")
    return sum(_tell(conversation, now) for conversation in due[:limit])


def _tell(conversation: Conversation, now: dt.datetime) -> bool:
    """The run that moves the time of the next attempt is the one that makes this attempt."""
    read, attempts = conversation.read_external_id, conversation.tell_read_attempts + 1
    again = now + dt.timedelta(seconds=_WAIT_BASE**attempts)
    row = Conversation.objects.filter(pk=conversation.pk, tell_read_at=conversation.tell_read_at)
    if not row.update(tell_read_at=again, tell_read_attempts=attempts):
        return False
    told, is_over = _mark(conversation, read)
    if told or is_over or attempts >= MAX_ATTEMPTS:
        # A newer message may have been read meanwhile: that one is still to be told.
        here = Conversation.objects.filter(pk=conversation.pk, read_external_id=read)
        here.update(tell_read_at=None)
    return told


def _mark(conversation: Conversation, external_id: str) -> tuple[bool, bool]:
    """Whether it was told, and whether it is no use to try again."""
    channel = conversation.channel
    if not (channel.marks_read and channel.is_active):
        return False, True
    try:
        transport_of(channel.kind).client(channel).mark_read(external_id)
    except (NotSent, OutcomeUnknown):
        return False, False
    except Rejected as error:
        log.info("reading.refused", conversation=conversation.pk, code=error.code)
        return False, error.rule.action != "retry"
    except UnusableChannel:
        return False, True
    return True, False
